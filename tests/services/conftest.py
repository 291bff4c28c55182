"""Real servers for the services suite, started here, on this machine's loopback only.

Each runs as an ordinary user from Debian's packages. One that cannot start fails its
tests: a suite that passes because nothing ran says nothing.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.worker import ROOT, free_port

# The database that others are copied from.
MIGRATED = "migrated"


def program(name, *folders):
    """Return the path of a server's program; fail where it is not installed."""
    path = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *folders]))
    assert path, f"{name} is not installed; .ci/install says how to get it"
    return path


def as_ordinary_user(folder):
    """Return what to put before a command so that it does not run as root."""
    if os.geteuid():
        return []
    user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


@contextmanager
def server(command, folder, ready, patience=30):
    """Run a server until the block ends; fail if it is not `ready` in `patience` seconds.

    It has a process group of its own, to be frozen or killed with all its children.
    """
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
        try:
            deadline = time.monotonic() + patience
            while not ready():
                said = (folder / "server.log").read_text()[-2000:]
                assert process.poll() is None, f"{command[-1]} ended: {said}"
                assert time.monotonic() < deadline, f"not ready in {patience} s: {said}"
                time.sleep(0.1)
            yield process
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def open_folder():
    """Return a function that makes a folder which an ordinary user can reach.

    Not below pytest's own folder, which it closes to everybody else at each start.
    """
    with tempfile.TemporaryDirectory(prefix="hub-services-") as root:
        Path(root).chmod(0o755)
        yield lambda name: Path(tempfile.mkdtemp(prefix=name, dir=root))


@pytest.fixture(scope="session")
def postgresql_url(open_folder):
    """The address of an empty PostgreSQL database."""
    folders = sorted(str(path) for path in Path("/usr/lib/postgresql").glob("*/bin"))
    folder, port = open_folder("postgresql"), free_port()
    prefix = as_ordinary_user(folder)
    data = folder / "data"
    subprocess.run(
        [*prefix, program("initdb", *folders), "-D", data, "-U", "hub"]
        + ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    command = [*prefix, program("postgres", *folders), "-D", data, "-k", folder]
    command += ["-h", "127.0.0.1", "-p", str(port), "-c", "fsync=off"]
    answers = [
        program("pg_isready", *folders),
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-q",
    ]
    with server(command, folder, lambda: not subprocess.call(answers)):
        subprocess.run(
            [program("createdb", *folders), "-h", "127.0.0.1", "-p", str(port)]
            + ["-U", "hub", "hub"],
            check=True,
        )
        yield f"postgresql://hub@127.0.0.1:{port}/hub"


@pytest.fixture(scope="session")
def new_database(postgresql_url):
    """Return a function that makes a migrated PostgreSQL database; it returns its URL.

    Migrated once for the run: each is a copy, which takes a moment.
    """
    base = postgresql_url.rpartition("/")[0]

    def create(name, options=""):
        with psycopg.connect(postgresql_url, autocommit=True) as database:
            database.execute(f"CREATE DATABASE {name} {options}")
        return f"{base}/{name}"

    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
            "BENCH_FOLDER": tempfile.gettempdir(),
            "BENCH_PORT": "9",
            "DATABASE_URL": create(MIGRATED),
        },
        check=True,
    )
    return lambda: create(f"copy_{time.time_ns()}", f"TEMPLATE {MIGRATED}")


@pytest.fixture(scope="session")
def start_redis(open_folder):
    """Return a context manager that runs a Redis server on a port."""

    @contextmanager
    def start(port):
        import redis

        folder = open_folder("redis")
        command = [*as_ordinary_user(folder), program("redis-server")]
        command += ["--port", str(port), "--bind", "127.0.0.1", "--save", ""]

        def answers():
            try:
                return redis.Redis(port=port).ping()
            except redis.ConnectionError:
                return False

        with server(command, folder, answers) as process:
            yield process

    return start


@pytest.fixture(scope="session")
def redis_url(start_redis):
    port = free_port()
    with start_redis(port):
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture(scope="session")
def start_elasticsearch(open_folder):
    """Return a context manager that runs Elasticsearch on a port.

    It finds again what it stored there before.
    """
    folders = {}

    @contextmanager
    def start(port, *options):
        folder = folders.setdefault(port, open_folder("elasticsearch"))
        command = [sys.executable, ROOT / "bin" / "elasticsearch.py", "run"]
        command += ["--port", str(port), "--folder", folder, *options]

        def answers():
            address = f"http://127.0.0.1:{port}/_cluster/health"
            try:
                urllib.request.urlopen(address, timeout=2).close()
            except OSError:
                return False
            return True

        with server(command, folder, answers, patience=180) as process:
            yield process

    return start


@pytest.fixture(scope="session")
def elasticsearch_url(start_elasticsearch):
    port = free_port()
    with start_elasticsearch(port):
        yield f"http://127.0.0.1:{port}"


class Production:
    """The site with its production settings and these servers."""

    def __init__(self, folder, database, cache, relay, search):
        self.folder = folder
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "hubsite.settings.production",
            "DATA_DIR": str(folder),
            "SECRET_KEY": "0123456789" * 6,
            "SITE_URL": "http://127.0.0.1",
            "HTTPS": "0",
            "DATABASE_URL": database,
            "REDIS_URL": cache,
            "ELASTICSEARCH_URL": search,
            "SMTP_URL": f"smtp://127.0.0.1:{relay.port}",
            "DEFAULT_FROM_EMAIL": "Hub <hub@hub.example>",
        }

    def manage(self, *arguments):
        """Run a management command; return what it printed, fail if it failed."""
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def ask(self, code):
        """Run Python code inside the site; return what it printed."""
        return self.manage("shell", "--verbosity", "0", "-c", code).strip()

    @contextmanager
    def serve(self):
        """Serve with two processes; give the address."""
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "hubsite.wsgi", "--workers", "2"]
        command += ["--bind", f"127.0.0.1:{port}", "--no-control-socket"]
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def production(new_database, redis_url, relay, elasticsearch_url, tmp_path_factory):
    """The demo hub on all these servers, loaded once for the suite."""
    folder = tmp_path_factory.mktemp("production")
    site = Production(folder, new_database(), redis_url, relay, elasticsearch_url)
    site.manage("collectstatic", "--noinput", "-v0")
    site.manage("migrate", "-v0")
    site.manage("load_demo")
    site.manage("search_rebuild")
    return site
