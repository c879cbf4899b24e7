"""Somebody with the database, but not the key, cannot have the application seal what they changed (ADR 0014)."""

from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.audit import chain, keyring
from app.audit.errors import ChainCut
from app.audit.restored import accept_restored
from app.audit.rules import GENESIS, SYSTEM, link_hash
from app.audit.services import record_event
from app.audit.verify import BACKUP, ChainReport, catch_up, verify_chain
from app.extensions import db
from app.key_check import ensure_right_key
from app.shared.transaction import begin_writing, commit, rollback
from tests.audit.test_chain import forge, write_events
from tests.conftest import settings_for
from tests.office import close, make_october

OTHER = "another-key-5d1b8e0f7c3a9264"


def verified() -> ChainReport:
    db.session.rollback()
    catch_up()
    return verify_chain(db.session())


def start_again(app: Flask, **changes: object) -> Flask:
    """The same database opened by another process: nothing is remembered but what lies in files."""
    settings = app.config["SETTINGS"]
    rollback()
    return create_app(settings_for(settings.database_url, settings.instance_path, **changes))


CUTS = {
    "all links": "DELETE FROM chain_link",
    "the tail": "DELETE FROM chain_link WHERE seq > 2",
    "the last link": "DELETE FROM chain_link WHERE seq = 5",
}


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("is_restarted", [False, True], ids=["running", "started again"])
def test_what_was_cut_from_the_chain_is_never_sealed_again(
    app: Flask, opened_anew: list[Flask], cut: str, is_restarted: bool
) -> None:
    write_events(5)
    forge("UPDATE audit_event SET action = 'test.forged' WHERE id = 5")
    forge(CUTS[cut])
    server = start_again(app) if is_restarted else app
    opened_anew.append(server)
    with server.app_context():
        with suppress(ChainCut):  # PostgreSQL, already running: stored, but not sealed
            write_events(1)
        rollback()
        report = verified()
        assert "rantai pernah sampai mata rantai 5 di server ini" in report.findings[0]
        assert any("audit 5 tidak ada di rantai" in one for one in report.findings)
        with pytest.raises(ChainCut):
            write_events(1)
        rollback()


@pytest.mark.sqlite
def test_what_lies_unsealed_when_a_server_without_a_mark_starts_stays_unsealed(
    app: Flask, opened_anew: list[Flask]
) -> None:
    """The mark was deleted, too: what is there without a link was cut, for no act leaves it so on SQLite."""
    write_events(5)
    forge("DELETE FROM chain_link WHERE seq > 2")
    app.config["SETTINGS"].mark_file.unlink()
    server = start_again(app)
    opened_anew.append(server)
    with server.app_context():
        write_events(2)
        report = verified()
        assert [one for one in report.findings if "tidak ada di rantai" in one] == [
            f"audit {number} tidak ada di rantai" for number in (3, 4, 5)
        ]


def test_a_cut_chain_is_told_in_few_lines_the_reason_first(app: Flask) -> None:
    write_events(40)
    forge("DELETE FROM chain_link")
    ran = app.test_cli_runner().invoke(args=["audit", "verify"])
    told = ran.stderr.splitlines()
    assert ran.exit_code == 1 and len(told) < 25
    assert told[0].startswith("rantai pernah sampai mata rantai 40") and told[20] == "… dan 21 temuan lagi."


def test_verifying_looks_for_the_head_that_a_closing_printed(app: Flask) -> None:
    begin_writing()
    make_october()
    commit()
    close()
    commit()
    catch_up()
    with chain.without_mark():
        assert verified().is_intact
        forge("DELETE FROM chain_link")
        report = verify_chain(db.session())
    assert any("dari penutupan 2026-10 tidak ditemukan" in one for one in report.findings)


def test_verifying_looks_for_the_head_of_the_last_copy(app: Flask) -> None:
    write_events(3)
    report = verified()
    begin_writing()
    record_event(BACKUP, actor=SYSTEM, subject="backup", details={"links": 3, "head": report.head})
    commit()
    with chain.without_mark():
        assert verified().is_intact
        forge("DELETE FROM chain_link WHERE seq >= 3")
        assert any("cadangan di jejak nomor 4" in one for one in verify_chain(db.session()).findings)


@pytest.mark.sqlite
def test_an_older_copy_is_accepted_by_a_command_that_leaves_its_trail(
    app: Flask, opened_anew: list[Flask]
) -> None:
    write_events(3)
    file = Path(str(db.engine.url.database))
    with db.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    older = file.read_bytes()
    write_events(4)
    db.session.remove()
    db.engine.dispose()
    for beside in file.parent.glob(f"{file.name}-*"):
        beside.unlink()
    file.write_bytes(older)
    server = start_again(app)
    opened_anew.append(server)
    with pytest.raises(SystemExit, match="sampai nomor 7"):
        ensure_right_key(server)
    ran = server.test_cli_runner().invoke(args=["audit", "restored"])
    assert ran.exit_code == 0, ran.output
    ensure_right_key(server)
    with server.app_context():
        write_events(1)
        report = verified()
        assert (report.is_intact, report.links, report.mark) == (True, 5, 5)
        said = db.session.scalar(text("SELECT details FROM audit_event WHERE action = 'audit.restored'"))
        assert '"marked": 7' in str(said)


def test_a_cut_chain_is_no_older_copy(app: Flask) -> None:
    write_events(5)
    forge("DELETE FROM chain_link WHERE seq > 2")
    assert not accept_restored(actor=SYSTEM).is_intact
    with pytest.raises(ChainCut):
        write_events(1)
    rollback()


def test_a_chain_made_without_the_key_or_with_another_is_none(app: Flask) -> None:
    """Whoever has the file could seal everything anew; only SECRET_KEY must be able to make it hold."""
    write_events(4)
    links = db.session.execute(
        text("SELECT seq, kind, row_id, row_digest FROM chain_link ORDER BY seq")
    ).all()
    for key in (b"", keyring.first_keyring("").key, keyring.first_keyring(OTHER).key):
        previous = GENESIS
        for link in links:
            previous = link_hash(key, previous, *link)
            forge("UPDATE chain_link SET hash = :hash WHERE seq = :seq", hash=previous, seq=link.seq)
        findings = verified().findings
        assert [f"mata rantai {one.seq} tidak cocok" in findings for one in links] == [True] * 4
