"""Eight related events in any order a till and an office can produce: the same final state."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.audit.rules import Actor
from app.audit.verify import catch_up
from app.closing.check import check_snapshots
from app.extensions import db
from app.months.services import accept_late
from app.sales.corrections.voids import FINANCE, correct_sale
from app.sales.drafts import BuyerRef, LineDraft, SaleDraft
from app.sales.ledger.check import check_ledger
from app.sales.queries import find_sale
from app.sales.services import resolve_buyer
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.conftest import settings_for
from tests.engines import Databases
from tests.ledger import City, TillClient, a_sale, a_void, make_city
from tests.office import TREASURER, close
from tests.standing import make_decree

OCTOBER = Period(2026, 10)
THEN = "2026-10-20T09:10:00+09:00"
EVENTS = ("sale", "void", "correction", "resolution", "close", "late", "duplicate", "conflict")
IN_CI, IN_LONG = {"sqlite": 15, "postgresql": 4}, {"sqlite": 2_000, "postgresql": 200}
BOOKED = {"recorded", "replayed", "parked"}


class October:
    """A month with two sales in it already: one with a wrong amount, to correct; one of an unknown buyer."""

    def __init__(self, app: Flask, city: City) -> None:
        self.city = city
        self.till = TillClient(app, city.token)
        self.wrong = a_sale(city, sold_at=THEN, id=_id(1))
        self.unknown = a_sale(city, sold_at=THEN, id=_id(2), buyer={"name": "Ibu Ani?"})
        self.sale = a_sale(city, sold_at=THEN, id=_id(3))
        self.void = a_void(self.sale["id"], sold_at="2026-10-20T09:12:00+09:00", id=_id(4))
        self.late = a_sale(city, sold_at="2026-10-31T23:50:00+09:00", id=_id(5))
        self._send(self.wrong, self.unknown)

    def happen(self, event: str) -> None:
        """Let one of the eight happen."""
        act: Callable[[], None] = getattr(self, f"_{event}")
        act()

    def _sale(self) -> None:
        assert self._send(self.sale) <= BOOKED

    _duplicate = _sale

    def _void(self) -> None:
        assert self._send(self.void) <= BOOKED

    def _late(self) -> None:
        """Of another till's queue, from the last evening of the month."""
        assert self._send(self.late) <= BOOKED

    def _conflict(self) -> None:
        assert self._send(self.sale | {"payment": "qris"}) == {"conflict"}

    def _correction(self) -> None:
        begin_writing()
        line = LineDraft(1, 12_000, maker="Dapur Kenari", name="Kopi")
        draft = SaleDraft(
            _id(6), clock.now(), BuyerRef("employee", str(self.city.other_id)), (line,), "cash", "rina"
        )
        correct_sale(self._number(self.wrong), draft, "salah orang", by=FINANCE, actor=TREASURER)
        commit()

    def _resolution(self) -> None:
        begin_writing()
        number = self._number(self.unknown)
        resolve_buyer(number, self.city.employee_id, "ditanya", actor=Actor("user", 7, "bendahara"))
        commit()

    def _close(self) -> None:
        begin_writing()
        close(OCTOBER)
        commit()

    def _send(self, *items: dict[str, Any]) -> set[str]:
        return {one["result"] for one in self.till.send(*items)}

    @staticmethod
    def _number(item: dict[str, Any]) -> int:
        found = find_sale(item["id"])
        assert found is not None
        return found.id


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def possible_orders() -> list[tuple[str, ...]]:
    """The orders that keep causality: an id is in conflict only after it was used by its sale or its duplicate.

    Everything else may come before or after everything else: the void before its sale (another queue), the
    duplicate before the original (which of two equal ones is the duplicate?), the close at any point.
    """
    return [order for order in itertools.permutations(EVENTS) if _keeps_causality(order)]


def _keeps_causality(order: tuple[str, ...]) -> bool:
    return order.index("conflict") > min(order.index("sale"), order.index("duplicate"))


def chosen_orders(count: int) -> list[tuple[str, ...]]:
    """A seeded sample; from fifteen on each event comes first in one and last in another, where it can."""
    chance = random.Random(17)
    orders = possible_orders()
    ends = [next(one for one in orders if one[0] == event) for event in EVENTS if event != "conflict"]
    ends += [next(one for one in reversed(orders) if one[-1] == event) for event in EVENTS]
    return chance.sample(ends, len(ends))[:count] + chance.sample(orders, max(0, count - len(ends)))


