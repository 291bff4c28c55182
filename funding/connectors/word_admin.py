"""Words of sources in the admin: what each means here, and those nobody knows."""

from django.contrib import messages
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from hubsite import attention
from hubsite.mail_admin import ReadAndChangePolicy
from hubsite.row_views import YesNoFilter

from .spreading import untouched
from .words import SourceWord

register_permission_policy(SourceWord, ReadAndChangePolicy(SourceWord))


class WordFilterSet(WagtailFilterSet):
    waiting = YesNoFilter(label=_("not known yet"), method="narrow_to_waiting")

    class Meta:
        model = SourceWord
        fields = ["connector", "facet"]

    def narrow_to_waiting(self, rows, name, value):
        waiting = SourceWord.objects.waiting().values("pk")
        keep = rows.filter if value == "true" else rows.exclude
        return keep(pk__in=waiting)


class WordIndexView(generic.IndexView):
    def get_base_queryset(self):
        rows = super().get_base_queryset().select_related("connector").with_meaning()
        return rows.annotate(said=Count("calls", distinct=True))


class WordEditView(generic.EditView):
    """What an editor says here goes to the drafts that nobody has touched."""

    def save_instance(self):
        word = super().save_instance()
        word.is_news = True
        word.save(update_fields=["is_news"])
        if drafts := untouched(word).count():
            told = gettext("Drafts that follow in a few minutes: %(number)s.")
            messages.info(self.request, told % {"number": drafts})
        return word


class WordViewSet(ModelViewSet):
    model = SourceWord
    icon = "tag"
    menu_label = _("Words of sources")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = WordIndexView
    edit_view_class = WordEditView
    filterset_class = WordFilterSet
    search_fields = ["word"]
    search_backend_name = None
    list_display = [
        "word",
        Column("facet", label=_("Said as"), accessor="get_facet_display"),
        Column("meaning", label=_("What it means here"), accessor="told"),
        Column("said", label=_("Calls"), sort_key="said"),
        "connector",
    ]


def words_to_settle():
    """Return the Attention on words that mean nothing here yet."""
    return attention.of_rows(
        gettext("Words of sources not known yet"),
        SourceWord.objects.waiting().order_by("-first_seen_at", "word"),
        "call_words:edit",
        reverse("call_words:index") + "?waiting=true",
    )
