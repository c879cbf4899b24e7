"""The age of unpaid statements: each band's first and last day, and a sheet that ties to the recap's unpaid column."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.reports.catalogue import open_report
from app.reports.registry import ReportRequest
from app.settlement.queries.ageing import list_debt_ages
from app.settlement.rules import age_band
from app.shared import clock as city_clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests.ledger import make_cashier
from tests.reports.every import table_of, tables, written
from tests.settlement import corner

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("late", "band"),
    [(-1, "not_due"), (0, "not_due"), (1, "week"), (7, "week"), (8, "month"), (30, "month"), (31, "older")],
)
def test_a_band_begins_and_ends_on_its_day(late: int, band: str) -> None:
    assert age_band(TODAY - timedelta(days=late), TODAY) == band


@pytest.fixture
def debts(app: Flask, clock: Any) -> list[str]:
    """Statements of two makers at two booths, due 7 days after their sale; one is paid in part, one wholly."""
    clock.move_to("2026-09-20T12:00:00+09:00")
    begin_writing()
    make_cashier("rina", None)
    commit()
    here, there = (corner.make_booth(name).id for name in ("Balai Kota", "Pasar Mardika"))
    bagea, tenun = corner.make_product(), corner.make_product("Tenun Ina", "Syal")
    made = []
    for moment, booth, product, pieces in (
        ("2026-09-21", here, bagea, 10), ("2026-11-02", here, bagea, 2), ("2026-11-02", there, tenun, 3),
        ("2026-11-20", here, bagea, 4), ("2026-11-20", there, tenun, 5), ("2026-11-29", here, bagea, 6),
    ):  # fmt: skip
        clock.move_to(f"{moment}T12:00:00+09:00")
        corner.sell(booth, product, pieces)
        made += [one.number for one in corner.settle()]
    corner.pay(made[0], 40_000)
    corner.pay(made[4], 50_000)
    clock.move_to(f"{TODAY.isoformat()}T12:00:00+09:00")
    return made


@pytest.mark.both_engines
def test_each_maker_and_booth_is_one_row_with_all_its_debts_by_age(debts: list[str]) -> None:
    found = list_debt_ages([], city_clock.today())
    assert [(one.booth, one.maker, one.bands, one.total, one.of_month) for one in found] == [
        ("Balai Kota", "Dapur Kenari",
         {"older": 60_000, "month": 20_000, "week": 40_000, "not_due": 60_000}, 180_000, 0),
        ("Pasar Mardika", "Tenun Ina", {"month": 30_000}, 30_000, 0),
    ]  # fmt: skip


def test_what_is_of_the_month_is_the_recap_s_unpaid_column(debts: list[str]) -> None:
    report = open_report(ReportRequest("settlement", period=Period(2026, 11)), "Bendahara")
    content = written(report)
    sheets = {sheet.name: table_of(content, sheet) for sheet in tables(report)}
    ages, total = sheets["Umur utang"]
    assert [row[1:] for row in ages] == [
        ["Balai Kota", "Dapur Kenari", 60_000, 40_000, 20_000, 60_000, 180_000, 120_000, 60_000],
        ["Pasar Mardika", "Tenun Ina", 0, 0, 30_000, 0, 30_000, 30_000, 0],
    ]
    recap, unpaid = sheets["Nota"]
    assert total is not None and unpaid is not None
    place = next(sheet for sheet in tables(report) if sheet.name == "Nota")
    column = [one.title for one in place.columns].index("Belum dibayar (Rp)")
    assert total[8] == unpaid[column] == sum(row[column] for row in recap) == 150_000
    assert total[7] == total[8] + total[9] == 210_000