def final_state(counted_only: bool) -> dict[str, Any]:
    """What the ledger says, free of row numbers, arrival times and the order of rows.

    `counted_only`: what counts, after finance took the late tray; otherwise what was written, wherever it waits.
    """
    db.session.rollback()
    state: dict[str, Any] = {name: _all(query) for name, query in QUERIES.items()}
    if counted_only:
        state |= {name: _all(query) for name, query in AFTER_ACCEPTING.items()}
    db.session.rollback()
    return state


QUERIES = {
    "rows": """SELECT sale.uuid, sale.amount, sale.employee_id, sale.buyer_kind, sale.period, sale.business_date,
        sale.payment, original.uuid AS reversed, corrected.uuid AS corrected FROM sale
        LEFT JOIN sale original ON original.id = sale.void_of
        LEFT JOIN sale corrected ON corrected.id = sale.correction_of""",
    "lines": "SELECT sale.uuid, position, quantity, sale_line.amount FROM sale_line JOIN sale ON sale.id = sale_id",
    "resolutions": """SELECT sale.uuid, sale_resolution.employee_id FROM sale_resolution
        JOIN sale ON sale.id = sale_resolution.sale_id""",
    "conflicts": "SELECT uuid, count(*) FROM sale_conflict GROUP BY uuid",
    "waiting voids": "SELECT uuid FROM pending_void WHERE decided_at IS NULL",
    "month": "SELECT period, state, version FROM month",
}
AFTER_ACCEPTING = {
    "late tray": "SELECT count(*) FROM late_item WHERE decision IS NULL",
    "net": """SELECT coalesce(res.employee_id, sale.employee_id, original_res.employee_id) AS person,
        coalesce(late.period, sale.period) AS month, sum(sale.amount) FROM sale
        LEFT JOIN sale_resolution res ON res.sale_id = sale.id
        LEFT JOIN sale_resolution original_res ON original_res.sale_id = sale.void_of
        LEFT JOIN late_item late ON late.sale_id = sale.id
        WHERE sale.result = 'recorded' OR late.decision = 'accepted' GROUP BY 1, 2""",
}


def _all(query: str) -> list[tuple[str, ...]]:
    return sorted(tuple(map(str, row)) for row in db.session.execute(text(query)))


def play(app: Flask, order: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Live through one order; what was written, and what counts once finance has taken what came late."""
    city = make_city()
    begin_writing()
    make_decree()
    commit()
    october = October(app, city)
    for event in order:
        october.happen(event)
        db.session.remove()
    written = final_state(counted_only=False)
    begin_writing()
    accept_late(OCTOBER, None, actor=TREASURER)
    commit()
    db.session.rollback()
    catch_up()
    report = check_ledger()
    check_snapshots(report)  # frozen figures + supplements = what the ledger counts
    assert report.findings == [], order
    return written, final_state(counted_only=True)


@pytest.mark.clock("2026-11-07 09:15")
def test_any_order_of_eight_related_events_gives_the_same_final_state(
    databases: Databases, engine_name: str, tmp_path: Path, is_long: bool
) -> None:
    """Which equality: **what is written** (rows, lines, resolutions, conflicts, the month's state) is the same in
    every order at once. **What counts** differs by design until finance has looked at the late tray: what came
    before the close is in the snapshot, what came after waits. So it is compared after finance accepted the tray:
    net per person and month, nothing waiting, and snapshot + supplements = ledger, which `ledger check` counts.
    Flags, arrival times and row numbers tell of the order and are not compared.
    """
    first: tuple[str, ...] = ()
    expected: Any = None
    for order in chosen_orders((IN_LONG if is_long else IN_CI)[engine_name]):
        with databases.fresh() as url, fresh_app(url, tmp_path) as app:
            state = play(app, order)
        if expected is None:
            first, expected = order, state
            ensure_worth_comparing(state)
        assert state == expected, f"{order} ends otherwise than {first}"


@contextmanager
def fresh_app(url: str, folder: Path) -> Iterator[Flask]:
    """An application on a database of its own, gone afterwards."""
    app = create_app(settings_for(url, folder))
    with app.app_context():
        try:
            yield app
        finally:
            rollback()
            db.session.remove()
            db.engine.dispose()


def ensure_worth_comparing(state: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Everything that was to happen has left its mark."""
    written, counted = state
    assert len(written["rows"]) == 7  # wrong, its reversal, corrected; unknown; sale, its void; late
    assert (len(written["resolutions"]), written["conflicts"]) == (1, [(_id(3), "1")])
    assert written["waiting voids"] == [] and written["month"] == [("2026-10", "closed", "1")]
    assert counted["late tray"] == [("0",)]
    assert [row[2] for row in counted["net"]] == [
        "60000",
        "12000",
    ]  # unknown + late of Ani; the corrected one
