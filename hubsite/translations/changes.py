"""What a translation lacks: the texts that wait, or the fields that changed."""

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Exists
from django.utils.text import Truncator, capfirst
from wagtail.models import Revision
from wagtail_localize.models import StringSegment
from wagtail_localize.strings import StringValue

from .records import content_of
from .states import State, grouped, translated_texts


def changes_of(sources, states, locale):
    """Return source id -> what its translation lacks, in words, for those that lack.

    `sources` are source pages, `states` what `translation_states` said of them. Of a
    synced translation these are the texts that wait; of another, the names of the fields
    that differ between the version it follows and the one now published.
    """
    behind = [
        source
        for source in sources
        if states[source.pk].code in (State.IN_PROGRESS, State.OUT_OF_DATE)
    ]
    synced = {s.translation_key: s for s in behind if states[s.pk].is_synced}
    free = [
        source
        for source in behind
        if not states[source.pk].is_synced
        and states[source.pk].code == State.OUT_OF_DATE
    ]
    return waiting_texts(synced, locale) | changed_fields(free, states)


def waiting_texts(sources, locale):
    """Return source id -> the texts without a translation, each after its field's name."""
    segments = (
        StringSegment.objects.filter(source__object_id__in=list(sources))
        .exclude(Exists(translated_texts(locale)))
        .order_by("order")
        .values_list("source__object_id", "context__field_path", "string__data")
    )
    rows = []
    for key, path, text in segments:
        name = field_name(sources[key].specific_class, path.partition(".")[0])
        words = Truncator(StringValue(text).render_text()).chars(60)
        rows.append((sources[key].pk, f"{name}: {words}"))
    return dict(grouped(rows))


def changed_fields(sources, states):
    """Return source id -> names of the fields that differ from the version followed.

    Sources whose history does not reach back to that version are left out.
    """
    moments = {
        str(source.pk): states[source.pk].followed or source.first_published_at
        for source in sources
    }
    revisions = Revision.page_revisions.filter(object_id__in=list(moments)).order_by(
        "created_at", "pk"
    )
    before = {
        object_id: pk
        for pk, object_id, created_at in revisions.values_list(
            "pk", "object_id", "created_at"
        )
        if created_at <= moments[object_id]
    }
    wanted = [*before.values(), *(source.live_revision_id for source in sources)]
    contents = dict(Revision.objects.filter(pk__in=wanted).values_list("pk", "content"))
    return {
        source.pk: [
            field_name(source.specific_class, name)
            for name in differing(
                contents[before[str(source.pk)]],
                contents.get(source.live_revision_id, {}),
            )
        ]
        for source in sources
        if str(source.pk) in before
    }


def differing(old, new):
    """Return the names under which two serialised pages differ."""
    old, new = content_of(old), content_of(new)
    return [name for name in new if old.get(name) != new[name]]


def field_name(model, name):
    """Return what editors call a field."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    named = field if hasattr(field, "verbose_name") else field.related_model._meta
    return str(capfirst(named.verbose_name))
