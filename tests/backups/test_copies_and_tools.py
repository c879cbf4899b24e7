"""Copies and what they need: PostgreSQL's tools and rights, disks, the end of a run, pictures beside them."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import URL, create_engine, delete, make_url, text

from app import create_app
from app.audit.rules import SYSTEM
from app.backups import copying
from app.backups.errors import CopyToolOld, CopyUnchecked
from app.backups.services import prune, take_backup
from app.extensions import db
from app.makers.services import create_maker, create_product
from app.photos.files import file_name, is_sound, path_of
from app.photos.models import Upload
from app.photos.services import add_product_photo, make_picture, remove_product_photo
from app.settings.queries import list_runs
from app.shared.transaction import begin_writing, commit
from tests.backups.test_backup import backup
from tests.ledger import make_city
from tests.photos.pictures import picture


def test_no_password_stands_in_a_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "bin" / "pg_dump"
    tool.parent.mkdir()
    tool.write_text(
        f'#!/bin/sh\necho "$@" > {tmp_path}/words\necho "$PGPASSWORD" > {tmp_path}/secret\n'
        'for one in "$@"; do case $one in --file=*) : > "${one#--file=}";; esac; done\n'
    )
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tool.parent}{os.pathsep}{os.environ['PATH']}")
    copying.write_copy(make_url("postgresql+psycopg://kota:rahasia@db.test/buku"), tmp_path / "salinan")
    assert "rahasia" not in (tmp_path / "words").read_text()
    assert "--dbname=postgresql://kota@db.test/buku" in (tmp_path / "words").read_text()
    assert (tmp_path / "secret").read_text() == "rahasia\n"


def test_an_older_pg_dump_is_told_as_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "pg_dump"
    tool.write_text(
        '#!/bin/sh\necho "pg_dump: error: aborting because of server version mismatch" >&2\nexit 1\n'
    )
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tool.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(CopyToolOld):
        copying.write_copy(make_url("postgresql+psycopg://kota@db.test/buku"), tmp_path / "salinan")


@pytest.mark.sqlite
def test_copies_on_the_disk_of_the_database_are_warned_about(app: Flask) -> None:
    make_city()
    commit()
    target = Path(str(db.engine.url.database)).parent / "salinan-di-disk-yang-sama"
    try:
        code, told, said = backup(app, "--to", str(target))
    finally:
        shutil.rmtree(target, ignore_errors=True)
    assert code == 0 and "file" in told
    assert "disk yang sama dengan basis data" in said


@pytest.mark.postgresql
def test_a_login_without_createdb_keeps_an_unchecked_copy_under_its_name(app: Flask, tmp_path: Path) -> None:
    make_city()
    commit()
    owner = create_engine(db.engine.url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text("DROP ROLE IF EXISTS penyalin"))
        connection.execute(text("CREATE ROLE penyalin LOGIN NOCREATEDB"))
        connection.execute(text("GRANT pg_read_all_data TO penyalin"))
        try:
            weak = db.engine.url.set(username="penyalin")
            with pytest.raises(CopyUnchecked) as stored:
                _take_as(app, weak, tmp_path)
        finally:
            connection.execute(text("DROP ROLE IF EXISTS penyalin"))
    owner.dispose()
    assert [one.name for one in tmp_path.iterdir()] == [stored.value.facts["file"]]
    assert str(stored.value.facts["file"]).startswith("belum-diperiksa-")


def _take_as(app: Flask, url: URL, folder: Path) -> None:
    settings = app.config["SETTINGS"]
    weak = create_app(replace(settings, database_url=url.render_as_string(hide_password=False)))
    with weak.app_context():
        try:
            take_backup(folder, lambda _url: pytest.fail("nothing to check with"))
        finally:
            db.session.remove()
            db.engine.dispose()


def test_the_end_of_a_run_is_stored_with_the_last_good_one(app: Flask, tmp_path: Path) -> None:
    make_city()
    commit()
    assert backup(app, "--to", str(tmp_path))[0] == 0
    good = list_runs()["backup"]
    (tmp_path / "berkas").write_text("")
    code, _, said = backup(app, "--to", str(tmp_path / "berkas" / "dalam"))
    assert code == 2 and "GAGAL backup: " in said
    failed = list_runs()["backup"]
    assert (good.is_good, failed.is_good, failed.good_at) == (True, False, good.at)
    assert "tidak dapat ditulis" in failed.message
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
    assert app.test_cli_runner().invoke(args=["ledger", "check"]).exit_code == 0
    db.session.rollback()
    assert {name: run.is_good for name, run in list_runs().items()} == {
        "backup": False,
        "verify": True,
        "check": True,
    }


def a_photo() -> Any:
    begin_writing()
    maker = create_maker("Dapur Foto", actor=SYSTEM)
    product = create_product(
        maker.id, "Bagea", actor=SYSTEM, unit_price=1_000, effective_from=date(2026, 1, 1)
    )
    made = make_picture(picture())
    photo = add_product_photo(product.id, made, actor=SYSTEM)
    commit()
    return made, photo


def test_pictures_lie_beside_the_copies_once_and_a_restore_has_them(app: Flask, tmp_path: Path) -> None:
    make_city()
    made, _photo = a_photo()
    code, told, said = backup(app, "--to", str(tmp_path))
    assert (code, told["photos"], told["photos_unsound"]) == (0, 1, 0), said
    assert is_sound(tmp_path / "photos", made.sha256)
    beside = tmp_path / "photos" / file_name(made.sha256, "full")
    number = beside.stat().st_ino
    assert backup(app, "--to", str(tmp_path))[0] == 0
    assert beside.stat().st_ino == number
    assert backup(app, "--check", str(tmp_path / told["file"]))[1]["photos_unsound"] == 0
    beside.write_bytes(beside.read_bytes()[:-1] + b"x")
    code, checked, said = backup(app, "--check", str(tmp_path / told["file"]))
    assert (code, checked["photos_unsound"]) == (2, 1)
    assert made.sha256 in said


def test_a_copy_is_taken_though_a_picture_is_lost(app: Flask, tmp_path: Path) -> None:
    make_city()
    made, _photo = a_photo()
    path_of(made.sha256, "small").unlink()
    code, told, said = backup(app, "--to", str(tmp_path))
    assert (code, told["photos_unsound"]) == (0, 1)
    assert "1 foto tidak ada atau rusak" in said


def test_a_picture_goes_with_the_last_copy_that_names_it(app: Flask, tmp_path: Path) -> None:
    make_city()
    made, photo = a_photo()
    told = backup(app, "--to", str(tmp_path))[1]
    begin_writing()
    remove_product_photo(photo.id, photo.product_id, actor=SYSTEM)
    db.session.execute(delete(Upload))
    commit()
    for number, day in enumerate((1, 2)):
        copy = tmp_path / told["file"].replace("2026-11-07", f"2026-11-0{7 + day}")
        shutil.copyfile(tmp_path / told["file"], copy)
        later = (tmp_path / told["file"]).stat().st_mtime + day * 86_400
        os.utime(copy, (later, later))
        prune(tmp_path, 2)
        assert (tmp_path / "photos" / file_name(made.sha256, "full")).exists() == (number == 0)
