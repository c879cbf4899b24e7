"""`flask backup` on both engines: complete, checked, and nothing left behind when it fails."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from app.audit.verify import catch_up
from app.backups import copying
from app.backups.copying import restore_dump
from app.backups.errors import CopySuspect, CopyUnsound
from app.backups.services import Facts, get_facts, take_backup
from app.extensions import db
from app.shared.transaction import begin_writing, commit
from tests.audit.test_chain import forge
from tests.ledger import TillClient, a_sale, make_city
from tests.office import close, make_october

Outcome = tuple[int, dict[str, Any], str]


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
