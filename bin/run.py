"""The project's commands, behind `make`: set the site up, run it, test it, check it.

Standard library only, and no syntax newer than Python 3.6, so that an old Python can
still read the sentence that asks for a newer one. Whatever fails outside (network,
folder, port) ends in `Stop`: one sentence that says what to do, and exit code 1. Every
step looks at what is there and does the rest, so a killed run is finished by the next.
"""

import contextlib
import ctypes
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
OUTBOX = "/fr/demo/outbox/"
NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
)

# A production site as `make check` imagines it; nothing is contacted.
DEPLOYMENT = {
    "DJANGO_SETTINGS_MODULE": "hubsite.settings.production",
    "SECRET_KEY": hashlib.sha512(b"only for the check").hexdigest(),
    "SITE_URL": "https://hub.example",
    "DATABASE_URL": "postgresql://hub:hub@db.example/hub",
    "REDIS_URL": "redis://cache.example/0",
    "SMTP_URL": "smtp+starttls://hub:hub@mail.example:587",
    "DEFAULT_FROM_EMAIL": "Hub <hub@hub.example>",
}


class Stop(Exception):
    """The run cannot go on; the message is the one sentence shown."""


def main(arguments):
    """Run the command named first; return the exit code."""
    name = arguments[0] if arguments else "run"
    if name not in COMMANDS:
        sys.stderr.write("Unknown command {}; see: make help\n".format(name))
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        check_python(sys.version_info)
        return COMMANDS[name]() or 0
    except Stop as stop:
        sys.stderr.write("\n{}\n".format(stop))
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130


# What is asked of the machine


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


# Steps


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


