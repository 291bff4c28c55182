"""Aids as Aides-territoires lists them, made up, as many as a test wants."""

import json
from datetime import date, timedelta

THEMES = (
    "Solidarités / lien social / Inclusion numérique",
    "Développement économique / production et consommation / Tiers-lieux",
    "Formation professionnelle",
)
START = date(2026, 1, 5)


def aid(number, **changed):
    """Return one aid of the current interface, different for each number."""
    opens = START + timedelta(days=number % 50)
    is_rolling = number % 7 == 0
    return {
        "id": 1000 + number,
        "slug": f"{number:04}-aide",
        "url": f"/aides/{number:04}-aide/",
        "name": f"Aide {number} pour l’inclusion numérique",
        "financers": ["Région Bleue" if number % 3 else "Fonds inconnu"],
        "description": f"<h3>Objet</h3><p>Soutenir le projet <strong>{number}</strong>.</p>",
        "eligibility": "<ul><li>Être une association</li></ul>",
        "targeted_audiences": ["Communes", "Associations"],
        "categories": [THEMES[number % len(THEMES)]],
        "is_call_for_project": number % 2 == 0,
        "application_url": f"https://region.example/aides/{number}",
        "origin_url": "",
        "contact": f"<p>contact{number}@region.example</p>",
        "recurrence": "Permanente" if is_rolling else "Ponctuelle",
        "perimeter": "Auvergne-Rhône-Alpes",
        "start_date": opens.isoformat(),
        "predeposit_date": None,
        "submission_deadline": (
            None if is_rolling else (opens + timedelta(days=60)).isoformat()
        ),
        "subvention_rate_upper_bound": 80 if number % 5 else None,
        "date_updated": "2026-01-01T10:00:00+01:00",
        **changed,
    }


def pages_of(aids, url, size=50):
    """Return address -> body: the list as its pages, each naming the next."""
    chunks = [aids[start : start + size] for start in range(0, len(aids), size)] or [[]]
    addresses = [url, *(f"{url}?page={n}" for n in range(2, len(chunks) + 1))]
    return {
        address: json.dumps(
            {
                "count": len(aids),
                "previous": None,
                # As sites behind a proxy do: http where https is meant.
                "next": following and following.replace("https:", "http:"),
                "results": chunk,
            }
        ).encode()
        for address, following, chunk in zip(
            addresses, [*addresses[1:], None], chunks, strict=True
        )
    }
