"""Publish, change and delete pages as fast as one process can; run inside the site."""

import random

from home.models import HomePage, StandardPage


def churn(count, seed=7):
    """Do that many publishes and deletions; what stays is for search to agree with."""
    chance = random.Random(seed)
    home = HomePage.objects.get(locale__language_code="fr")
    made = []
    for number in range(count):
        action = chance.random()
        if made and action < 0.35:
            StandardPage.objects.get(pk=made.pop(chance.randrange(len(made)))).delete()
        elif made and action < 0.6:
            page = StandardPage.objects.get(pk=chance.choice(made))
            page.title = f"Wombat {number}"
            page.save_revision().publish()
        else:
            home.refresh_from_db()
            page = StandardPage(title=f"Wombat {number}", locale=home.locale)
            made.append(home.add_child(instance=page).pk)
    return len(made)
