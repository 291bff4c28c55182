import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, WorkflowPage
from wagtail.test.utils.form_data import (
    nested_form_data,
    querydict_from_html,
    streamfield,
)

from home.models import StandardPage
from hubsite import groups
from hubsite.groups import ensure_groups
from hubsite.models import HubSettings
from tests.translation import factories
from tests.translation.conftest import publish

from .forms import filled


def can(client, page, verb):
    return getattr(page.permissions_for_user(client.user), f"can_{verb}")()


def test_groups_are_made_once_and_stay_the_same(home_fr, home_nl, team):
    def state():
        return (
            set(Group.objects.values_list("name", flat=True)),
            set(GroupPagePermission.objects.values_list("group", "page", "permission")),
            set(Group.permissions.through.objects.values_list("group", "permission")),
            WorkflowPage.objects.count(),
        )

    before = state()
    ensure_groups([home_fr, home_nl])
    assert state() == before
    assert before[0] == {role.name for role in groups.ROLES}


@pytest.mark.parametrize(
    ("group", "source", "translation"),
    [
        (groups.EDITORS, (True, False), (True, False)),
        (groups.MODERATORS, (True, True), (True, True)),
        (groups.TRANSLATORS, (False, False), (True, True)),
        (groups.FUNDING_WATCH, (True, True), (True, True)),
        (groups.EVENTS, (False, False), (False, False)),
    ],
)
def test_a_call_may_be_edited_and_published_by(
    group, source, translation, translated, home_fr, home_nl, member
):
    pages = translated("call")
    ensure_groups([home_fr, home_nl])
    client = member(group)
    rights = [
        (can(client, page, "edit"), can(client, page, "publish")) for page in pages
    ]
    assert rights == [source, translation]


@pytest.mark.parametrize("role", groups.ROLES, ids=lambda role: role.name)
def test_every_group_sees_the_admin_and_its_pages(role, member, translated):
    client = member(role.name)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_admin_speaks_the_editors_language(language, member):
    from wagtail.users.models import UserProfile

    client = member(groups.EDITORS)
    UserProfile.objects.create(user=client.user, preferred_language=language)
    content = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f'<html lang="{language}"' in content


@pytest.mark.parametrize(
    "model",
    ["theme", "topic", "audience", "keyword", "acronym", "definition", "territory"],
)
def test_vocabularies_have_their_screens(model, admin_client, translated):
    translated("call")
    base = f"wagtailsnippets_hubsite_{model}"
    assert admin_client.get(reverse(f"{base}:list"), {"q": "a"}).status_code == 200
    assert admin_client.get(reverse(f"{base}:add")).status_code == 200


@pytest.mark.parametrize("model", ["organisation", "person"])
def test_directory_has_its_screens(model, admin_client, translated):
    translated("news")
    base = f"wagtailsnippets_directory_{model}"
    assert admin_client.get(reverse(f"{base}:list"), {"q": "a"}).status_code == 200
    assert admin_client.get(reverse(f"{base}:add")).status_code == 200


def test_editor_adds_tags_but_leaves_themes_alone(member):
    client = member(groups.EDITORS)
    assert client.get(reverse("wagtailsnippets_hubsite_keyword:add")).status_code == 200
    assert client.get(reverse("wagtailsnippets_hubsite_theme:add")).status_code == 302


def draft_of(client, home_fr, title="Nouvelle page"):
    page = factories.standard(home_fr.locale)
    page.title, page.live, page.slug = title, False, "draft"
    home_fr.add_child(instance=page)
    page.save_revision(user=client.user)
    return page


def submit(page, user):
    page.get_workflow().start(page, user)
    page.refresh_from_db()


def approve(client, page):
    task = page.current_workflow_task_state
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]
    )
    return client.post(url)


def alone(value):
    from wagtail.models import Site

    settings = HubSettings.for_site(Site.objects.get(is_default_site=True))
    settings.moderators_publish_alone = value
    settings.save()


