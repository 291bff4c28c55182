"""What happens to a translation when its French source changes.

wagtail-localize leaves a translation alone: its dates would stay wrong, it would outlive
its source, and a scheduled one would never appear. Here it follows: values that are the
same in both languages at once, its texts as soon as they are all translated.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from modelcluster.fields import ParentalKey
from wagtail.models import Page, PageLogEntry, PageViewRestriction
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import SegmentOverride, Translation, TranslationSource

from hubsite.i18n import SOURCE_LANGUAGE

from .records import is_complete, refresh

# What our own unpublishing is called in a page's history.
WITH_SOURCE = "hubsite.unpublish_with_source"
CAME_DOWN_BY_ITSELF = (WITH_SOURCE, "wagtail.unpublish.scheduled")


def is_source(page):
    """Tell whether this is a page that others are translated from."""
    return (
        page.depth > 1
        and page.alias_of_id is None
        and page.locale.language_code == SOURCE_LANGUAGE
    )


def translations_of(page):
    """Return the pages in the other languages, aliases left out, in their own types."""
    return page.get_translations().filter(alias_of__isnull=True).specific()


def follow_publication(source):
    """Bring the translations to what the source, just published, now says."""
    record = TranslationSource.objects.get_for_instance_or_none(source)
    changed = refresh(record) if record else False
    for page in translations_of(source):
        if source.live and source.translation_refusal():
            # Its licence was changed to one that allows no translation.
            if page.live:
                page.unpublish(log_action=WITH_SOURCE)
            continue
        translation = enabled_translation(page)
        if translation is None:
            if source.live and page.translated_from is None:
                mark_up_to_date(page, source)
            continue
        copy_schedule(source, page)
        if not source.live:
            continue
        complete = is_complete(translation)
        if complete and page.live and not changed:
            mark_up_to_date(page, source)
        elif complete and (page.live or may_come_up(page)):
            translation.save_target(publish=True)
        elif page.live:
            publish_shared_values(source, page)


def enabled_translation(page):
    """Return the Translation whose target this page is, or None for a free page."""
    return Translation.objects.filter(
        source__object_id=page.translation_key,
        target_locale=page.locale_id,
        enabled=True,
    ).first()


def copy_schedule(source, page):
    """Give the translation the source's hours; wagtail-localize copies them only once."""
    hours = {"go_live_at": source.go_live_at, "expire_at": source.expire_at}
    Page.objects.filter(pk=page.pk).update(**hours)
    for name, value in hours.items():
        setattr(page, name, value)


def may_come_up(page):
    """Tell whether nobody took this page down on purpose."""
    if page.first_published_at is None:
        return True
    last = PageLogEntry.objects.filter(
        page=page.pk, action__startswith="wagtail.unpublish"
    ) | PageLogEntry.objects.filter(page=page.pk, action=WITH_SOURCE)
    entry = last.order_by("-timestamp", "-pk").first()
    return entry is not None and entry.action in CAME_DOWN_BY_ITSELF


def mark_up_to_date(page, source=None):
    """Record that the translation says what the source's published version says."""
    source = source or page.get_translations().get(
        locale__language_code=SOURCE_LANGUAGE, alias_of__isnull=True
    )
    # A source that comes out of a record has its moments cut to milliseconds, and would
    # seem to be published anew just after.
    moments = Page.objects.filter(pk=source.pk).values_list("last_published_at")
    ((page.translated_from,),) = moments
    type(page).objects.filter(pk=page.pk).update(translated_from=page.translated_from)


def follow_own_publication(page):
    """A synced translation that is published complete is up to date by that."""
    translation = enabled_translation(page)
    if translation is not None and is_complete(translation):
        mark_up_to_date(page)


def publish_shared_values(source, page):
    """Carry dates, amounts, choices and files over, whatever texts still wait.

    Texts keep their last translation: publishing an incomplete translation would put
    French sentences in the Dutch page.
    """
    source = type(page).objects.get(pk=source.pk)
    overridden = set(
        SegmentOverride.objects.filter(
            context__object_id=page.translation_key, locale=page.locale_id
        ).values_list("context__path", flat=True)
    )
    before = shared_values(page)
    for field in shared_fields(type(page)):
        if isinstance(field, models.ManyToOneRel):
            source.copy_child_relation(field.name, page)
        elif field.name not in overridden:
            setattr(page, field.attname, getattr(source, field.attname))
    if shared_values(page) != before:
        page.save_revision().publish()


def shared_fields(model):
    """Return the fields and child relations that are the same in every language."""
    return [
        field
        for rule in get_translatable_fields(model)
        if isinstance(rule, SynchronizedField)
        for field in [rule.get_field(model)]
        if field in model._meta.concrete_fields
        or isinstance(getattr(field, "remote_field", None), ParentalKey)
    ]


def shared_values(page):
    names = {field.name for field in shared_fields(type(page))}
    content = page.serializable_data()
    return DjangoJSONEncoder(sort_keys=True).encode(
        {name: without_keys(content.get(name)) for name in names}
    )


def without_keys(value):
    """Return child rows without the keys that tie them to their page."""
    if not isinstance(value, list):
        return value
    return [
        {n: v for n, v in row.items() if n not in ("pk", "page", "content_object")}
        if isinstance(row, dict)
        else row
        for row in value
    ]


def follow_unpublication(source):
    """Take the translations down with their source."""
    for page in translations_of(source).filter(live=True):
        page.unpublish(set_expired=source.expired, log_action=WITH_SOURCE)


@transaction.atomic
def follow_deletion(source):
    """Delete the translations, and what would be left of aliases."""
    for page in Page.objects.filter(translation_key=source.translation_key):
        if page.locale.language_code != SOURCE_LANGUAGE:
            page.delete()


def follow_move(source, parent):
    """Move the translations to where their source now stands, in the same order."""
    for page in translations_of(source):
        new_parent = translation_in(parent, page.locale_id)
        if new_parent is None:
            continue
        later = source.get_next_siblings().values_list("translation_key", flat=True)
        by_key = {
            sibling.translation_key: sibling
            for sibling in new_parent.get_children().filter(translation_key__in=later)
        }
        following = next((by_key[key] for key in later if key in by_key), None)
        page.refresh_from_db()
        if following is not None:
            page.move(following, pos="left")
        else:
            page.move(new_parent, pos="last-child")


def translation_in(parent, locale_id):
    """Return the parent's translation; the tree's root stands above all languages."""
    if parent.is_root():
        return parent
    return (
        parent.get_translations()
        .filter(locale_id=locale_id, alias_of__isnull=True)
        .first()
    )


def follow_restriction(source):
    """Let the same readers in, whatever the language."""
    for page in source.get_translations():
        page.view_restrictions.all().delete()
        for restriction in source.view_restrictions.all():
            copy = PageViewRestriction.objects.create(
                page=page,
                restriction_type=restriction.restriction_type,
                password=restriction.password,
            )
            copy.groups.set(restriction.groups.all())
