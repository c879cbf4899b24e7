"""Who bears what is gone: said beforehand, and paid in the statement, by the agreement of that day. Sums by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.makers.profiles import join_makers
from app.makers.services import set_price
from app.settlement.queries.loss_preview import Loss, get_agreement, list_loss_previews
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.stock.services import CountEntry, enter_count, finish_count, open_count
from tests.office import TREASURER
from tests.settlement import corner

DAY = date(2026, 11, 7)
BROKEN_AND_COUNTED = 3 * 10_000 - 3 * 10_000 * 15 // 100
"""Two broken pieces and one that a count missed, at 10.000 less 15 per cent each time: 17.000 + 8.500."""
EXPIRED = 2 * 10_000 - 3_000


def lose(booth_id: int, product: Any) -> None:
    """Of twelve pieces two break, two expire and one is missing at a count; one of the twelve never came."""
    corner.move(booth_id, product, "delivery", 11, stated=12)
    corner.move(booth_id, product, "broken", 2)
    corner.move(booth_id, product, "expired", 2)
    begin_writing()
    count = open_count(booth_id, actor=TREASURER)
    enter_count(count.id, [CountEntry(product.id, 6, "tidak ditemukan")], actor=TREASURER)
    finish_count(count.id, actor=TREASURER)
    commit()


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("agreed", "losses"),
    [
        (
            None,
            30_000,
        ),  # nothing agreed: no share, the booth bears broken and missing, the maker what expired
        ({}, BROKEN_AND_COUNTED),
        ({"loss_bearer": "maker"}, 0),
        ({"expiry_bearer": "booth"}, BROKEN_AND_COUNTED + EXPIRED),
        ({"loss_bearer": "maker", "expiry_bearer": "booth"}, EXPIRED),
    ],
)
def test_the_agreement_says_who_pays(app: Flask, agreed: dict[str, Any] | None, losses: int) -> None:
    assert (BROKEN_AND_COUNTED, EXPIRED) == (25_500, 17_000)
    booth, product = corner.make_booth(), corner.make_product()
    if agreed is not None:
        corner.agree(product, booth.id, DAY, 15, **agreed)
    kinds = (("broken", 2), ("expired", 2), ("count", 1))
    said = list_loss_previews(
        booth.id, [Loss(product.maker_id, product.id, kind, pieces, DAY) for kind, pieces in kinds]
    )
    lose(booth.id, product)
    made = corner.settle()
    assert sum(one.losses for one in made) == losses
    assert sum(one.owed for one in said) == losses
    assert [one.agreement.since for one in said] == [DAY if agreed is not None else None] * 3


def test_the_agreement_of_the_day_holds_and_the_price_of_that_day(app: Flask) -> None:
    booth, product = corner.make_booth(), corner.make_product()
    corner.agree(product, booth.id, DAY, 10)
    corner.agree(product, booth.id, DAY + timedelta(days=1), 50, loss_bearer="maker")
    begin_writing()
    set_price(product.id, 20_000, effective_from=DAY + timedelta(days=1), actor=SYSTEM)
    commit()
    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)]
    said = list_loss_previews(booth.id, [Loss(product.maker_id, product.id, "lost", 3, day) for day in days])
    assert [(one.bearer, one.owed) for one in said] == [("booth", 30_000), ("booth", 27_000), ("maker", 0)]
    assert said[2].unit_price == 20_000


def test_a_product_without_a_price_is_owed_as_the_note_names_it(app: Flask) -> None:
    booth, product = corner.make_booth(), corner.make_product(since="2026-12-01")
    noted = Loss(product.maker_id, product.id, "lost", 2, DAY, note_price=7_000)
    unpriced = Loss(product.maker_id, product.id, "lost", 2, DAY)
    assert [one.owed for one in list_loss_previews(booth.id, [noted, unpriced])] == [14_000, 0]


def test_a_joined_record_has_the_later_agreement_of_both(app: Flask) -> None:
    booth, product = corner.make_booth(), corner.make_product()
    other = corner.make_product("Dapur Kenari Baru", "Kopi")
    corner.agree(product, booth.id, DAY - timedelta(days=3), 10)
    corner.agree(other, booth.id, DAY, 20, loss_bearer="maker")
    begin_writing()
    join_makers(product.maker_id, other.maker_id, actor=SYSTEM)
    commit()
    before = get_agreement(product.maker_id, booth.id, DAY - timedelta(days=1))
    assert (before.terms.share_percent, before.since) == (10, DAY - timedelta(days=3))
    assert get_agreement(product.maker_id, booth.id, clock.today()).terms.loss_bearer == "maker"