def test_editors_page_is_published_by_a_moderators_approval(member, home_fr):
    editor = member(groups.EDITORS, "editor")
    page = draft_of(editor, home_fr)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "action-submit" in editor.get(edit).content.decode()
    submit(page, editor.user)
    moderator = member(groups.MODERATORS, "moderator")
    approve(moderator, page)
    page.refresh_from_db()
    assert page.live


def submitted_in_the_form(member, home_fr):
    editor = member(groups.EDITORS, "editor")
    url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home_fr.pk])
    data = filled("standard", "Bonjour", title="Bonjour", body=streamfield([]))
    editor.post(url, data | {"action-submit": "1"})
    page = StandardPage.objects.get(slug="bonjour-standard")
    assert page.workflow_in_progress
    return page


def approve_in_the_form(client, page, title):
    """Approve as the editor's own menu does, which saves what was changed first."""
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = client.get(edit).content.decode()
    form = querydict_from_html(html, form_id="page-edit-form").dict()
    form |= nested_form_data({"body": streamfield([])}) | {"title": title}
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    response = client.post(edit, form | approval, follow=True)
    page.refresh_from_db()
    return [message.level_tag for message in response.context["messages"]]


@pytest.mark.parametrize("title", ["Bonjour", "Bonsoir"])
def test_page_is_approved_in_the_editor_as_it_is_or_mended(title, member, home_fr):
    page = submitted_in_the_form(member, home_fr)
    written = page.revisions.count()
    approve_in_the_form(member(groups.MODERATORS, "moderator"), page, title)
    assert page.live
    assert page.title == title
    assert page.revisions.count() == written + (title != "Bonjour")


def test_what_a_moderator_mends_is_approved_by_another_where_settings_ask(
    member, home_fr
):
    alone(False)
    page = submitted_in_the_form(member, home_fr)
    moderator = member(groups.MODERATORS, "moderator")
    assert "warning" in approve_in_the_form(moderator, page, "Bonsoir")
    assert not page.live
    assert page.get_latest_revision_as_object().title == "Bonsoir"
    second = member(groups.MODERATORS, "second")
    assert "warning" not in approve_in_the_form(second, page, "Bonsoir")
    assert page.live
    assert page.title == "Bonsoir"


@pytest.mark.parametrize("may", [True, False])
def test_moderator_approves_own_page_only_where_settings_allow(may, member, home_fr):
    alone(may)
    moderator = member(groups.MODERATORS, "moderator")
    page = draft_of(moderator, home_fr)
    submit(page, moderator.user)
    approve(moderator, page)
    page.refresh_from_db()
    assert page.live is may
    if not may:
        approve(member(groups.MODERATORS, "second"), page)
        page.refresh_from_db()
        assert page.live


@pytest.mark.parametrize("may", [True, False])
def test_direct_publication_follows_the_setting(may, member, home_fr):
    alone(may)
    moderator = member(groups.MODERATORS, "moderator")
    page = draft_of(moderator, home_fr)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert ('name="action-publish"' in moderator.get(edit).content.decode()) is may
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    moderator.post(f"{url}?id={page.pk}", {"confirm": "yes"})
    page.refresh_from_db()
    assert page.live is may


def test_every_permission_named_exists(db):
    known = {
        f"{app}.{codename}"
        for app, codename in Permission.objects.values_list(
            "content_type__app_label", "codename"
        )
    }
    for role in groups.ROLES:
        assert set(groups.global_permissions(role)) <= known


def test_new_section_is_given_to_its_group_at_the_next_run(home_fr, home_nl, member):
    section = publish(home_fr, factories.section("event", home_fr))
    ensure_groups([home_fr, home_nl])
    client = member(groups.EVENTS)
    assert can(client, section, "add_subpage")


def test_translator_sees_what_is_to_translate_and_no_draft(
    member, translated, home_fr, home_nl
):
    source = translated("call", "live", twin=False)
    draft = translated("news", "hidden", twin=False)
    draft.title = "Secret"
    draft.save()
    draft.unpublish()
    content = member(groups.TRANSLATORS).get("/admin/reports/matrix/").content.decode()
    assert source.title in content
    assert "Secret" not in content
