"""What a manager sees and decides of it: the own booths, how it was, and nothing of who bought what."""

from __future__ import annotations

from typing import Any

import pytest

from app.decisions.filters import OpenItemFilter
from app.decisions.queries import count_open
from app.extensions import db
from app.sales.models import FlagReview, Sale, SaleResolution
from tests.ledger import new_id
from tests.office import October, close, make_october
from tests.pages import PageClient
from tests.standing import make_sale
from tests.web.finance import odd


@pytest.fixture
def october(session: Any) -> October:
    """The city, with October open."""
    return make_october()


@pytest.fixture
def mine(october: October, as_role: Any) -> PageClient:
    """The manager of Balai Kota."""
    client: PageClient = as_role("manager", booth=october.booth)
    return client


def test_only_the_own_booths_are_listed_and_decided(mine: PageClient, october: October) -> None:
    here, there = odd.make_till(october), odd.make_till(october, odd.other_booth())
    own, foreign = odd.make_flagged(here, "price_differs"), odd.make_flagged(there, "price_differs")
    held = odd.make_held(there)
    stranger = make_sale(
        None, 900, "2026-10-20", buyer_kind="unresolved", buyer_name="X", booth_id=there.booth_id
    )
    page = mine.get("/pengelola/putuskan/bertanda")
    assert [box.get("value") for box in page.all("input", name="rows")] == [str(own.id)]
    form = page.form("putuskan")
    form.submit(expect=404, button="langkah=review", rows=[str(own.id), str(foreign.id)], reason="x")
    assert db.session.query(FlagReview).count() == 0
    for path in (f"pembeli/{stranger.id}", f"ditolak/{held.id}"):
        mine.get(f"/pengelola/putuskan/{path}", expect=404)
    mine.get(f"/pengelola/putuskan/bertanda?pojok={there.booth_id}", expect=404)
    assert "1 nota sudah dilihat." in form.submit(
        button="langkah=review", rows=str(own.id), reason="harga turun"
    ).follow().text  # fmt: skip


def test_what_is_finances_is_seen_and_refused(mine: PageClient, october: October) -> None:
    till = odd.make_till(october)
    of = db.session.query(Sale).filter_by(amount=30_000).one()
    rows = {
        "bertentangan": (odd.make_conflict(october, till, of).id, "dismiss", "book"),
        "pembatalan": (odd.make_waiting(till, new_id()).id, "dismiss", "apply"),
        "ditolak": (odd.make_held(till).id, "dismiss"),
        "terlambat": (1, "accept", "decline", "move"),
    }
    before = count_open(OpenItemFilter())
    for kind, (row, *acts) in rows.items():
        page = mine.get(f"/pengelola/putuskan/{kind}")
        assert not page.all("input", name="rows") and "Contoh" not in page.text
        for act in acts:
            mine.post(f"/pengelola/putuskan/{kind}", {"rows": row, "reason": "x", "langkah": act}, expect=403)
    assert count_open(OpenItemFilter()) == before


def test_a_manager_says_who_bought_once_and_never_after_finance(
    mine: PageClient, october: October, as_role: Any
) -> None:
    path = f"/pengelola/putuskan/pembeli/{october.unknown}"
    form, typed = mine.get(path).form("tetapkan"), {"employee": str(october.budi), "reason": "ditanya"}
    finance = as_role("finance").get(f"/keuangan/putuskan/pembeli/{october.unknown}").form("tetapkan")
    finance.submit(employee=str(october.budi), reason="ditelepon")
    assert "sudah diputuskan orang lain" in form.submit(expect=422, **typed).text
    assert db.session.query(SaleResolution).count() == 1


def test_a_refused_item_is_corrected_into_a_closed_month_and_waits(
    mine: PageClient, october: October
) -> None:
    item = odd.make_held(odd.make_till(october))
    close()
    form = mine.get(f"/pengelola/putuskan/ditolak/{item.id}").form("perbaiki")
    page = form.submit(**{"lines-0-quantity": "2", "reason": "dari nota kertas"}).follow()
    assert "menunggu di daftar kiriman terlambat" in page.text
    assert db.session.query(Sale).filter_by(uuid=item.uuid).one().result == "parked"
