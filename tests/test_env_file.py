"""One environment file for the server and every command: what it may say, and how it is refused."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from config import Settings, UnsafeSettings, read_file
from tests.served import ROOT, served, server_environment

KEY = "k3J9x-Qz81_mNv7-Rt26pLw0-Yb45sHd8"


def a_file(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "jiku-bata.env"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def test_a_file_is_read_and_the_environment_itself_wins(tmp_path: Path) -> None:
    lines = [
        "\ufeff# Kota Uji", "APP_ENV=production", f"SECRET_KEY={KEY}", 'CITY_NAME="Kota Uji"', "",
        "TRUSTED_HOSTS=belanja.test,kasir.test", "DATABASE_URL=postgresql://app@localhost/kota", "PORT=8100",
    ]  # fmt: skip
    named = {"JIKU_BATA_ENV": str(a_file(tmp_path, "\n".join(lines)))}
    settings = Settings.from_environment(named)
    assert (settings.app_env, settings.city_name, settings.port) == ("production", "Kota Uji", 8100)
    assert settings.trusted_hosts == ["belanja.test", "kasir.test"]
    assert Settings.from_environment({**named, "PORT": "8200"}).port == 8200


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("SECRET_KEY = abc", "baris 2: tulis NAMA=nilai"),
        ("export PORT=1", "baris 2: tulis NAMA=nilai"),
        ("SECRET_KY=rahasia", "baris 2: SECRET_KY bukan nama pengaturan"),
        ('CITY_NAME="Kota', "baris 2: tanda kutip nilai CITY_NAME"),
        ("HOST=127.0.0.1\nHOST=0.0.0.0", "baris 3: HOST ditulis dua kali"),
        ("PORT=8000 # bawaan", "baris 2: catatan di belakang nilai PORT"),
    ],
)
def test_a_bad_line_is_named_and_its_value_never_shown(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(UnsafeSettings) as refused:
        read_file(a_file(tmp_path, f"# satu\n{line}\n"))
    assert said in str(refused.value)
    assert "rahasia" not in str(refused.value)


def test_a_file_that_others_may_read_or_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings, match="chmod 640"):
        read_file(a_file(tmp_path, f"SECRET_KEY={KEY}", 0o644))
    with pytest.raises(UnsafeSettings, match="tidak terbaca"):
        Settings.from_environment({"JIKU_BATA_ENV": str(tmp_path / "lain.env")})
    (tmp_path / "biner.env").write_bytes(b"\xff\xfe")
    with pytest.raises(UnsafeSettings, match="UTF-8"):
        read_file(tmp_path / "biner.env")


def test_a_folder_that_is_not_there_is_said_with_the_command_that_makes_it(tmp_path: Path) -> None:
    missing = tmp_path / "belum" / "ada"
    with pytest.raises(UnsafeSettings, match=f"mkdir -m 700 -p {missing}"):
        Settings.from_environment({"DATABASE_URL": f"sqlite:///{missing}/db.sqlite", "SECRET_KEY": KEY})


def test_a_command_that_writes_says_where_on_standard_error(app: Flask) -> None:
    runner = app.test_cli_runner()
    added = runner.invoke(
        args=["user", "add", "kepala", "--role", "admin", "--password-stdin"], input="panjang sekali\n"
    )
    assert added.exit_code == 0, added.stderr
    assert "Menulis ke " in added.stderr and "(testing)" in added.stderr
    assert "Menulis ke" not in added.stdout
    assert "Menulis ke" not in runner.invoke(args=["month", "status"]).stderr


@pytest.mark.sqlite
def test_what_the_server_makes_is_its_users_alone(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite"
    file.touch(mode=0o644)
    file.chmod(0o644)  # as an earlier version left it
    before = os.umask(0o022)
    try:
        with served(f"sqlite:///{file}", tmp_path):
            made = {one.name: one.stat().st_mode & 0o077 for one in tmp_path.glob("db.sqlite*")}
    finally:
        os.umask(before)
    assert {"db.sqlite", "db.sqlite-wal", "db.sqlite-queue"} <= set(made)
    assert set(made.values()) == {0}, made


@pytest.mark.sqlite
def test_a_busy_port_is_one_sentence(tmp_path: Path) -> None:

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        env = server_environment(f"sqlite:///{tmp_path / 'db.sqlite'}", tmp_path, PORT=str(port))
        done = subprocess.run(
            [sys.executable, "wsgi.py"],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert done.returncode == 1
    assert f"Alamat 127.0.0.1:{port} sudah dipakai program lain" in done.stderr
    assert "Traceback" not in done.stderr
