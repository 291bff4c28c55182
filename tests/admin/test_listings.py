import pytest
from django.apps import apps
from django.contrib.admin.utils import get_fields_from_path, label_for_field
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import override
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets import viewsets

from directory.models import Organisation, Person
from funding.models import Carrier
from hubsite.models import Territory


def listing(client, section, **filters):
    url = reverse("wagtailadmin_explore", args=[section.pk])
    response = client.get(url, filters)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("kind", "shown", "filters"),
    [
        ("call", "01/12/2026", {"status": "cancelled"}),
        ("event", "05/05/2026", {"status": "cancelled"}),
        ("resource", "CC-BY-4.0", {"licence": "CC0-1.0"}),
        ("sheet", "La Rivelaine", {"year": 1999}),
        ("step", "1.1", {"state": "pilot"}),
        ("news", "Inès", {"kind": "interview"}),
    ],
)
def test_listing_shows_and_filters(
    kind, shown, filters, admin_client, translated, section
):
    source, _page = translated(kind)
    parent = section(kind)[0]
    content = listing(admin_client, parent)
    assert source.title in content
    assert shown in content
    assert f"/pages/{source.pk}/edit/" not in listing(admin_client, parent, **filters)


@pytest.mark.parametrize("kind", ["call", "sheet", "news"])
def test_listing_costs_the_same_for_two_pages_and_for_twenty(
    kind, admin_client, translated, section
):
    def count():
        """Count what our columns ask; wagtail-localize's buttons ask for each row."""
        with CaptureQueriesContext(connection) as queries:
            listing(admin_client, section(kind)[0])
        return sum("directory_" in query["sql"] for query in queries)

    translated(kind, "p0")
    translated(kind, "p1")
    count()
    few = count()
    for number in range(2, 9):
        translated(kind, f"p{number}")
    assert count() == few


def shown_names(viewset):
    """Yield (where, name) of every column and field that a viewset shows."""
    for where in ("list_display", "list_filter", "form_fields", "inspect_view_fields"):
        names = getattr(viewset, where, ())
        for name in names if isinstance(names, list | tuple | dict) else ():
            if name != "__str__":
                yield where, name


def label_of(model, name):
    if isinstance(name, Column):
        return name.label
    if "__" in name:
        return get_fields_from_path(model, name)[-1].verbose_name
    return label_for_field(name, model)


def test_every_listing_is_headed_in_the_editors_language():
    """A name that Python made up of an attribute's would be English for everyone."""
    viewsets.populate()
    ours = [
        viewset
        for viewset in viewsets.viewsets
        if apps.is_installed(type(viewset).__module__.partition(".")[0])
        and hasattr(viewset.model, "_meta")
    ]
    assert len(ours) > 15
    english = {
        f"{viewset.model.__name__}.{where}: {name}"
        for viewset in ours
        for where, name in shown_names(viewset)
        if not isinstance(label_of(viewset.model, name), Promise)
    }
    assert not english


def test_choosers_speak_the_language_of_whoever_looks():
    """Forms are made once, for the first editor who opens one after a start."""
    words = ("choose_one_text", "choose_another_text", "link_to_chosen_text")
    for model in (Carrier, Organisation, Person, Territory):
        with override("fr"):
            widget = model.snippet_viewset.chooser_viewset.widget_class()
        with override("nl"):
            said = [str(getattr(widget, name)) for name in words]
        assert said == ["Kiezen", "Iets anders kiezen", "Bewerken"], model
