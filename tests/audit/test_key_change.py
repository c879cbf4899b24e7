"""Another SECRET_KEY: the old part stays proven by the new key alone, and a leaked key can make nothing any more."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.audit import keyring
from app.audit.book import book
from app.audit.chain import sources
from app.audit.errors import KeyUnchanged, WrongKey
from app.audit.key_change import change_key
from app.audit.rules import GENESIS, SYSTEM, digest, link_hash
from app.audit.sources import row_digests
from app.audit.verify import verify_chain
from app.extensions import db
from app.sales.paper.receipt_code import read_receipt_code
from app.sales.queries.receipt_reprint import find_receipt_code
from app.shared.transaction import begin_writing, commit, rollback
from app.tills.queries.tills import get_receipt_key
from tests.audit.test_chain import forge, write_events
from tests.audit.test_holds import verified
from tests.conftest import SECRET, settings_for
from tests.ledger import City, TillClient, a_sale, make_city

NEW = "9f2c4e7a1b8d3056c7e9f1a2b3d4c5e60718293a4b5c6d7e8f90a1b2c3d4e5f6"


@pytest.fixture
def city(session: object) -> City:
    made = make_city()
    commit()
    return made


@pytest.fixture
def anew(app: Flask) -> Iterator[object]:
    """`anew(secret)`: the same database opened by a process with that SECRET_KEY."""
    made: list[Flask] = []

    def open_anew(secret: str) -> Flask:
        settings = app.config["SETTINGS"]
        rollback()
        db.session.remove()
        made.append(
            create_app(settings_for(settings.database_url, settings.instance_path, secret_key=secret))
        )
        return made[-1]

    yield open_anew
    for one in made:
        with one.app_context():
            rollback()
            db.session.remove()
            db.engine.dispose()


def change(app: Flask, key: str = NEW) -> tuple[int, str]:
    ran = app.test_cli_runner().invoke(args=["key", "change"], input=f"{key}\n")
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.output


def test_a_city_sells_on_after_its_key_was_changed(app: Flask, city: City, anew) -> None:  # type: ignore[no-untyped-def]
    sale, later = a_sale(city, buyer={"name": "Ibu Ema"}), a_sale(city)
    TillClient(app, city.token).send(sale)
    old_receipt = find_receipt_code(sale["id"])
    code, said = change(app)
    assert code == 0, said
    told = json.loads(said.splitlines()[-1])
    server = anew(NEW)
    with server.app_context():
        till = TillClient(server, city.token)
        assert [one["result"] for one in till.send(sale, later)] == ["replayed", "recorded"]
        other = sale | {"lines": [{**sale["lines"][0], "quantity": 7}]}
        assert [one["result"] for one in till.send(other)] == ["conflict"]
        report = verified()
        assert report.is_intact, report.findings
        assert verify_chain(db.session(), (told["links"], told["head"])).is_intact
        new_receipt = read_receipt_code(find_receipt_code(sale["id"]))
        assert new_receipt.is_signed_by(get_receipt_key(city.till_id))
        assert not read_receipt_code(old_receipt).is_signed_by(get_receipt_key(city.till_id))
    with anew(SECRET).app_context():
        with pytest.raises(WrongKey):
            begin_writing()
        assert not verified().is_right_key


def test_whoever_holds_the_old_key_and_the_database_changes_nothing_unseen(app: Flask, anew) -> None:  # type: ignore[no-untyped-def]
    """The leaked key seals the old part anew after a change in it; the new key's first link does not fit."""
    write_events(4)
    leaked = keyring.ring().key
    assert change(app)[0] == 0
    with anew(NEW).app_context():
        write_events(2)
        assert verified().is_intact
        forge("UPDATE audit_event SET action = 'test.forged' WHERE id = 2")
        forged = dict(row_digests(db.session(), sources()[0], 1, 2))[2]
        previous = GENESIS
        rows = "SELECT seq, kind, row_id, row_digest FROM chain_link WHERE key_id = 0 ORDER BY seq"
        for seq, kind, row_id, row_digest in db.session.execute(text(rows)).all():
            now = forged if (kind, row_id) == ("audit", 2) else row_digest
            previous = link_hash(leaked, previous, seq, kind, row_id, now)
            forge(
                "UPDATE chain_link SET hash = :hash, row_digest = :digest WHERE seq = :seq",
                hash=previous, digest=now, seq=seq,
            )  # fmt: skip
        assert any("dari penggantian kunci" in one for one in verify_chain(db.session()).findings)
        previous = db.session.scalar(text("SELECT hash FROM chain_link ORDER BY seq DESC LIMIT 1"))
        made = {"seq": 99, "kind": "audit", "row_id": 99, "row_digest": digest({}), "key_id": 0}
        link = link_hash(leaked, previous, 99, "audit", 99, made["row_digest"])
        forge(
            "INSERT INTO chain_link VALUES (:seq, :kind, :row_id, :row_digest, :hash, :key_id)",
            hash=link,
            **made,
        )
        assert any("mata rantai 99" in one or "hilang" in one for one in verify_chain(db.session()).findings)


