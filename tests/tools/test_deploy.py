"""What lies in deploy/ fits the code beside it: names, folders, commands, and a server that really starts."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import urllib.request
from configparser import RawConfigParser
from pathlib import Path

import pytest
from flask import Flask

from config import read_file
from tests.served import PATIENCE, ROOT, free_port, server_environment, wait_for

DEPLOY = ROOT / "deploy"


def unit(name: str) -> RawConfigParser:
    read = RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string((DEPLOY / name).read_text(encoding="utf-8"))
    return read


def test_the_environment_file_to_copy_is_read_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "jiku-bata.env"
    shutil.copyfile(DEPLOY / "jiku-bata.env.example", file)
    file.chmod(0o640)
    found = read_file(file)
    assert (found["APP_ENV"], found["CITY_NAME"], found["SECRET_KEY"]) == ("production", "Kota Ambon", "")


def test_every_timer_starts_a_task_and_every_task_is_a_command(app: Flask) -> None:
    tasks = dict(re.findall(r"^ +(\w+)\) (.+) ;;$", (DEPLOY / "task.sh").read_text(), re.M))
    assert set(tasks) == {"backup", "verify", "check", "remind", "offers"}
    commands = [re.findall(r"\$flask ([a-z -]+?)(?: --|;| ;|$)", one) for one in tasks.values()]
    assert all(commands)
    for words in sum(commands, []):
        assert app.test_cli_runner().invoke(args=[*words.split(), "--help"]).exit_code == 0
    for timer in DEPLOY.glob("*.timer"):
        started = unit(timer.name)["Timer"]["Unit"]
        assert started.removeprefix("jiku-bata-task@").removesuffix(".service") in tasks
    service, task = unit("jiku-bata.service")["Service"], unit("jiku-bata-task@.service")["Service"]
    assert service["UMask"] == task["UMask"] == "0077"
    assert service["Environment"] == "JIKU_BATA_ENV=/etc/jiku-bata.env"


def test_the_container_copies_what_is_there_and_starts_what_is_installed() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    copied = [word for line in re.findall(r"^COPY (.+) \S+$", text, re.M) for word in line.split()]
    assert copied and [name for name in copied if not (ROOT / name).exists()] == []
    assert {"app", "migrations", "deploy", "config.py", "wsgi.py"} <= set(copied)
    assert "--require-hashes" in text and "USER jiku-bata" in text


def test_a_task_that_is_unknown_is_refused() -> None:
    done = subprocess.run(
        ["sh", "deploy/task.sh", "lain"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, "task.sh backup|verify|check|remind|offers\n")


@pytest.mark.sqlite
def test_gunicorn_listens_where_the_settings_say(database_url: str, tmp_path: Path) -> None:
    port = free_port()
    env = server_environment(database_url, tmp_path, PORT=str(port), WORKERS="1")
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "wsgi:app"]
    log = tmp_path / "log"
    with log.open("wb") as sink, subprocess.Popen(command, cwd=ROOT, env=env, stderr=sink) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}", log.read_text, server.poll)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/masuk", timeout=PATIENCE) as answer:  # noqa: S310
                assert answer.status == 200
        finally:
            server.terminate()
    refused = subprocess.run(
        command, cwd=ROOT, env=env | {"WORKERS": "2"}, capture_output=True, text=True, check=False,
        timeout=PATIENCE,
    )  # fmt: skip
    assert refused.returncode != 0 and "SQLite dilayani satu proses" in refused.stderr
