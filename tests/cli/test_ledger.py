"""`ledger check`, as a timer calls it: 0 and one line of JSON when all sums agree, 1 and sentences when not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.shared.transaction import commit
from tests.audit.test_chain import forge
from tests.ledger import TillClient, a_sale, a_void, make_city
from tests.office import close, make_october


def check(app: Flask) -> tuple[int, list[str]]:
    db.session.rollback()
    done = app.test_cli_runner().invoke(args=["ledger", "check"])
    db.session.rollback()
    return done.exit_code, done.stdout.splitlines()


def test_an_empty_ledger_is_sound(app: Flask) -> None:
    code, (line,) = check(app)
    told = json.loads(line)
    assert (code, told["sales"], told["turnover"], told["months"], told["findings"]) == (0, 0, 0, 0, 0)


def test_a_sound_ledger_is_one_line_of_json_in_whole_numbers(app: Flask) -> None:
    city = make_city()
    till, sale = TillClient(app, city.token), a_sale(city)
    till.send(sale, a_sale(city), a_void(sale["id"]))
    code, (line,) = check(app)
    told = json.loads(line)
    assert (code, told["sales"], told["turnover"], told["months"], told["findings"]) == (0, 3, 30_000, 1, 0)
    assert told["chain"] > 0 and '"turnover": 30000,' in line


@pytest.mark.both_engines
def test_a_forged_line_is_a_finding_and_exit_one(app: Flask) -> None:
    city = make_city()
    TillClient(app, city.token).send(a_sale(city))
    assert check(app)[0] == 0
    forge("UPDATE sale_line SET quantity = 3, amount = 45000")
    code, lines = check(app)
    assert (code, json.loads(lines[-1])["findings"]) == (1, len(lines) - 1)
    assert any("jumlah 30000, barisnya 45000" in line for line in lines)


@pytest.fixture
def closed_october(session: Any) -> None:
    """October, closed and committed."""
    make_october()
    close()
    commit()


def test_a_closed_month_agrees_with_its_snapshot(app: Flask, closed_october: None) -> None:
    assert check(app)[0] == 0


@pytest.mark.both_engines
def test_a_forged_snapshot_is_named_with_both_sums(app: Flask, closed_october: None) -> None:
    forge("UPDATE snapshot_row SET bought = bought + 1000 WHERE bought = 15000")
    code, lines = check(app)
    assert code == 1
    assert any("dibekukan dan suplemen 16000, buku besar 15000" in line for line in lines)
