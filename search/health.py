"""How search fares, for `/readyz`."""

from django.db import DatabaseError

from .engines import get_engine


def health():
    """Return the engine's state; "failed" never takes the site itself down."""
    try:
        found = get_engine().health()
    except DatabaseError:
        return {"status": "failed"}
    report = {
        "status": "ok" if found.ok else "failed",
        "engine": found.engine,
        "documents": found.documents,
    }
    if found.detail:
        report |= {"status": "degraded", "detail": found.detail}
    return report
