"""A full disk, another process that holds the database, and clocks that slept or jumped."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text

from app.extensions import db
from app.sales.ledger.check import check_ledger
from app.sales.models import Sale
from tests.conftest import Clock
from tests.ledger import City, TillClient, a_sale


def count_sales() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Sale)) or 0


@contextmanager
def no_room_left() -> Iterator[None]:
    """SQLite may not grow the file any more: the error is the one a full disk gives."""

    def limit(connection: Any, *_rest: Any) -> None:
        connection.execute("PRAGMA max_page_count=1")  # SQLite takes the present size where that is more

    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", limit)
        db.session.remove()
        db.engine.dispose()


@pytest.mark.sqlite
def test_on_a_full_disk_sales_get_503_reading_goes_on_and_nothing_is_half_written(
    app: Flask, city: City
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False  # the commit itself fails: answered as it is outside of tests
    till, told, waiting = TillClient(app, city.token), [], []
    with no_room_left():
        for _ in range(60):  # free pages in the file take a few more
            sale = a_sale(city)
            answer = till.post(sale)
            (told if answer.status_code == 200 else waiting).append(sale)
            if answer.status_code != 200:
                break
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert till.client.get("/api/v1/products", headers=till.headers).status_code == 200
        assert count_sales() == len(told)
        assert till.post(*waiting).status_code == 503
    assert [one["result"] for one in till.send(*waiting)] == ["recorded"]  # room again: the till sends again
    assert count_sales() == len(told) + 1
    assert check_ledger().findings == []


@pytest.mark.sqlite
@pytest.mark.real_clock
@pytest.mark.long
def test_a_process_that_holds_the_database_for_eight_seconds_gives_503_after_five(
    app: Flask, city: City
) -> None:
    till, sale = TillClient(app, city.token), a_sale(city)
    held, over = threading.Event(), threading.Event()
    path = str(db.engine.url.database)
    holder = threading.Thread(target=_hold, args=(path, held, over))
    holder.start()
    held.wait(5)
    began = time.monotonic()
    answer = till.post(sale)
    waited = time.monotonic() - began
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert 4.5 <= waited <= 7
    assert count_sales() == 0
    holder.join(10)
    assert [one["result"] for one in till.send(sale)] == ["recorded"]


def _hold(path: str, held: threading.Event, over: threading.Event) -> None:
    """What no queue of ours knows of, as a backup tool would do."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    held.set()
    over.wait(8)
    other.execute("ROLLBACK")
    other.close()


def test_a_tablet_that_slept_keeps_the_day_of_its_sale(app: Flask, city: City, clock: Clock) -> None:
    """Its clock is right, its sale three days old: the day it was made is the day it counts."""
    sale = a_sale(city, sold_at="2026-11-04T09:10:00+09:00")
    (answer,) = TillClient(app, city.token).send(sale)
    assert (answer["result"], answer["flags"]) == ("recorded", [])
    assert _days() == ["2026-11-04"]


def test_a_tablet_whose_clock_stood_still_while_it_slept_is_corrected_by_what_it_says_now(
    app: Flask, city: City, clock: Clock
) -> None:
    """It says it is the 4th while it is the 7th: three days are added, and somebody may look at it."""
    sale = a_sale(city, sold_at="2026-11-04T09:10:00+09:00")
    (answer,) = TillClient(app, city.token).send(sale, sent_at="2026-11-04T09:15:00+09:00")
    assert (answer["result"], answer["flags"]) == ("recorded", ["clock_skew"])
    assert _days() == ["2026-11-07"]


def test_a_server_clock_that_jumps_back_keeps_the_order_and_the_month(
    app: Flask, city: City, clock: Clock
) -> None:
    till = TillClient(app, city.token)
    first, second = a_sale(city), a_sale(city)
    till.send(first)
    clock.shift(hours=-2)
    (answer,) = till.send(second, sent_at="2026-11-07T09:15:10+09:00")
    assert answer["result"] in (
        "recorded",
        "parked",
    )  # two hours in its future: a person looks, nothing is lost
    db.session.rollback()
    rows = db.session.execute(text("SELECT uuid FROM sale ORDER BY id")).scalars().all()
    assert [str(one) for one in rows] == [first["id"], second["id"]]
    assert {str(period) for period in db.session.scalars(select(Sale.period))} == {"2026-11"}


def _days() -> list[str]:
    db.session.rollback()
    return [str(day) for day in db.session.scalars(select(Sale.business_date))]
