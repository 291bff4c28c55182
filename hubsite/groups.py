"""Who may do what: the groups of a hub's team, and the path to publication.

Groups are rows that an administrator may change; `ensure_groups` creates what lacks and
gives back what was taken from it, so it may run at any time.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from .i18n import SOURCE_LANGUAGE
from .workflows import ApprovalTask

EDITORS = "Édition"
MODERATORS = "Modération"
TRANSLATORS = "Traduction"
FUNDING_WATCH = "Veille sur les financements"
EVENTS = "Agenda"
NEWSLETTER = "Lettre"
WORKFLOW = "Relecture et validation"

WRITE = ("add", "change")
PUBLISH = ("add", "change", "publish", "lock", "unlock")
# Models that editors enrich as they write, and those that shape the whole site.
SHARED_MODELS = (
    "hubsite.keyword", "hubsite.acronym", "hubsite.definition",
    "directory.organisation", "directory.person", "funding.carrier",
    "search.searchsynonym",
)  # fmt: skip
STRUCTURAL_MODELS = (
    "hubsite.theme", "hubsite.topic", "hubsite.audience", "hubsite.territory",
)  # fmt: skip
# Calls from elsewhere: who keeps the watch sets sources up and judges what they change.
IMPORTS = (
    ("funding.connector", ("add", "change", "delete")),
    ("funding.importedcall", ("change",)),
    ("funding.sourceword", ("change",)),
    ("funding.proposedchange", ("change",)),
    ("funding.importrun", ()),
)
# What visitors write under an experience sheet: judged, never added by the team.
REPLIES = "resources.reply"
# What visitors tell of calls, and the partners they look for.
SUGGESTIONS = "funding.callsuggestion"
PARTNERS = "funding.partnernotice"
WATCH_SETTINGS = "funding.change_watchsettings"
# Who sends the newsletter: sees its readers, brings lists of them in and takes them along.
SENDING = (
    "newsletter.view_subscriber", "newsletter.add_subscriber",
    "newsletter.view_campaign", "newsletter.add_campaign",
    "newsletter.view_bounceevent", "newsletter.change_newslettersettings",
)  # fmt: skip


@dataclass(frozen=True)
class Role:
    """What a group may do.

    `pages`: verbs on pages; `where`: "all", "translations", or the label of the app whose
    sections it keeps; `models`: verbs by model; `others`: further permissions.
    """

    name: str
    pages: tuple[str, ...]
    where: str = "all"
    models: tuple[tuple[str, tuple[str, ...]], ...] = ()
    others: tuple[str, ...] = ()


def verbs(models, *names):
    return tuple((model, names) for model in models)


TRANSLATE = "wagtail_localize.submit_translation"
ROLES = (
    Role(
        EDITORS,
        WRITE,
        models=(
            *verbs(SHARED_MODELS, "add", "change"),
            *verbs((REPLIES, SUGGESTIONS, PARTNERS), "change"),
        ),
        others=(TRANSLATE,),
    ),
    Role(
        MODERATORS,
        (*PUBLISH, "bulk_delete"),
        models=(
            *verbs((*SHARED_MODELS, *STRUCTURAL_MODELS), "add", "change", "delete"),
            *verbs((REPLIES, SUGGESTIONS, PARTNERS), "change", "delete"),
            *IMPORTS,
        ),
        others=(
            TRANSLATE, "hubsite.change_hubsettings", WATCH_SETTINGS, *SENDING,
            "wagtailredirects.add_redirect", "wagtailredirects.change_redirect",
            "wagtailredirects.delete_redirect",
        ),
    ),
    Role(TRANSLATORS, PUBLISH, where="translations", others=(TRANSLATE,)),
    Role(
        FUNDING_WATCH,
        PUBLISH,
        where="funding",
        models=(
            *verbs(
                ("directory.organisation", "hubsite.keyword", "funding.carrier"),
                "add",
                "change",
            ),
            *verbs((SUGGESTIONS, PARTNERS), "change", "delete"),
            *IMPORTS,
        ),
        others=(TRANSLATE, WATCH_SETTINGS),
    ),
    Role(
        EVENTS,
        PUBLISH,
        where="events",
        models=verbs(("directory.organisation", "hubsite.keyword"), "add", "change"),
        others=(TRANSLATE,),
    ),
    Role(NEWSLETTER, PUBLISH, where="newsletter", others=(TRANSLATE, *SENDING)),
)  # fmt: skip
# Wagtail's own first groups, taken over under our names.
TAKEN_OVER = {"Editors": EDITORS, "Moderators": MODERATORS}


def ensure_groups(home_pages):
    """Create the groups, their permissions and the workflow; return the groups by name.

    `home_pages` are the front pages of all languages. Runs again without harm, and adds
    what belongs to sections made since.
    """
    for old, new in TAKEN_OVER.items():
        if not Group.objects.filter(name=new).exists():
            Group.objects.filter(name=old).update(name=new)
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    groups = {}
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.name)
        group.permissions.set(known[name] for name in global_permissions(role))
        grant_pages(group, role, home_pages, known)
        grant_media(group, role, known)
        groups[role.name] = group
    ensure_workflow(home_pages, groups[MODERATORS])
    return groups


def global_permissions(role):
    """Yield the full names of the permissions that hold everywhere."""
    yield "wagtailadmin.access_admin"
    yield from role.others
    for model, names in role.models:
        app, name = model.split(".")
        yield from (f"{app}.{verb}_{name}" for verb in (*names, "view"))


def grant_pages(group, role, home_pages, known):
    GroupPagePermission.objects.filter(group=group).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(
            group=group, page=page, permission_id=known[f"wagtailcore.{verb}_page"]
        )
        for page in places(role, home_pages)
        for verb in role.pages
    )


def places(role, home_pages):
    """Return the roots of the trees that a role works in."""
    if role.where == "all":
        return list(home_pages)
    if role.where == "translations":
        return [p for p in home_pages if p.locale.language_code != SOURCE_LANGUAGE]
    paths = [home.path for home in home_pages]
    sections = Page.objects.filter(depth=3, content_type__app_label=role.where)
    return [page for page in sections if page.path[: -page.steplen] in paths]


def grant_media(group, role, known):
    """Let every group add and choose images and documents; moderators change any."""
    root = Collection.get_first_root_node()
    names = ["add", "choose"] + (["change"] if role.name == MODERATORS else [])
    GroupCollectionPermission.objects.filter(group=group).delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(
            group=group,
            collection=root,
            permission_id=known[f"{app}.{verb}_{model}"],
        )
        for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
        for verb in names
    )


def ensure_workflow(home_pages, moderators):
    """Have what editors submit approved by the moderators, in every tree."""
    task, _created = ApprovalTask.objects.get_or_create(name=WORKFLOW)
    task.groups.set([moderators])
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    for page in home_pages:
        WorkflowPage.objects.update_or_create(
            page=page, defaults={"workflow": workflow}
        )
