"""What `make` asks of this machine: a Python, a folder, a port, one run at a time.

No syntax newer than Python 3.6, so that an old Python can still read the sentence that
asks for a newer one.
"""

import contextlib
import os
import socket
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = (3, 11)


class Stop(Exception):
    """The run cannot go on; the message is the one sentence shown."""


def say(sentence):
    sys.stdout.write("{}\n".format(sentence))
    sys.stdout.flush()


@contextlib.contextmanager
def step(sentence):
    """Announce a step and how long it took."""
    sys.stdout.write("{} … ".format(sentence))
    sys.stdout.flush()
    start = time.time()
    yield
    say("{:.0f} s".format(time.time() - start))


def check_python(version):
    """Stop unless `version` is new enough and can make environments."""
    if tuple(version[:2]) < OLDEST_PYTHON:
        raise Stop(
            "This site needs Python 3.11 or newer, and this is Python {}.{}: install a "
            "newer one and name it, for instance: make run PYTHON=python3.11".format(
                *version[:2]
            )
        )


def data_dir():
    """Return the folder of everything that changes while the site runs."""
    return Path(os.environ.get("DATA_DIR") or ROOT / "var").absolute()


def address():
    """Return (host, port) as set in HOST and PORT."""
    port = os.environ.get("PORT") or "8000"
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Stop("PORT must be a number from 1 to 65535, not {!r}.".format(port))
    return os.environ.get("HOST") or "127.0.0.1", int(port)


def check_writable(folder):
    """Make `folder`; stop if nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=str(folder)):
            pass
    except OSError as error:
        raise Stop(
            "Nothing can be written in {} ({}): give yourself the right to, or choose "
            "another folder, for instance: make run DATA_DIR=$HOME/hub-data".format(
                folder, error.strerror
            )
        ) from error


def check_port(host, port):
    """Stop unless a server can listen on `host` and `port`."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        raise Stop(
            "Port {} of {} cannot be used ({}): stop what uses it, or choose another, "
            "for instance: make run PORT={}".format(
                port, host, error.strerror, port + 1 if port < 65535 else 8001
            )
        ) from error


@contextlib.contextmanager
def only_run(folder):
    """Hold `folder` for this run: two servers' workers would get in each other's way."""
    import fcntl

    with (folder / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Stop(
                "Another `make run` or `make demo` is using {}: stop it first, or "
                "choose another folder with DATA_DIR=…".format(folder)
            ) from error
        yield


def reachable(host):
    """Return the host a browser on this machine uses for what listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104
