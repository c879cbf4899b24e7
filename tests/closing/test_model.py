"""Random histories against the plain model: equal at every step, and a closed month never moves.

Sales, repeats, voids, corrections, resolutions, closings, reopenings, late arrivals, exemptions and lowered months in
any order. Each history has two months of its own, so that all share one database. `make faults` runs more of them.
"""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    invariant,
    run_state_machine_as_test,
)

from app.closing.check import check_snapshots
from app.closing.queries import list_standings_of_month, list_supplement_gains
from app.sales.ledger.check import check_ledger
from app.shared.period import Period
from app.shared.transaction import begin_snapshot, rollback
from tests.closing.months_and_sales import PEOPLE, MonthsAndSales, Office


class History(MonthsAndSales):
    """A history that is compared with the model after every act."""

    @invariant()
    def equals_the_model(self) -> None:
        if not hasattr(self, "periods"):
            return
        begin_snapshot()
        for place in self.touched:
            period = self.periods[place]
            found = {row.employee_id: (row.bought, row.status) for row in list_standings_of_month(period)}
            wanted = {self.office.ids[who]: self.model.standing(str(place), who) for who in PEOPLE}
            assert found == wanted, f"{period}"
            if str(place) in self.model.closed:
                self.supplements_explain_the_rest(str(place), period)
        rollback()
        self.touched = []

    def supplements_explain_the_rest(self, month: str, period: Period) -> None:
        gains = dict.fromkeys(self.office.ids.values(), 0)
        for gain in list_supplement_gains(period):
            gains[gain.employee_id] += gain.amount
        for who, person in self.office.ids.items():
            assert self.model.closed[month][who][0] + gains[person] == self.model.bought(month, who)

    def teardown(self) -> None:
        rollback()


def count_everything_anew() -> list[str]:
    """What `ledger check` finds after all histories: independent sums, snapshots, the chain."""
    begin_snapshot()
    report = check_ledger()
    check_snapshots(report)
    rollback()
    return report.findings


SHORT, LONG = {"sqlite": 24, "postgresql": 8}, 700
"""Histories; each needs two months, and the calendar ends."""


def machine_of(office: Office) -> type[History]:
    return type("HistoryHere", (History,), {"office": office})


def run(histories: int) -> None:
    run_state_machine_as_test(
        machine_of(Office()),
        settings=settings(
            max_examples=histories, stateful_step_count=30, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), derandomize=True,
        ),
    )  # fmt: skip


@pytest.mark.clock("2150-01-15 09:00")
def test_random_histories_equal_the_plain_model_at_every_step(
    app: Flask, engine_name: str, is_long: bool
) -> None:
    run(LONG if is_long else SHORT[engine_name])
    assert count_everything_anew() == []


@pytest.mark.clock("2150-01-15 09:00")
@pytest.mark.parametrize("later", ["budi", "public"])
def test_a_supplement_that_names_another_buyer_takes_from_the_one_before_as_the_model_does(
    app: Flask, later: str
) -> None:
    """Few of the random histories come here: named in the open month, named anew in the closed one, taken in."""
    history = machine_of(Office())()
    history.begin()
    history.sell(0, "unknown", 9_000)
    history.resolve(0, "ani")
    history.close(0)
    history.resolve(0, later)
    history.decide_late(0, [0], accepts=True)
    history.equals_the_model()
    assert history.model.bought("0", "ani") == 0
    assert count_everything_anew() == []
