"""Lighthouse on six pages: accessibility, best practices and SEO must be perfect."""

import json
import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.e2e.conftest import program, tool

pytestmark = pytest.mark.browser

PAGES = ["HomePage fr", "HomePage nl", "KitStepPage fr", "ResourcePage fr"]
PAGES += ["CallPage nl", "search fr"]
PERFECT = ("accessibility", "best-practices", "seo")
# A shared machine measures time badly: 98 is the goal, this is the alarm.
LOWEST_PERFORMANCE = 85


def lighthouse(address):
    """Return how the command ended; what it prints is its report in JSON."""
    return subprocess.run(
        [program("node"), tool("lighthouse", "cli", "index.js"), address]
        + [
            "--output=json",
            "--quiet",
            "--only-categories=performance," + ",".join(PERFECT),
        ]
        + ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"],
        env={**os.environ, "CHROME_PATH": program("chromium")},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def scores(address):
    """Return category -> score out of 100, as a phone on a slow network would see it."""
    # On a busy machine the browser may miss its own start, and asks to be run again.
    for _ in range(3):
        result = lighthouse(address)
        if result.returncode == 0:
            break
    assert result.returncode == 0, result.stderr[-2000:]
    report = json.loads(result.stdout)
    lost = [
        f"{audit['id']}: {audit['title']}"
        for audit in report["audits"].values()
        if audit["score"] is not None and audit["score"] < 0.9
    ]
    found = {n: round(c["score"] * 100) for n, c in report["categories"].items()}
    return found, lost


@pytest.mark.parametrize("name", PAGES)
def test_page_is_perfect_for_lighthouse(site, addresses, name, record_property):
    # A search with words asks engines not to index it; the bare page may be.
    found, lost = scores(site + addresses[name].partition("?")[0])
    record_property("lighthouse", f"{name}: {found}")
    assert {kind: found[kind] for kind in PERFECT} == dict.fromkeys(PERFECT, 100), lost
    assert found["performance"] >= LOWEST_PERFORMANCE, lost


class Faulty(BaseHTTPRequestHandler):
    """Serves a page without language, title, description or alternative text."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html><body><h1>x</h1><img src=a.png></body></html>")

    def log_message(self, *arguments):
        pass


def test_lighthouse_sees_seeded_defects():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Faulty)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        found, _lost = scores(f"http://127.0.0.1:{server.server_port}/")
    finally:
        server.shutdown()
        server.server_close()
    assert found["accessibility"] < 100
    assert found["seo"] < 100
