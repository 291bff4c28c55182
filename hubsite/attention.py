"""What needs attention, on the first screen of the admin.

A room adds a check with `register`; a check returns the `Attention` values that hold now,
in a number of queries that does not grow with the hub.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Locale, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from .checking.models import Finding, PageCheck
from .i18n import SOURCE_LANGUAGE
from .jobs import JobRun
from .mail import OutgoingEmail
from .translations.states import State, hub_page_models, translation_states

KEPT_SECONDS = 60
SHOWN = 5


@dataclass(frozen=True)
class Attention:
    """One thing to do: how many, where, and the first few as (label, address)."""

    label: str
    count: int
    url: str = ""
    examples: tuple[tuple[str, str], ...] = ()


CHECKS: dict[str, tuple[int, Callable[[], Iterable[Attention]]]] = {}


def register(name, check, *, order=50):
    """Add a check to the panel; lower `order` stands first."""
    CHECKS[name] = (order, check)


def attention():
    """Return every Attention with a count, in the admin's active language."""

    def compute():
        ordered = sorted(CHECKS.items(), key=lambda item: (item[1][0], item[0]))
        return [
            item for _name, (_order, check) in ordered for item in check() if item.count
        ]

    return cache.get_or_set(f"attention:{get_language()}", compute, KEPT_SECONDS)


def edit_url(page_id):
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def of_pages(label, rows, url=""):
    """Return an Attention on (id, title) rows of pages."""
    rows = list(rows)
    examples = tuple((title, edit_url(pk)) for pk, title in rows[:SHOWN])
    return Attention(label, len(rows), url, examples)


def of_rows(label, rows, view, url):
    """Return an Attention on a queryset, each row of which `view` shows."""
    examples = tuple((str(row), reverse(view, args=[row.pk])) for row in rows[:SHOWN])
    return Attention(label, rows.count(), url, examples)


def translations():
    """Pages to translate and translations to bring up to date, a language each."""
    sources = list(
        Page.objects.live().filter(
            depth__gt=1, alias_of__isnull=True, locale__language_code=SOURCE_LANGUAGE
        )
    )
    labels = {
        State.MISSING: _("Pages to translate"),
        State.IN_PROGRESS: _("Translations begun and not published"),
        State.OUT_OF_DATE: _("Translations to bring up to date"),
    }
    matrix = reverse("translation_matrix")
    for locale in Locale.objects.exclude(language_code=SOURCE_LANGUAGE):
        states = translation_states(sources, locale)
        for code, label in labels.items():
            rows = [
                (states[s.pk].page.pk if states[s.pk].page else s.pk, s.title)
                for s in sources
                if states[s.pk].code == code
            ]
            yield of_pages(label, rows, f"{matrix}?state={code}&language={locale.pk}")


def reviews():
    """Live pages whose review date has passed."""
    today = timezone.localdate()
    rows = [
        row
        for model in hub_page_models()
        for row in model.objects.live()
        .filter(review_by__lte=today)
        .order_by("review_by")
        .values_list("pk", "title")
    ]
    yield of_pages(_("Pages to review"), rows)


def findings():
    """What the checks of published pages found, one line a kind."""
    rows = PageCheck.objects.exclude(findings=[]).filter(page__live=True)
    pages, totals = {}, Counter()
    for pk, title, found in rows.values_list("page_id", "page__title", "findings"):
        for kind, _detail in found:
            totals[kind] += 1
            pages.setdefault(kind, {})[pk] = title
    labels = {
        Finding.DEAD_LINK: _("Dead links"),
        Finding.EMPTY_ALT: _("Images without alternative text"),
        Finding.EMPTY_LINK: _("Links without words"),
        Finding.HEADING_ORDER: _("Headings that leave a level out"),
    }
    for kind, label in labels.items():
        examples = list(pages.get(kind, {}).items())[:SHOWN]
        yield Attention(
            label,
            totals[kind],
            reverse("page_findings") + f"?kind={kind}",
            tuple((title, edit_url(pk)) for pk, title in examples),
        )


def failures():
    """Mails that could not be sent, and jobs whose last run failed."""
    failed = OutgoingEmail.objects.filter(state=OutgoingEmail.State.FAILED).count()
    yield Attention(_("Mails that could not be sent"), failed, listing("outgoingemail"))
    jobs = list(JobRun.objects.exclude(error="").values_list("name", flat=True))
    yield Attention(
        _("Jobs that failed"),
        len(jobs),
        listing("jobrun"),
        tuple((name, "") for name in jobs[:SHOWN]),
    )


def listing(model):
    """Return the address of the admin's list of this model, or "" without one."""
    for name in (f"{model}:index", f"hubsite_{model}:index"):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


class AttentionPanel(Component):
    name = "attention"
    order = 50
    template_name = "hubsite/admin/attention.html"

    def get_context_data(self, parent_context):
        return {"items": attention()}


@hooks.register("construct_homepage_panels")
def add_panel(request, panels):
    policy = PagePermissionPolicy()
    if policy.user_has_any_permission(request.user, ["add", "change", "publish"]):
        panels.append(AttentionPanel())


register("translations", translations, order=10)
register("reviews", reviews, order=20)
register("findings", findings, order=30)
register("failures", failures, order=40)