def child_environment(**more):
    """Return the environment of the commands that this script starts."""
    environment = {**os.environ, "DATA_DIR": str(data_dir()), **more}
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
        [str(PYTHON), "-c", "import pip, sys; print(sys.version)"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return answer and answer.stdout.decode().strip() == sys.version.strip()


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


def prepare_data(base):
    """Migrate, load and index what DATA_DIR lacks, unless nothing changed since."""
    mark = data_dir() / ".prepared"
    if not mark.exists() or mark.read_text() != fingerprint():
        require(PYTHON, "manage.py", "prepare", SITE_URL=base)
        mark.write_text(fingerprint())


def fingerprint():
    """Return what DATA_DIR was prepared from: lock, migrations, static files, database."""
    files = [
        ROOT / RUNTIME,
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("*/static/**/*"),
    ]
    found = ["database" if (data_dir() / "hub.sqlite3").exists() else ""]
    for path in sorted(files):
        about = path.stat()
        found.append("{} {} {}".format(path, about.st_size, about.st_mtime_ns))
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def welcome(base, folder):
    """Say where everything is."""
    accounts = folder / "demo-accounts.txt"
    names = accounts.exists() and [
        line.split()[0] for line in accounts.read_text().splitlines() if line.strip()
    ]
    say("\n  The site     {0}/fr/   {0}/nl/".format(base))
    say("  Its editors  {}/admin/".format(base))
    if names:
        say("  Accounts     {}".format(", ".join(names)))
        say("  Passwords    {}".format(accounts))
    say("  Sent mail    {}{}".format(base, OUTBOX))
    say("\nCtrl-C stops the site and its worker.")


# Commands


def serve():
    """Set up what is missing, then serve until stopped."""
    host, port = address()
    folder = data_dir()
    check_writable(folder)
    check_port(host, port)
    with only_run(folder):
        prepare_environment(RUNTIME)
        compile_messages()
        shown = "[{}]".format(host) if ":" in host else host
        base = "http://{}:{}".format(reachable(shown), port)
        # Listening everywhere, the site is asked for under names unknown here.
        everywhere = reachable(shown) != shown
        os.environ.setdefault("ALLOWED_HOSTS", "*" if everywhere else shown)
        prepare_data(base)
        server = start(
            *[PYTHON, "-m", "gunicorn", "hubsite.wsgi", "--preload"],
            *["--bind", "{}:{}".format(shown, port)],
            *["--workers", "2", "--threads", "4", "--no-control-socket"],
            *["--graceful-timeout", "3"],
            *["--log-level", "warning"],
            DJANGO_SETTINGS_MODULE="hubsite.settings.dev",
            SITE_URL=base,
            new_session=True,
        )
        worker = start(
            PYTHON, "manage.py", "run_worker", SITE_URL=base, new_session=True
        )
        processes = {"server": server, "worker": worker}
        try:
            wait_until_served(base, server)
            welcome(base, folder)
            return wait_for_end(processes)
        finally:
            end(*processes.values())


def reachable(host):
    """Return the host a browser on this machine uses for what listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104


def wait_until_served(base, server, patience=60):
    """Return once the home page is served; stop if the server ends or says nothing."""
    deadline = time.time() + patience
    while time.time() < deadline:
        if server.poll() is not None:
            raise Stop("The server ended at once; what stands above says why.")
        try:
            urllib.request.urlopen(base + "/fr/", timeout=30).close()  # noqa: S310
            return
        except OSError:  # URLError is one
            time.sleep(0.2)
    raise Stop("The server does not serve its home page; what stands above says why.")


def wait_for_end(processes):
    """Return when stopped by Ctrl-C; stop if the server or the worker ends by itself."""
    try:
        while True:
            for name, process in processes.items():
                if process.poll() is not None:
                    raise Stop("The {} ended; run this again.".format(name))
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("\nStopped. What the site holds is kept in {}".format(data_dir()))
    return 0


def end(*processes):
    """End the processes, gently first."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def reload_demo():
    """Load the demo hub again over what DATA_DIR holds, once that is confirmed."""
    check_writable(data_dir())
    with only_run(data_dir()):
        if "yes" not in os.environ.get("ARGS", "").split():
            say(
                "This replaces the pages, images and accounts in {}.".format(data_dir())
            )
            try:
                answer = input("Type yes to go on: ")
            except EOFError:
                answer = ""
            if answer.strip().lower() != "yes":
                raise Stop("Nothing was changed.")
        prepare_environment(RUNTIME)
        compile_messages()
        require(PYTHON, "manage.py", "prepare", "--again")
        say(
            "The demo hub is loaded again; the new passwords are in {}".format(
                data_dir() / "demo-accounts.txt"
            )
        )


def pytest(*arguments):
    prepare_environment(DEVELOPMENT)
    compile_messages()
    extra = os.environ.get("ARGS", "").split()
    return run(PYTHON, "-m", "pytest", *arguments, *extra)


def test():
    return pytest("--ignore=tests/e2e", "--ignore=tests/services")


def services_test():
    return pytest("tests/services")


def browser_test():
    return pytest("tests/e2e")


def check():
    """Run every check that needs no server; return 1 if one of them failed."""
    prepare_environment(DEVELOPMENT)
    compile_messages()
    checks = [
        ("lint", ["ruff", "check", "."]),
        ("format", ["ruff", "format", "--check", "."]),
        ("layers", ["lint-imports"]),
        ("migrations", [PYTHON, "manage.py", "makemigrations", "--check"]),
        ("translations", [PYTHON, "-m", "hubsite.catalogues", "check"]),
        ("house rules", [PYTHON, "-m", "pytest", "tests/test_house_rules.py"]),
    ]
    failed = []
    for name, command in checks:
        say("— {}".format(name))
        if run(*command, DJANGO_SETTINGS_MODULE="hubsite.settings.test"):
            failed.append(name)
    say("— deployment")
    if run(
        *[PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        **DEPLOYMENT,
    ):
        failed.append("deployment")
    say("Failed: {}".format(", ".join(failed)) if failed else "All checks passed.")
    return bool(failed)


def messages():
    """Collect the strings of code and templates into the catalogues."""
    if not shutil.which("xgettext"):
        raise Stop(
            "Collecting strings needs GNU gettext (Debian: apt install gettext)."
        )
    prepare_environment(DEVELOPMENT)
    require(PYTHON, "-m", "hubsite.catalogues", "collect")


def lock():
    """Pin the newest allowed versions, without naming the index they came from."""
    prepare_environment(DEVELOPMENT)
    require(PYTHON, "-m", "pip", "install", "--quiet", "uv")
    for lock_file in (RUNTIME, DEVELOPMENT):
        require(
            *[PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--upgrade"],
            *["--generate-hashes", "--universal", "--python-version", "3.11"],
            *["--no-header", "--no-annotate", "--no-emit-index-url"],
            *[lock_file.replace(".txt", ".in"), "--output-file", lock_file],
        )


def clean():
    """Remove what can be made again; DATA_DIR stays."""
    for name in (
        ".venv",
        ".pytest_cache",
        ".ruff_cache",
        ".hypothesis",
        "node_modules",
    ):
        shutil.rmtree(str(ROOT / name), ignore_errors=True)


COMMANDS = {
    "run": serve,
    "demo": reload_demo,
    "test": test,
    "check": check,
    "services-test": services_test,
    "browser-test": browser_test,
    "messages": messages,
    "lock": lock,
    "clean": clean,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
