"""Another key, another server, a mark that is none: nothing is written, and one sentence says why (ADR 0014)."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.audit.errors import ChainCut, WrongKey
from app.audit.verify import WRONG_KEY
from app.extensions import db
from app.key_check import ensure_right_key
from app.shared.transaction import rollback
from tests.audit.test_chain import forge, write_events
from tests.audit.test_holds import OTHER, start_again, verified
from tests.conftest import settings_for


def test_another_key_writes_nothing_and_is_named_in_one_sentence(
    app: Flask, opened_anew: list[Flask]
) -> None:
    write_events(3)
    stored = db.session.scalar(text("SELECT count(*) FROM audit_event"))
    other = start_again(app, secret_key=OTHER)
    opened_anew.append(other)
    with pytest.raises(SystemExit, match="SECRET_KEY bukan kunci buku ini"):
        ensure_right_key(other)
    run = other.test_cli_runner().invoke
    ran = run(args=["audit", "verify"])
    assert (ran.exit_code, ran.stderr.splitlines()[0]) == (1, WRONG_KEY) and len(ran.stderr.splitlines()) < 3
    ran = run(
        args=["user", "add", "bendahara", "--role", "finance", "--password-stdin"], input="sagu-lempeng-77\n"
    )
    assert (ran.exit_code, "SECRET_KEY bukan kunci buku ini" in ran.stderr) == (2, True), ran.output
    with other.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM audit_event")) == stored
    answer = other.test_client().post("/api/v1/sales", json={}, headers={"Authorization": "Bearer x"})
    assert answer.status_code in (401, 503)
    right = start_again(app)
    opened_anew.append(right)
    with right.app_context():
        write_events(1)
        assert verified().is_intact


@pytest.mark.sqlite
def test_with_another_key_only_commands_that_read_answer(
    app: Flask, opened_anew: list[Flask], tmp_path: Path
) -> None:
    """As docs/operations.md says of a test server on a copy of the books."""
    write_events(1)
    other = start_again(app, secret_key=OTHER)
    opened_anew.append(other)
    with pytest.raises(SystemExit, match="SECRET_KEY bukan kunci buku ini"):
        ensure_right_key(other)
    run, out = other.test_cli_runner().invoke, tmp_path / "oktober.xlsx"
    assert run(args=["month", "status"]).exit_code == 0
    assert run(args=["standings", "2026-10"]).exit_code == 0
    ran = run(args=["report", "compliance", "2026-10", "--out", str(out)])
    assert (ran.exit_code, "SECRET_KEY bukan kunci buku ini" in ran.stderr) == (2, True), ran.output
    assert not out.exists()


def test_each_server_holds_what_it_saw_itself(app: Flask, opened_anew: list[Flask], tmp_path: Path) -> None:
    """Two servers on one database: the tail only the second one sealed is cut; the second one says so."""
    write_events(2)
    second = create_app(settings_for(app.config["SETTINGS"].database_url, tmp_path))
    opened_anew.append(second)
    with second.app_context():
        write_events(3)
        assert verified().is_intact
    first = start_again(app)
    opened_anew.append(first)
    with first.app_context():
        write_events(1)
        assert verified().is_intact
        forge("DELETE FROM chain_link WHERE seq > 4")
        assert not verified().is_intact
    again = create_app(settings_for(app.config["SETTINGS"].database_url, tmp_path))
    opened_anew.append(again)
    with again.app_context():
        with pytest.raises(ChainCut):
            write_events(1)
        rollback()


@pytest.mark.sqlite
def test_a_mark_that_cannot_be_kept_stops_no_sale(
    app: Flask, opened_anew: list[Flask], tmp_path: Path
) -> None:
    """A folder that may not be written, or is none: the chain is held by what this process saw itself."""
    (tmp_path / "berkas").write_text("")
    server = create_app(settings_for(app.config["SETTINGS"].database_url, tmp_path / "berkas" / "dalam"))
    opened_anew.append(server)
    with server.app_context():
        write_events(3)
        assert verified().is_intact
        forge("DELETE FROM chain_link WHERE seq = 3")
        with pytest.raises(ChainCut):
            write_events(1)
        rollback()


@pytest.mark.sqlite
@pytest.mark.parametrize("content", [b"", b"\0" * 512, b"4 " + b"0" * 64 + b" 4,0,0,0,0 " + b"a" * 64])
def test_a_mark_that_is_none_begins_anew(app: Flask, opened_anew: list[Flask], content: bytes) -> None:
    """As a power cut can leave a file of the same moment; nobody forges one without the key."""
    write_events(2)
    app.config["SETTINGS"].mark_file.write_bytes(content)
    server = start_again(app)
    opened_anew.append(server)
    with server.app_context():
        write_events(1)
        assert (verified().is_intact, verified().mark) == (True, 3)


def test_a_database_from_before_keys_were_recorded_takes_only_its_own(
    app: Flask, opened_anew: list[Flask]
) -> None:
    write_events(2)
    forge("DELETE FROM book_key")
    other = start_again(app, secret_key=OTHER)
    opened_anew.append(other)
    with other.app_context():
        with pytest.raises(WrongKey):
            write_events(1)
        rollback()
    right = start_again(app)
    opened_anew.append(right)
    with right.app_context():
        write_events(1)
        assert verified().is_intact
        assert db.session.scalar(text("SELECT count(*) FROM book_key")) == 1
