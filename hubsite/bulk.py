"""Writing many pages in few queries, for loaders and importers.

Wagtail's own way (`add_child`, `save_revision`, `publish`) costs some sixty queries a
page. This one leaves the same rows: page, revision, log entries, references, the
admin's search index. It neither validates (the caller's tests do) nor sends Wagtail's
signals (the caller rebuilds what listens to them, search above all).
"""

from collections import defaultdict
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from modelsearch.backends import get_search_backends_with_name
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision


@transaction.atomic
def insert_pages(placements, *, user=None):
    """Create the pages of `placements`, (parent, page) pairs, and return them.

    A parent is a saved page or a page that stands earlier in the list; children come in
    the list's order, after those that the parent has. A page with `live` unset stays a
    draft; `pk`, `first_published_at` and `last_published_at` are kept where they are set.
    """
    placements = list(placements)
    pages = [page for _parent, page in placements]
    if not pages:
        return pages
    now = timezone.now()
    place(placements)
    for age, page in enumerate(reversed(pages)):
        # One after the other, as by hand: a feed's reader tells changes by their moment.
        set_up(page, now, now - timedelta(milliseconds=age), user)
    insert_rows(pages)
    insert_children(pages)
    revisions = insert_revisions(pages, user)
    insert_log_entries(pages, revisions, now, user)
    insert_references(pages)
    index_for_editors(pages)
    return pages


def place(placements):
    """Give each page its place in the tree, and each parent its number of children."""
    parents = {id(parent): parent for parent, _page in placements}
    inserted = {id(page) for _parent, page in placements}
    last_step = {}
    for parent, page in placements:
        if id(parent) not in last_step:
            last_step[id(parent)] = (
                0 if id(parent) in inserted else step_of_last(parent)
            )
        last_step[id(parent)] += 1
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, last_step[id(parent)])
        page.numchild = 0
        page.set_url_path(parent)
    for key, parent in parents.items():
        added = sum(1 for other, _page in placements if other is parent)
        parent.numchild += added
        if key not in inserted:
            Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)


def step_of_last(parent):
    """Return the step of the last child of a saved page, reading its true state."""
    parent.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
    children = Page.objects.filter(
        path__startswith=parent.path, depth=parent.depth + 1
    ).order_by("-path")
    last = children.values_list("path", flat=True).first()
    return Page._str2int(last[-Page.steplen :]) if last else 0


def set_up(page, now, published_at, user):
    page.content_type = ContentType.objects.get_for_model(type(page))
    page.draft_title = page.title
    page.owner = page.owner or user
    page.latest_revision_created_at = now
    if page.live:
        page.first_published_at = page.first_published_at or now
        page.last_published_at = page.last_published_at or published_at
        # As by hand, never later than its publication: what changed since is read there.
        page.latest_revision_created_at = page.last_published_at
    page.has_unpublished_changes = not page.live


def insert_rows(pages):
    """Insert the common rows at once, then the row of each page's own type."""
    base_rows = [
        Page(
            **{f.attname: getattr(page, f.attname) for f in Page._meta.concrete_fields}
        )
        for page in pages
    ]
    Page.objects.bulk_create(base_rows)
    for page, row in zip(pages, base_rows, strict=True):
        page.pk = page.id = row.pk
        # `raw` leaves the parent row alone and tells the index signals to stand back.
        page.save_base(raw=True, force_insert=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('wagtailcore_page', 'id'), "
                "(SELECT max(id) FROM wagtailcore_page))"
            )


def insert_children(pages):
    """Insert the child rows that the pages carry in memory, one query a model."""
    rows = defaultdict(list)
    for page in pages:
        for relation in get_all_child_relations(page):
            children = getattr(page, relation.get_accessor_name())
            if not children.is_deferring:
                continue
            for child in children.get_object_list():
                setattr(child, relation.field.attname, page.pk)
                rows[relation.related_model].append(child)
    for model, children in rows.items():
        model.objects.bulk_create(children)


def insert_revisions(pages, user):
    """Write one revision a page, the live one where the page is live."""
    base_type = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=page.content_type,
            base_content_type=base_type,
            object_id=str(page.pk),
            created_at=page.latest_revision_created_at,
            user=user,
            object_str=str(page),
            content=page.serializable_data(),
        )
        for page in pages
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision = revision
        page.live_revision = revision if page.live else None
    Page.objects.bulk_update(
        [
            Page(
                pk=page.pk,
                latest_revision=page.latest_revision,
                live_revision=page.live_revision,
            )
            for page in pages
        ],
        ["latest_revision", "live_revision"],
    )
    return revisions


def insert_earlier_revision(page, at, **fields):
    """Write the version that a page had at a moment, where these fields said otherwise."""
    Revision.objects.create(
        content_object=page,
        base_content_type=ContentType.objects.get_for_model(Page),
        created_at=at,
        object_str=str(page),
        content=page.serializable_data() | fields,
    )


def insert_log_entries(pages, revisions, now, user):
    entries = []
    for page, revision in zip(pages, revisions, strict=True):
        actions = [("wagtail.create", None)]
        if page.live:
            actions.append(("wagtail.publish", revision))
        entries += [
            PageLogEntry(
                content_type=page.content_type,
                label=page.get_admin_display_title(),
                action=action,
                timestamp=now,
                page=page,
                user=user,
                revision=of_revision,
                content_changed=True,
                data={},
            )
            for action, of_revision in actions
        ]
    PageLogEntry.objects.bulk_create(entries)


def insert_references(pages):
    """Record what pages or files refer to; all are new: there is nothing to compare."""
    rows = [
        ReferenceIndex(
            content_type=ContentType.objects.get_for_model(page),
            base_content_type=ReferenceIndex._get_base_content_type(page),
            object_id=page.pk,
            to_content_type_id=to_type,
            to_object_id=to_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for page in pages
        for to_type, to_id, model_path, content_path in sorted(
            set(ReferenceIndex._extract_references_from_object(page))
        )
    ]
    ReferenceIndex.objects.bulk_create(rows)


def index_for_editors(pages):
    """Make pages or files findable in the admin's own search."""
    by_type = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        for model, of_type in by_type.items():
            backend.add_bulk(model, of_type)
