"""The Python environment in `.venv`, and the commands that run in it."""

import contextlib
import ctypes
import hashlib
import os
import signal
import subprocess
import sys

from machine import ROOT, Stop, check_writable, data_dir, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
)


def child_environment(**more):
    """Return the environment of the commands that this script starts."""
    # Whatever settings a developer's shell names, these commands serve the local site.
    local = {"DJANGO_SETTINGS_MODULE": "hubsite.settings.dev"}
    environment = {**os.environ, "DATA_DIR": str(data_dir()), **local, **more}
    # Without compiled files every start is four times slower.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PATH"] = "{}{}{}".format(
        PYTHON.parent, os.pathsep, os.environ.get("PATH", "")
    )
    return environment


def die_with_parent():
    """Ask Linux to end this child when this script is killed; elsewhere do nothing."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def start(*command, new_session=False, **environment):
    """Start `command` in the project's folder; return the process.

    One in a session of its own does not see Ctrl-C: it is ended by this script.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=str(ROOT),
        env=child_environment(**environment),
        preexec_fn=die_with_parent,
        start_new_session=new_session,
    )


def run(*command, **environment):
    """Run `command` to its end, shown as it goes; return its exit code."""
    process = start(*command, **environment)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        raise


def require(*command, **environment):
    """Run `command`; stop unless it succeeds."""
    if run(*command, **environment):
        raise Stop(
            "This did not work: {}\nWhat stands above says why; the next run goes on "
            "from here.".format(" ".join(str(part) for part in command))
        )


def digest(lock):
    """Return what the environment is made from: a lock file and a Python version."""
    content = (ROOT / lock).read_bytes() + sys.version.encode()
    return hashlib.sha256(content).hexdigest()


def installed(lock):
    """Return whether the environment works and holds what `lock` names."""
    stamp = VENV / ("installed-" + lock)
    return stamp.exists() and stamp.read_text() == digest(lock) and PYTHON.exists()


def prepare_environment(lock):
    """Make the environment and install what `lock` pins, unless that is done."""
    if installed(lock):
        return
    check_writable(ROOT)
    if not working_environment():
        with step("Making the Python environment in .venv"):
            make_environment()
    count = (ROOT / lock).read_text().count("==")
    with step("Installing {} packages".format(count)):
        install(lock)
    # The development lock holds every pin of the other (tests/test_house_rules.py).
    for covered in {lock, RUNTIME}:
        (VENV / ("installed-" + covered)).write_text(digest(covered))


def working_environment():
    """Return whether .venv was made by this Python and its pip starts."""
    answer = PYTHON.exists() and subprocess.run(
        [str(PYTHON), "-c", "import pip, sys; print(sys.prefix, sys.version)"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    expected = "{} {}".format(VENV, sys.version)
    return answer and answer.stdout.decode().strip() == expected.strip()


def make_environment():
    result = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if result.returncode:
        raise Stop(
            "Python could not make an environment in {}: install its venv module (on "
            "Debian: apt install python3-venv), then run this again.\n{}".format(
                VENV, result.stdout.decode(errors="replace").strip()[-300:]
            )
        )


def install(lock):
    """Install exactly what `lock` pins; stop with the reason if that fails."""
    result = subprocess.run(
        # The lock is complete, so pip need not look for dependencies; Python compiles
        # what it uses at its first import.
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
        + ["--disable-pip-version-check", "--no-input", "--retries", "2"]
        + ["--require-hashes", "-r", str(ROOT / lock)],
        env=child_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if not result.returncode:
        return
    output = result.stdout.decode(errors="replace")
    if any(sign in output for sign in NO_NETWORK):
        raise Stop(
            "The Python package index does not answer: check the network (and pip's "
            "proxy settings), then run this again; what was installed is kept."
        )
    raise Stop(
        "The dependencies could not be installed; pip says:\n{}".format(
            "\n".join(output.strip().splitlines()[-8:])
        )
    )


def compile_messages():
    require(PYTHON, "-m", "hubsite.catalogues", "compile")
