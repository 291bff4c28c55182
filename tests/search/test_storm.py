"""Whatever editors do in whatever order, search agrees with the pages."""

import random

import pytest
from wagtail.models import PageViewRestriction

from home.models import StandardPage
from search.checking import differences

from .factories import standard, theme, translated

pytestmark = pytest.mark.django_db


class Storm:
    """A number of pages and a number of things that may befall them."""

    ACTIONS = {
        "rename": 4, "draft": 2, "move": 5, "restrict": 2, "lift": 3, "relabel": 1,
        "publish": 4, "unpublish": 2, "delete": 0.5,
    }  # fmt: skip

    def __init__(self, seed, home_fr, home_nl):
        self.chance, self.home = random.Random(seed), home_fr
        pages = [standard(home_fr, f"Page {n}", ["pass"]) for n in range(8)]
        for page in pages[:4]:
            translated(page, home_nl, f"Blad {page.title}")

    def rage(self, steps):
        for _step in range(steps):
            pages = list(StandardPage.objects.all())
            if pages:
                names, weights = zip(*self.ACTIONS.items(), strict=True)
                name = self.chance.choices(names, weights)[0]
                getattr(self, name)(self.chance.choice(pages))

    def rename(self, page):
        page.slug = page.title = f"s{self.chance.randrange(10**6)}"
        page.save_revision().publish()

    def draft(self, page):
        page.title = "Quokka"
        page.save_revision()

    def move(self, page):
        others = StandardPage.objects.exclude(path__startswith=page.path)
        page.move(self.chance.choice([*others, self.home]), pos="last-child")

    def restrict(self, page):
        PageViewRestriction.objects.create(page=page, restriction_type="login")

    def lift(self, page):
        if restriction := PageViewRestriction.objects.first():
            restriction.delete()

    def relabel(self, page):
        term = theme("pass")
        term.label_fr = f"Pass {self.chance.randrange(100)}"
        term.save()

    def publish(self, page):
        page.save_revision().publish()

    def unpublish(self, page):
        page.unpublish()

    def delete(self, page):
        page.delete()


@pytest.mark.parametrize("seed", range(3))
def test_search_agrees_with_the_pages_after_a_storm(home_fr, home_nl, seed):
    Storm(seed, home_fr, home_nl).rage(40)
    assert differences() == []
