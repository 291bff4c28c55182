"""`/healthz`: this process answers. `/readyz`: each part the site leans on."""

import shutil

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hubsite import jobs
from hubsite.cache import cache_errors

SMALLEST_FREE_SPACE = 200 * 1024 * 1024
_migrated = False
_parts = {}


def register_part(name, state):
    """Add a part that a room answers for: `state` returns a dict with its `status`."""
    _parts[name] = state


@never_cache
@require_safe
def healthz(request):
    """Return 200 as long as this process serves; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request):
    """Return 200 if pages can be served, else 503, and the state of each part.

    The search engine and the worker are watched but do not take the site down: pages
    are served without them, and `degraded` says so.
    """
    parts = {
        "database": database(),
        "migrations": migrations(),
        "cache": page_cache(),
        "disk": disk(),
        **{name: state() for name, state in _parts.items()},
        "worker": worker(),
    }
    needed = {parts[name]["status"] for name in ("database", "migrations", "disk")}
    states = {part["status"] for part in parts.values()}
    if needed != {"ok"}:
        status, code = "failed", 503
    else:
        status, code = ("ok" if states == {"ok"} else "degraded"), 200
    return JsonResponse({"status": status, "parts": parts}, status=code)


def database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return {"status": "failed"}
    return {"status": "ok", "engine": connection.vendor}


def migrations():
    """Return whether the database is as new as the code; asked until it once was."""
    global _migrated
    if not _migrated:
        try:
            executor = MigrationExecutor(connection)
            waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            return {"status": "failed"}
        if waiting:
            return {"status": "failed", "waiting": len(waiting)}
        _migrated = True
    return {"status": "ok"}


def page_cache():
    try:
        cache.set("readyz", "ok", 10)
        kept = cache.get("readyz") == "ok"
    except cache_errors():
        kept = False
    return {"status": "ok" if kept else "degraded"}


def disk():
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError:
        return {"status": "failed"}
    enough = free >= SMALLEST_FREE_SPACE
    return {"status": "ok" if enough else "failed", "free_mb": free // 1024**2}


def worker():
    """Return which jobs are late: no worker runs, or they fail again and again."""
    try:
        late = sorted(name for name, run in jobs.health().items() if run["late"])
    except DatabaseError:
        return {"status": "failed"}
    return {"status": "degraded", "late": late} if late else {"status": "ok"}
