"""What editors said of a source's words, told to the drafts that say them."""

from functools import partial

from funding.models.call import CallPage
from hubsite.jobs import STOPPING

from .dating import save_draft
from .meaning import Lexicon
from .models import ImportedCall
from .words import SourceWord


def spread_news():
    """Sort anew each draft that says a changed word and that no editor has touched.

    Returns how many drafts; what an editor saved or published stays as it is.
    """
    spread = 0
    for word in SourceWord.objects.filter(is_news=True).select_related("connector"):
        if STOPPING.is_set():
            break
        # Before the drafts: what an editor changes meanwhile is news again.
        SourceWord.objects.filter(pk=word.pk).update(is_news=False)
        lexicon = Lexicon(word.connector)
        for imported in untouched(word).select_related("page"):
            draft = imported.page.get_latest_revision_as_object()
            save_draft(draft, partial(lexicon.classify, draft, imported.told()))
            spread += 1
    return spread


def untouched(word):
    """Return the ImportedCalls that say a word and whose draft only imports wrote."""
    touched = CallPage.objects.filter(
        imports__words=word, _revisions__user__isnull=False
    )
    return ImportedCall.objects.filter(
        words=word,
        page__live=False,
        page__first_published_at=None,
        page__locked=False,
    ).exclude(page__in=touched)
