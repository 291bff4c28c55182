"""Writing what wagtail-localize knows of a source, in few queries.

`TranslationSource.refresh_segments()` asks the database three to five questions a
string, some twelve hundred a page. `write_segments` leaves the same rows for any number
of sources in a dozen.
"""

import json
import uuid

from django.core.serializers.json import DjangoJSONEncoder
from wagtail_localize.models import (
    OverridableSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslationContext,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments


def encode(value):
    return json.dumps(value, cls=DjangoJSONEncoder)


def template_uuid(value):
    """Return the key under which wagtail-localize keeps a template."""
    namespace = uuid.uuid5(Template.BASE_UUID_NAMESPACE, value.format)
    return uuid.uuid5(namespace, value.template)


class Extracted:
    """A source, the page as it was frozen in it, and the segments of that page."""

    def __init__(self, source, instance):
        self.source = source
        self.instance = instance
        self.segments = extract_segments(instance)
        self.contexts = {}
        unknown = {
            type(segment).__name__
            for segment in self.segments
            if not isinstance(
                segment,
                StringSegmentValue | TemplateSegmentValue | OverridableSegmentValue,
            )
        }
        if unknown:
            raise ValueError(f"{instance!r}: cannot write {', '.join(unknown)}")

    def of_type(self, kind):
        return [segment for segment in self.segments if isinstance(segment, kind)]


def write_segments(extracted):
    """Bring the segment rows of these `Extracted` to what was extracted.

    Returns the `StringSegment` rows by (source id, order).
    """
    extracted = list(extracted)
    write_contexts(extracted)
    strings = write_strings(extracted)
    templates = write_templates(extracted)
    rows = {StringSegment: [], TemplateSegment: [], OverridableSegment: []}
    for item in extracted:
        for value in item.segments:
            row = segment_row(item, value, strings, templates)
            rows[type(row)].append(row)
    sources = [item.source.pk for item in extracted]
    for model, segments in rows.items():
        replace_rows(model.objects.filter(source_id__in=sources), segments)
    return {(row.source_id, row.order): row for row in rows[StringSegment]}


def replace_rows(known, wanted):
    """Bring the rows to what is wanted; one that has not changed keeps its id.

    A translator's open page names texts by these ids.
    """
    kept = {identity(row): row for row in known}
    new = [row for row in wanted if not kept.pop(identity(row), None)]
    known.model.objects.filter(pk__in=[row.pk for row in kept.values()]).delete()
    known.model.objects.bulk_create(new)


def identity(row):
    return tuple(
        getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    )


def segment_row(item, value, strings, templates):
    """Return the unsaved row of one extracted segment."""
    common = {
        "source": item.source,
        "context": item.contexts[value.path],
        "order": value.order,
    }
    if isinstance(value, StringSegmentValue):
        string = strings[string_key(item, value)]
        return StringSegment(**common, string=string, attrs=encode(value.attrs))
    if isinstance(value, TemplateSegmentValue):
        return TemplateSegment(**common, template=templates[template_uuid(value)])
    return OverridableSegment(**common, data_json=encode(value.data))


def string_key(item, value):
    """Return what wagtail-localize knows a string by: locale and hash."""
    return item.source.locale_id, String._get_data_hash(value.string.data)


def write_contexts(extracted):
    """Find or create the place of each segment; fills `contexts`, path -> row."""
    objects = [item.source.object_id for item in extracted]
    known = {
        (context.object_id, context.path): context
        for context in TranslationContext.objects.filter(object_id__in=objects)
    }
    missing = []
    for item in extracted:
        for value in item.segments:
            key = (item.source.object_id, value.path)
            if key not in known:
                known[key] = new_context(item, value.path)
                missing.append(known[key])
            item.contexts[value.path] = known[key]
    TranslationContext.objects.bulk_create(missing)


def new_context(item, path):
    context = TranslationContext(
        object_id=item.source.object_id,
        path=path,
        path_id=TranslationContext._get_path_id(path),
    )
    # get_field_path() saves what it finds out; here the row is written later, in bulk.
    context.save = lambda **kwargs: None
    context.get_field_path(item.instance)
    del context.save
    return context


def write_strings(extracted):
    """Find or create the strings; returns (locale id, hash) -> row."""
    wanted = {
        string_key(item, value): value
        for item in extracted
        for value in item.of_type(StringSegmentValue)
    }
    return find_or_create(
        String.objects.filter(locale_id__in={locale for locale, _hash in wanted}),
        "data_hash",
        wanted,
        key_of=lambda row: (row.locale_id, row.data_hash),
        build=lambda key, value: String(
            locale_id=key[0], data_hash=key[1], data=value.string.data
        ),
    )


def write_templates(extracted):
    """Find or create the templates of rich texts; returns uuid -> row."""
    wanted = {
        template_uuid(value): value
        for item in extracted
        for value in item.of_type(TemplateSegmentValue)
    }
    return find_or_create(
        Template.objects.all(),
        "uuid",
        wanted,
        key_of=lambda row: row.uuid,
        build=lambda key, value: Template(
            uuid=key,
            template=value.template,
            template_format=value.format,
            string_count=value.string_count,
        ),
    )


def find_or_create(rows, field, wanted, *, key_of, build):
    """Return key -> row for every key of `wanted`, creating the rows that lack."""
    hashes = [key[-1] if isinstance(key, tuple) else key for key in wanted]
    found = {}
    for start in range(0, len(hashes), 500):
        chunk = hashes[start : start + 500]
        found |= {key_of(row): row for row in rows.filter(**{f"{field}__in": chunk})}
    missing = {key: build(key, wanted[key]) for key in wanted if key not in found}
    rows.model.objects.bulk_create(missing.values())
    return found | missing
