"""The icons that the style sheet draws are those of the templates, and all of them."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).parents[2]
USED = re.compile(r'class="(?:[^"]* )?icon-([a-z-]+)[ "]')


def drawn():
    """Return {name: what the style sheet draws inside the icon}."""
    css = Path(finders.find("hubsite/hub.css")).read_text()
    found = re.findall(r"\.icon-([a-z-]+) \{ --icon: url\(\"(.*?)\"\)", css)
    return {
        name: source.replace("%3C", "<").replace("%3E", ">").replace("'", '"')
        for name, source in found
    }


def test_style_sheet_draws_the_icons_of_the_templates():
    assert drawn()
    for name, source in drawn().items():
        icon = (ROOT / "hubsite/templates/icons" / f"{name}.svg").read_text().strip()
        assert icon.partition(">")[2].removesuffix("</svg>") in source, name


def test_every_icon_named_by_a_class_is_drawn():
    used = {
        name
        for path in ROOT.glob("*/templates/**/*.html")
        for name in USED.findall(path.read_text())
    }
    assert used - {"after"} <= set(drawn())
    assert len(used) > 9


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kind"),
    [("favicon.ico", "image/x-icon"), ("apple-touch-icon.png", "image/png")],
)
def test_icons_that_browsers_ask_for_stand_at_the_root(client, name, kind):
    response = client.get(f"/{name}")
    assert response.status_code == 200
    assert response["Content-Type"] in {kind, "image/vnd.microsoft.icon"}
    response.close()
