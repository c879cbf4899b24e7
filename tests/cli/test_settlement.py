"""`settlement make | pay | receive | list`, as scripts call them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.accounts.rules.identity import Grant
from app.accounts.services import create_user
from app.audit.rules import SYSTEM
from app.settings.services import set_setting
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from tests.settlement import corner

PAYMENT = "5f0c7f2e-9d3a-4f6b-8a51-0000000000aa"


@pytest.fixture
def booths(app: Any) -> None:
    """20.000 sold where the booth takes money, 20.000 where the maker does and owes half; two of finance."""
    begin_writing()
    for name in ("bendahara", "kepala"):
        create_user(name, actor=SYSTEM, grants=[Grant("finance")])
    set_setting("payout_limit", 15_000, actor=SYSTEM)
    commit()
    product = corner.make_product()
    for name, mode in (("Balai Kota", "cash"), ("Pasar Mardika", "record")):
        booth = corner.make_booth(name, mode)
        corner.agree(product, booth.id, clock.today(), 50 if mode == "record" else 0)
        corner.sell(booth.id, product, 2)


def run(app: Any, *words: str, expect: int = 0) -> list[dict[str, Any]]:
    done = app.test_cli_runner().invoke(args=["settlement", *words])
    assert done.exit_code == expect, done.output
    if expect:
        assert done.stderr and not done.stdout
    return [json.loads(line) for line in done.stdout.splitlines()]


def pay(act: str, number: str, amount: str, *more: str) -> tuple[str, ...]:
    return (
        act,
        number,
        "--amount",
        amount,
        "--way",
        "cash",
        "--reference",
        "K-1",
        "--actor",
        "bendahara",
        *more,
    )


def test_a_statement_is_made_paid_once_and_paid_in_once(app: Any, booths: None) -> None:
    made = {one["booth"]: one for one in run(app, "make", "--actor", "bendahara")}
    assert {name: (one["payable"], one["money_with"]) for name, one in made.items()} == {
        "Balai Kota": (20_000, "booth"), "Pasar Mardika": (-10_000, "maker"),
    }  # fmt: skip
    assert run(app, "make", "--actor", "bendahara") == []
    cash, record = made["Balai Kota"]["number"], made["Pasar Mardika"]["number"]
    for _twice in range(2):
        (paid,) = run(app, *pay("pay", cash, "15000", "--id", PAYMENT))
        assert (paid["id"], paid["paid"], paid["unpaid"]) == (PAYMENT, 15_000, 5_000)
        (received,) = run(app, *pay("receive", record, "4.000", "--id", PAYMENT))
        assert (received["received"], received["owed"]) == (4_000, 6_000)
    unpaid = run(app, "list", "--unpaid")
    assert [(one["number"], one["unpaid"]) for one in unpaid] == [(cash, 5_000)]
    listed = {one["number"]: (one["paid"], one["received"], one["owed"]) for one in run(app, "list")}
    assert listed == {cash: (15_000, 0, 0), record: (0, 4_000, 6_000)}


def test_too_much_in_either_direction_or_alone_is_exit_two(app: Any, booths: None) -> None:
    made = {one["booth"]: one["number"] for one in run(app, "make", "--actor", "bendahara")}
    cash, record = made["Balai Kota"], made["Pasar Mardika"]
    run(app, *pay("pay", cash, "20001", "--approver", "kepala"), expect=2)
    run(app, *pay("pay", cash, "15001"), expect=2)
    run(app, *pay("pay", cash, "15001", "--approver", "bendahara"), expect=2)
    run(app, *pay("pay", cash, "2,5"), expect=2)
    run(app, *pay("receive", record, "10001"), expect=2)
    run(app, *pay("receive", cash, "1"), expect=2)
    assert [(one["paid"], one["received"]) for one in run(app, "list")] == [(0, 0), (0, 0)]
    run(app, *pay("pay", cash, "15000"))
    run(app, *pay("pay", cash, "5000"), expect=2)  # in parts, too
    run(app, *pay("pay", cash, "5000", "--approver", "kepala"))
    assert run(app, "list", "--unpaid") == []
