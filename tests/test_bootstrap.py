"""`bin/run.py` on machines where something is missing; only the outside is imitated."""

import ast
import fcntl
import hashlib
import importlib
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

BIN = Path(__file__).resolve().parents[1] / "bin"


@pytest.fixture
def script(monkeypatch):
    monkeypatch.syspath_prepend(BIN)
    yield importlib.import_module("run")
    for name in ("run", "environment", "machine"):
        sys.modules.pop(name, None)


@pytest.fixture
def project(tmp_path):
    """Return a folder that holds the script and a lock naming one small package."""
    root = tmp_path / "project"
    shutil.copytree(BIN, root / "bin", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "wheels").mkdir()
    wheel = small_wheel(tmp_path / "wheels")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for name in ("requirements.txt", "requirements-dev.txt"):
        (root / name).write_text(f"hubsmall==1.0 --hash=sha256:{digest}\n")
    return root


def small_wheel(folder):
    path = folder / "hubsmall-1.0-py3-none-any.whl"
    info = "hubsmall-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("hubsmall.py", "here = True\n")
        wheel.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: hubsmall\nVersion: 1.0\n"
        )
        wheel.writestr(
            f"{info}/WHEEL",
            "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr(f"{info}/RECORD", "")
    return path


def environment(project, *, network=False, **more):
    """Return an environment whose package index is a folder, or does not answer."""
    # What a developer or a runner sets for its own site says nothing about this one.
    settings = ("PIP_", "DJANGO", "DATA_DIR", "HOST", "PORT", "ARGS")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(settings)}
    kept |= {"PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "0", **more}
    if network:
        wheels = project.parent / "wheels"
        return kept | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
    return kept | {"PIP_INDEX_URL": "http://127.0.0.1:1/simple"}


def call(project, command, **env):
    return subprocess.run(
        [sys.executable, str(project / "bin" / "run.py"), command],
        env=environment(project, **env),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def assert_one_sentence(result, *words):
    assert result.returncode == 1, result.stdout + result.stderr
    sentence = result.stderr.strip()
    assert "Traceback" not in sentence
    for word in words:
        assert word in sentence


@pytest.mark.parametrize("path", sorted(BIN.glob("*.py")), ids=lambda path: path.name)
def test_old_python_can_read_the_script(path):
    ast.parse(path.read_text(), feature_version=(3, 6))


def test_old_python_is_told_which_one_is_needed(script):
    with pytest.raises(script.Stop, match=r"needs Python 3\.11 .* this is Python 3\.9"):
        script.check_python((3, 9, 2))
    script.check_python((3, 11, 0))


def test_unknown_command_is_named(project):
    result = call(project, "fly")
    assert result.returncode == 2
    assert "fly" in result.stderr


def test_taken_port_stops_before_any_work(project):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = call(project, "run", PORT=str(port))
    assert_one_sentence(result, f"Port {port}", f"PORT={port + 1}")
    assert not (project / ".venv").exists()


@pytest.mark.parametrize("port", ["http", "0", "99999", "-1"])
def test_impossible_port_is_refused(project, port):
    assert_one_sentence(call(project, "run", PORT=port), "PORT must be a number")


def test_folder_that_cannot_be_written_is_named(project):
    # A file in its place: the one refusal that an administrator meets too.
    (project / "var").write_text("")
    result = call(project, "run", PORT="8999")
    assert_one_sentence(result, str(project / "var"), "DATA_DIR=")


def test_second_run_on_the_same_folder_is_refused(project):
    (project / "var").mkdir()
    with (project / "var" / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = call(project, "run", PORT="8999")
    assert_one_sentence(result, "Another `make run`")


def test_missing_network_is_said_and_the_next_run_ends_well(project):
    result = call(project, "test")
    assert_one_sentence(result, "package index does not answer")
    # What the next steps need of the rest of the project.
    (project / "hubsite").mkdir()
    (project / "hubsite" / "catalogues.py").write_text("import hubsmall")
    result = call(project, "test", network=True)
    assert "Installing 1 packages" in result.stdout
    assert "No module named pytest" in result.stderr, "the environment is the lock's"
    again = call(project, "test", network=True)
    assert "Installing" not in again.stdout, "a second run installs nothing"


def test_environment_half_made_by_a_killed_run_is_made_again(project):
    broken = project / ".venv" / "bin"
    broken.mkdir(parents=True)
    (broken / "python").symlink_to(sys.executable)
    (project / "hubsite").mkdir()
    (project / "hubsite" / "catalogues.py").write_text("")
    result = call(project, "test", network=True)
    assert "Making the Python environment" in result.stdout
    assert "No module named pytest" in result.stderr


def test_package_other_than_locked_is_refused(project):
    wheel = next((project.parent / "wheels").iterdir())
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("more.py", "")
    result = call(project, "test", network=True)
    assert_one_sentence(result, "do not match the hashes".upper())


def test_address_listening_everywhere_is_shown_as_this_machine(script):
    assert script.reachable("0.0.0.0") == "127.0.0.1"
    assert script.reachable("hub.example") == "hub.example"


def test_closing_words_say_where_mail_goes(script, tmp_path, monkeypatch, capsys):
    base = "http://127.0.0.1:8000"
    monkeypatch.delenv("SMTP_URL", raising=False)
    script.welcome(base, tmp_path)
    assert f"Sent mail    {base}/fr/demo/outbox/" in capsys.readouterr().out
    monkeypatch.setenv("SMTP_URL", "smtp+starttls://hub:secret@mail.example:587")
    script.welcome(base, tmp_path)
    told = capsys.readouterr().out
    assert "Sent mail    leaves through the relay mail.example:587" in told
    assert "outbox" not in told
    assert "secret" not in told


def test_server_that_ends_at_once_is_said(script):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with pytest.raises(script.Stop, match="server ended at once"):
        script.wait_until_served("http://127.0.0.1:1", ended)


def test_data_is_prepared_again_only_when_something_changed(
    script, tmp_path, monkeypatch
):
    script.ROOT = tmp_path
    (tmp_path / "requirements.txt").write_text("")
    (tmp_path / "events" / "migrations").mkdir(parents=True)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    before = script.fingerprint()
    assert script.fingerprint() == before
    (tmp_path / "events" / "migrations" / "0003_more.py").write_text("")
    changed = script.fingerprint()
    assert changed != before
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "hub.sqlite3").write_text("")
    assert script.fingerprint() != changed
