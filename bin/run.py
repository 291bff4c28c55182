"""The project's commands, behind `make`: set the site up, run it, test it, check it.

Standard library only, and no syntax newer than Python 3.6. Whatever fails outside
(network, folder, port) ends in `Stop`: one sentence that says what to do, and exit code
1. Every step looks at what is there and does the rest, so a killed run is finished by
the next.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request

from environment import (
    DEVELOPMENT,
    PYTHON,
    RUNTIME,
    compile_messages,
    prepare_environment,
    require,
    run,
    start,
)
from machine import (
    ROOT,
    Stop,
    address,
    check_port,
    check_python,
    check_writable,
    data_dir,
    only_run,
    reachable,
    say,
)

OUTBOX = "/fr/demo/outbox/"
# glibc gives back at once what a picture took: 20 MB less in a process that made some.
MALLOC_TRIM_THRESHOLD = "131072"
# A production site as `make check` imagines it; nothing is contacted.
COMPOSE_CHECK = ["check-jsonschema", "--builtin-schema", "vendor.compose-spec"]
DEPLOYMENT = {
    "DJANGO_SETTINGS_MODULE": "hubsite.settings.production",
    "SECRET_KEY": hashlib.sha512(b"only for the check").hexdigest(),
    "SITE_URL": "https://hub.example",
    "DATABASE_URL": "postgresql://hub:hub@db.example/hub",
    "REDIS_URL": "redis://cache.example/0",
    "SMTP_URL": "smtp+starttls://hub:hub@mail.example:587",
    "DEFAULT_FROM_EMAIL": "Hub <hub@hub.example>",
}


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
    # The demo's dates move with the day.
    found = ["database" if (data_dir() / "hub.sqlite3").exists() else ""]
    found.append(time.strftime("%Y-%m-%d"))
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
    say("  Sent mail    {}".format(where_mail_goes(base)))
    say("\nCtrl-C stops the site and its worker.")


def where_mail_goes(base):
    """Return the outbox, or the relay of SMTP_URL, which makes mail leave the machine."""
    relay = os.environ.get("SMTP_URL")
    if not relay:
        return base + OUTBOX
    # A name and password may stand before the host.
    host = urllib.parse.urlsplit(relay).netloc.rpartition("@")[2]
    return "leaves through the relay {} (SMTP_URL)".format(host)


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
            SITE_URL=base,
            MALLOC_TRIM_THRESHOLD_=MALLOC_TRIM_THRESHOLD,
            new_session=True,
        )
        worker = start(
            PYTHON, "manage.py", "run_worker", SITE_URL=base, new_session=True
        )
        processes = {"server": server, "worker": worker}
        try:
            wait_until_served(base, server)
            make_first_pages(base)
            welcome(base, folder)
            return wait_for_end(processes, folder / ".served")
        finally:
            end(*processes.values())


def wait_until_served(base, server, patience=60):
    """Return once the server answers; stop if it ends or says nothing."""
    deadline = time.time() + patience
    while time.time() < deadline:
        if server.poll() is not None:
            raise Stop("The server ended at once; what stands above says why.")
        try:
            urllib.request.urlopen(base + "/healthz", timeout=5).close()  # noqa: S310
            return
        except OSError:  # URLError is one
            time.sleep(0.1)
    raise Stop("The server does not answer; {} says why.".format(log_file()))


def make_first_pages(base):
    """Ask for the home pages, so that their pictures are made before a visitor comes."""
    for path in ("/fr/", "/nl/"):
        try:
            urllib.request.urlopen(base + path, timeout=60).close()  # noqa: S310
        except OSError as error:
            say("{} answers: {}; {} says why.".format(path, error, log_file()))


def log_file():
    return data_dir() / "site.log"


def wait_for_end(processes, mark):
    """Return when stopped by Ctrl-C; stop if the server or the worker ends by itself.

    `mark` is a file that exists while the site is served, for whoever started this.
    """
    mark.touch()
    try:
        while True:
            for name, process in processes.items():
                if process.poll() is not None:
                    raise Stop("The {} ended; run this again.".format(name))
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("\nStopped. What the site holds is kept in {}".format(data_dir()))
    finally:
        mark.unlink()
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
    return run(
        *[PYTHON, "-m", "pytest", *arguments, *extra],
        DJANGO_SETTINGS_MODULE="hubsite.settings.test",
    )


def test():
    everywhere = ("--numprocesses", "auto")
    return pytest(*everywhere, "--ignore=tests/e2e", "--ignore=tests/services")


def services_test():
    return pytest("tests/services")


def browser_test():
    return pytest("tests/e2e")


def bench_search():
    """Measure the search engines on generated entries, as many as SIZES says."""
    prepare_environment(DEVELOPMENT)
    compile_messages()
    sizes = os.environ.get("SIZES", "1000").split()
    return run(PYTHON, "-m", "tests.services.bench_search", *sizes)


def bench_calls():
    """Measure the funding watch with as many calls as each of SIZES says."""
    prepare_environment(DEVELOPMENT)
    compile_messages()
    sizes = os.environ.get("SIZES", "100 10000").split()
    return run(PYTHON, "-m", "tests.services.bench_calls", *sizes)


def bench_newsletter():
    """Measure campaigns against a bare smtplib loop, as many mails as SIZES says."""
    prepare_environment(DEVELOPMENT)
    compile_messages()
    sizes = os.environ.get("SIZES", "2000").split()
    return run(PYTHON, "-m", "tests.services.bench_newsletter", *sizes)


def check():
    """Run every check that needs no server; return 1 if one of them failed."""
    prepare_environment(DEVELOPMENT)
    compile_messages()
    checks = [
        ("lint", ["ruff", "check", "."]),
        ("format", ["ruff", "format", "--check", "."]),
        ("layers", ["lint-imports"]),
        ("migrations", [PYTHON, "manage.py", "makemigrations", "--check"]),
        ("fresh database", [PYTHON, "manage.py", "snapshot_database", "--check"]),
        ("translations", [PYTHON, "-m", "hubsite.catalogues", "check"]),
        ("compose file", [*COMPOSE_CHECK, "compose.yaml"]),
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
    "bench-search": bench_search,
    "bench-calls": bench_calls,
    "bench-newsletter": bench_newsletter,
    "messages": messages,
    "lock": lock,
    "clean": clean,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
