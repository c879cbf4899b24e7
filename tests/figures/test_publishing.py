"""Open figures: what they hold, published once per closed month, never changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.audit.rules import SYSTEM
from app.extensions import db
from app.figures.datasets import DATASETS
from app.figures.queries import (
    count_new_makers,
    list_published,
    list_quiet_makers,
    list_sales_of_makers,
    sum_reached,
    sum_sales,
)
from app.figures.services import publish_closed_months
from app.makers.profiles import complete_maker, join_makers
from app.makers.registration import MakerDraft
from app.makers.services import create_maker, create_product
from app.months.services import lock_month
from app.sales.models import SaleLine
from app.settlement.queries.statements import list_statements
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.people import close
from tests.settlement.corner import make_booth, make_product, pay, sell, settle
from tests.standing import make_sale

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)


def days(period: Period) -> tuple[date, date]:
    """The first and the last day of a month."""
    return period.first_day, period.last_day


def maker(name: str, village: str = "Poka") -> int:
    made = create_maker(name, actor=SYSTEM)
    complete_maker(made.id, MakerDraft(name=name, village=village), actor=SYSTEM)
    return made.id


def sell_of(maker_id: int, amount: int, day: str = "2026-10-05") -> None:
    """A sale of one piece of the maker's only product."""
    product = create_product(
        maker_id, f"Kue {amount} {day}", actor=SYSTEM, unit_price=amount, effective_from=date(2026, 1, 1)
    )
    sale = make_sale(None, amount, day)
    db.session.add(
        SaleLine(
            sale_id=sale.id, position=1, maker_id=maker_id, maker_name="-", product_id=product.id,
            product_name=product.name, quantity=1, unit_price=amount, amount=amount,
        )
    )  # fmt: skip
    db.session.flush()


def test_sales_are_by_maker_and_a_joined_record_counts_with_its_survivor(session: Any) -> None:
    first, second = maker("Dapur Ina"), maker("Dapur Ina Poka", "Hila")
    sell_of(first, 10_000)
    sell_of(second, 5_000)
    sell_of(second, 7_000, "2026-11-01")
    make_sale(None, 1_000, "2026-10-31")  # nobody said yet whose goods these were
    join_makers(second, first, actor=SYSTEM)
    assert [(one.maker_id, one.village, one.amount) for one in list_sales_of_makers(*days(OCTOBER))] == [
        (first, "Poka", 15_000)
    ]
    assert (sum_sales(*days(OCTOBER)), sum_sales(*days(NOVEMBER))) == (16_000, 7_000)


def test_who_sold_nothing_is_listed_longest_first_and_who_is_new_is_counted(session: Any) -> None:
    never, long_ago, lately = maker("Belum"), maker("Dulu"), maker("Baru")
    sell_of(long_ago, 5_000, "2026-07-31")
    sell_of(lately, 5_000, "2026-10-01")
    quiet = list_quiet_makers(date(2026, 9, 1), date(2026, 11, 7))
    assert [(one.maker_id, one.last_sale) for one in quiet] == [(never, None), (long_ago, date(2026, 7, 31))]
    assert list_quiet_makers(date(2026, 7, 31), date(2026, 10, 31)) == [], (
        "nobody was registered before November"
    )
    assert (count_new_makers(*days(OCTOBER)), count_new_makers(*days(NOVEMBER))) == (1, 0)


def test_money_reaches_a_maker_by_payouts_and_by_what_it_took_itself(session: Any) -> None:
    product = make_product()
    for booth in (make_booth(), make_booth("Kios", "record")):
        sell(booth.id, product, 4)
    assert sum_reached(*days(NOVEMBER)) == (0, 0)
    settle()
    assert sum_reached(*days(NOVEMBER)) == (40_000, 1), "what the maker took itself"
    (cash,) = list_statements(unpaid_only=True)
    pay(cash.number, 15_000)
    assert sum_reached(*days(NOVEMBER)) == (55_000, 1)
    assert sum_reached(*days(OCTOBER)) == (0, 0)


def test_a_closed_month_is_published_once_and_stays_as_it_was(session: Any) -> None:
    for number in range(5):
        sell_of(maker(f"Dapur {number}"), 10_000)
    close(OCTOBER)
    commit()
    begin_writing()
    assert publish_closed_months(actor=SYSTEM) == [OCTOBER]
    commit()
    begin_writing()
    sell_of(maker("Terlambat"), 90_000)
    assert publish_closed_months(actor=SYSTEM) == []
    commit()
    rows = {slug: list_published(slug)[0].rows for slug in ("bulan", "kelurahan", "keadilan")}
    assert rows["bulan"] == [
        {"month": "2026-10", "sales": 50_000, "makers": 5, "reached_makers": 0, "reason": ""}
    ]
    assert rows["kelurahan"] == [
        {"month": "2026-10", "village": "Poka", "makers": 5, "sales": 50_000, "reason": ""}
    ]
    assert rows["keadilan"][0]["top_five_percent"] == 100.0
    assert list_published("bulan")[0].to_seq > 0


@pytest.mark.both_engines
@pytest.mark.parametrize("act", ["UPDATE open_figure SET content = '[]'", "DELETE FROM open_figure"])
def test_what_is_published_cannot_be_changed(session: Any, act: str) -> None:
    make_sale(None, 1_000, "2026-10-05")
    close(OCTOBER)
    publish_closed_months(actor=SYSTEM)
    commit()
    begin_writing()
    with pytest.raises(DBAPIError, match="append-only|stays"):
        db.session.execute(text(act))
    rollback()


def test_of_few_makers_nothing_is_said(session: Any) -> None:
    for number in range(4):
        sell_of(maker(f"Dapur {number}"), 10_000)
    close(OCTOBER)
    publish_closed_months(actor=SYSTEM)
    commit()
    (row,) = list_published("bulan")[0].rows
    assert (row["sales"], row["makers"], row["reason"]) == (None, None, "under_5")
    assert [one["sales"] for one in list_published("kelurahan")[0].rows] == [None]
    (row,) = list_published("keadilan")[0].rows
    assert (row["top_five_percent"], row["new_makers"], row["reason"]) == (None, None, "under_5")


def test_of_one_maker_paid_and_one_without_a_sale_nothing_is_said_either(session: Any) -> None:
    product = make_product()
    sell(make_booth("Kios", "record").id, product)
    settle()
    assert sum_reached(*days(NOVEMBER))[1] == 1
    begin_writing()
    for number in range(5):
        sell_of(maker(f"Dapur {number}"), 10_000, "2026-11-05")
    maker("Belum laku")
    makers = list_sales_of_makers(*days(NOVEMBER))
    (month,), (fair,) = (DATASETS[slug].build(NOVEMBER, makers) for slug in ("bulan", "keadilan"))
    assert (month["sales"], month["makers"], month["reached_makers"], month["reason"]) == (
        60_000, 6, None, "under_5",
    )  # fmt: skip
    assert (fair["top_five_percent"], fair["makers_without_sale"], fair["new_makers"]) == (None, None, 6)


def test_a_month_that_is_open_is_not_published(session: Any) -> None:
    sell_of(maker("Dapur Ina"), 10_000)
    lock_month(OCTOBER, for_closing=True)
    assert publish_closed_months(actor=SYSTEM) == []
