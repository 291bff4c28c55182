"""MDN's HTTP Observatory on every template, served with the production settings."""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from ssl import create_default_context
from urllib.error import URLError

import pytest

from tests.e2e.conftest import ROOT, assert_none, program, tool
from tests.worker import free_port

pytestmark = pytest.mark.browser

# Wagtail's editor writes scripts into its pages: `settings.ADMIN_POLICY` says so.
ADMIN = ["content-security-policy: csp-implemented-with-unsafe-inline"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A file with a key and a certificate that holds for this machine's address."""
    file = tmp_path_factory.mktemp("tls") / "127.0.0.1.pem"
    subprocess.run(
        [program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes"]
        + [
            "-keyout",
            file,
            "-out",
            f"{file}.crt",
            "-days",
            "2",
            "-subj",
            "/CN=127.0.0.1",
        ]
        + ["-addext", "subjectAltName=IP:127.0.0.1"],
        check=True,
        capture_output=True,
    )
    file.write_bytes(
        file.read_bytes() + file.with_name(f"{file.name}.crt").read_bytes()
    )
    return file


@pytest.fixture(scope="module")
def secure(site, certificate):
    """The address of the demo hub as .env.example sets it up, over HTTPS."""
    port = free_port()
    address = f"https://127.0.0.1:{port}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "hubsite.settings.production",
        "SECRET_KEY": "0123456789" * 6,
        "SITE_URL": address,
        "SMTP_URL": "smtps://hub:hub@mail.example:465",
        "DEFAULT_FROM_EMAIL": "Hub <hub@hub.example>",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "hubsite.wsgi", "--no-control-socket"]
        + ["--bind", f"127.0.0.1:{port}", "--threads", "4", "--log-level", "error"]
        + ["--certfile", certificate],
        cwd=ROOT,
        env=environment,
    )
    try:
        wait_for(address, process, certificate)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def wait_for(address, process, certificate):
    """Return once the site answers."""
    context = create_default_context(cafile=certificate)
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/healthz", context=context).close()  # noqa: S310
            return
        except URLError:
            time.sleep(0.2)
    raise AssertionError("the site does not answer over HTTPS")


def judged(address, paths, certificate=None):
    """Return path -> what the Observatory finds wrong there, as `test: result`."""
    trusted = {"NODE_EXTRA_CA_CERTS": str(certificate)} if certificate else {}
    folder = tool("@mdn", "mdn-http-observatory")
    result = subprocess.run(
        [program("node"), ROOT / "tests" / "e2e" / "observatory.mjs", folder, address]
        + [*paths],
        env=os.environ | trusted,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_every_template_passes(secure, certificate, addresses):
    found = judged(secure, ["/", *addresses.values()], certificate)
    assert_none({path: wrong for path, wrong in found.items() if wrong})


def test_editors_side_passes_but_for_its_inline_scripts(secure, certificate):
    path = "/admin/login/"
    assert judged(secure, [path], certificate) == {path: ADMIN}


# It sees a seeded defect

GOOD = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
SEEDED = {
    "/policy": {"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"},
    "/style": {
        "Content-Security-Policy": "default-src 'self'; frame-ancestors 'self'; "
        "style-src 'self' 'unsafe-inline'"
    },
    "/type": {"X-Content-Type-Options": "perhaps"},
    "/referrer": {"Referrer-Policy": "unsafe-url"},
    "/cookie": {"Set-Cookie": "sessionid=1; Path=/"},
    "/origin": {
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "x",
    },
}


class Seeded(BaseHTTPRequestHandler):
    """Answer at each path with the headers of a good site, and that path's defect."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        for name, value in (GOOD | SEEDED.get(self.path, {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Hub</title>")

    do_OPTIONS = do_GET

    def log_message(self, *_arguments):
        """Say nothing."""


@contextmanager
def served():
    server = HTTPServer(("127.0.0.1", 0), Seeded)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_observatory_sees_each_seeded_defect():
    with served() as address:
        found = judged(address, ["/", *SEEDED])
    # Served without TLS, even a good site fails these two.
    unsafe = {"redirection", "strict-transport-security"}
    failed = {
        path: {line.split(":")[0] for line in found[path]} - unsafe for path in found
    }
    assert failed.pop("/") == set()
    assert all(failed.values()), failed