def test_a_change_that_dies_before_its_commit_leaves_the_old_key(app: Flask, anew) -> None:  # type: ignore[no-untyped-def]
    write_events(3)
    begin_writing()
    change_key(NEW, actor=SYSTEM)
    rollback()  # killed
    with anew(NEW).app_context():
        assert not verified().is_right_key
    with anew(SECRET).app_context():
        write_events(1)
        assert verified().is_intact


def test_a_server_that_still_has_the_old_key_writes_nothing(app: Flask, city: City, anew) -> None:  # type: ignore[no-untyped-def]
    """It was running while the key was changed: tills keep what they have until it is started anew.

    PostgreSQL seals after the commit: there the first sale is stored, unsealed, and sealed by the new key.
    """
    till = TillClient(app, city.token)
    till.send(a_sale(city))
    begin_writing()
    ours = book()
    before = (ours.secret, ours.ring)
    change_key(NEW, actor=SYSTEM)
    commit()
    ours.secret, ours.ring = before  # as a process that knows nothing of it
    app.config["PROPAGATE_EXCEPTIONS"] = False
    headers = {"Authorization": f"Bearer {city.token}"}
    answers = []
    for sale in (first := a_sale(city), waiting := a_sale(city)):
        answers.append(
            app.test_client().post("/api/v1/sales", json={"sales": [sale]}, headers=headers).status_code
        )
        rollback()
    assert answers == ([503, 503] if db.engine.dialect.name == "sqlite" else [200, 503])
    started = anew(SECRET).test_client().post("/api/v1/sales", json={"sales": [waiting]}, headers=headers)
    assert started.status_code == 503 and "SECRET_KEY" in started.get_data(as_text=True)
    with anew(NEW).app_context() as context:
        sent = [one["result"] for one in TillClient(context.app, city.token).send(first, waiting)]
        assert sent == ["recorded" if answers[0] == 503 else "replayed", "recorded"]
        assert verified().is_intact


def test_a_key_is_changed_twice_and_a_second_time_says_that_it_is_done(app: Flask, anew) -> None:  # type: ignore[no-untyped-def]
    write_events(2)
    assert change(app)[0] == 0
    code, said = change(anew(SECRET))  # the environment still names the old key
    assert code == 0 and "sudah berlaku" in said
    third = NEW[::-1]
    code, said = change(anew(NEW), third)
    assert code == 0, said
    with anew(third).app_context():
        write_events(1)
        assert verified().is_intact and len(keyring.ring().generations) == 3


@pytest.mark.parametrize("key", ["", "pendek", "abcdefgh" * 8])
def test_a_weak_new_key_is_refused(app: Flask, key: str) -> None:
    write_events(1)
    assert change(app, key)[0] == 2


def test_the_key_in_use_is_no_new_key(app: Flask) -> None:
    begin_writing()
    with pytest.raises(KeyUnchanged):
        change_key(SECRET, actor=SYSTEM)


def test_a_chain_with_findings_is_not_taken_over_by_a_new_key(app: Flask) -> None:
    write_events(3)
    forge("UPDATE audit_event SET action = 'test.forged' WHERE id = 2")
    code, said = change(app)
    assert code == 1 and "tidak utuh" in said
