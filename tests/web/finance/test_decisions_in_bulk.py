"""Decisions in bulk: ticked rows, rejected items, readiness and the lists count the same, the same cost for many."""

from __future__ import annotations

from typing import Any

import pytest

from app.closing.queries import list_readiness
from app.decisions.filters import OpenItemFilter
from app.decisions.queries import count_open
from app.decisions.registry import list_kinds
from app.extensions import db
from app.months.models import LateItem
from app.sales.models import FlagReview, RejectedItem, Sale
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.tills.models import Till
from tests.ledger import new_id
from tests.office import October, lines_of
from tests.pages import PageClient
from tests.standing import OCTOBER, make_sale
from tests.web.finance import odd
from tests.web.finance.test_decisions import MONTH, decide, ensure_sound, ids_of, open_list


def test_flags_are_seen_in_bulk_once_with_who_and_why(finance: PageClient, till: Till) -> None:
    for _each in range(3):
        odd.make_flagged(till, "price_differs", "buyer_unknown")
    odd.make_flagged(till, "correction")  # tells what happened, asks nothing
    page = open_list(finance, "bertanda")
    assert len(ids_of(page)) == 3
    form = page.form("putuskan")
    page = form.submit(button="langkah=review", rows=ids_of(page)[:2], reason="harga turun").follow()
    assert "2 nota sudah dilihat." in page.text and len(ids_of(page)) == 1
    looks = db.session.query(FlagReview).all()
    assert {(one.reviewed_by, one.reason) for one in looks} == {(finance.user.id, "harga turun")}
    before = db.session.query(FlagReview).count()
    both = [*ids_of(page), str(looks[0].sale_id)]
    again = form.submit(expect=422, button="langkah=review", rows=both, reason="harga turun")
    assert "1 dari 2 yang dipilih sudah diputuskan orang lain" in again.text
    assert db.session.query(FlagReview).count() == before


def test_all_that_was_shown_is_decided_and_nothing_that_came_since(
    finance: PageClient, till: Till, session: Any
) -> None:
    for _each in range(53):
        odd.make_flagged(till, "price_differs")
    odd.make_flagged(till, "clock_skew")
    form = finance.get(f"/keuangan/putuskan/bertanda{MONTH}&tanda=price_differs").form("putuskan")
    odd.make_flagged(till, "price_differs")
    page = form.submit(button="langkah=review", everything="y", reason="obral").follow()
    assert "53 nota sudah dilihat." in page.text
    assert count_open(OpenItemFilter())["bertanda"] == 2


@pytest.mark.parametrize("typed", [{"rows": None, "reason": "x"}, {"rows": "1", "reason": " "}])
def test_nothing_ticked_and_no_reason_are_refused_in_words(
    finance: PageClient, till: Till, typed: dict[str, Any]
) -> None:
    odd.make_flagged(till, "price_differs")
    page = decide(finance, "bertanda", "review", 422, **typed)
    assert "Belum ada yang dipilih" in page.text or "alasan" in page.text.lower()
    assert db.session.query(FlagReview).count() == 0


def test_a_missing_row_an_unknown_act_and_a_strange_filter_are_404(finance: PageClient, till: Till) -> None:
    odd.make_flagged(till, "price_differs")
    form = open_list(finance, "bertanda").form("putuskan")
    form.submit(expect=404, button="langkah=review", rows="999999", reason="x")
    form.submit(expect=404, button="langkah=hapus", rows="1", reason="x")
    for query in ("bulan=2026-13", "pojok=x", "perangkat=999", "hari=kemarin", "tanda=x", "sebab=x"):
        finance.get(f"/keuangan/putuskan/bertanda?{query}", expect=404)


def test_a_refused_item_is_booked_as_a_person_corrects_it(finance: PageClient, till: Till) -> None:
    item = odd.make_held(till)
    page = open_list(finance, "ditolak")
    assert "baris 1, banyaknya: di luar batas yang diperbolehkan" in page.text
    form = finance.get(f"/keuangan/putuskan/ditolak/{item.id}").form("perbaiki")
    wrong = form.submit(expect=422, reason="ditanya")
    assert "Isi banyaknya dan harga satuannya." in wrong.text
    typed = {"lines-0-quantity": "3", "reason": "ditanyakan ke kasir"}
    assert "dibukukan untuk Oktober 2026" in form.submit(**typed).follow().text
    sale = db.session.query(Sale).filter_by(uuid=item.uuid).one()
    assert (sale.amount, sale.buyer_name, sale.reason) == (27_000, "Ibu Ani", "ditanyakan ke kasir")
    assert (sale.flags, str(sale.period)) == (["unknown_cashier", "from_held"], "2026-10")
    stored = db.session.get_one(RejectedItem, item.id)
    assert (stored.decision, stored.sale_id) == ("recorded", sale.id)
    assert "sudah diputuskan orang lain" in form.submit(expect=422, **typed).text
    finance.get(f"/keuangan/putuskan/ditolak/{item.id}", expect=404)
    ensure_sound()


@pytest.mark.parametrize(
    "content", [{"lines": "x", "buyer": 7, "sold_at": "kemarin"}, {"lines": [7, None, {}]}]
)
def test_what_cannot_be_read_at_all_is_shown_and_dismissed(
    finance: PageClient, till: Till, content: dict[str, Any]
) -> None:
    item = odd.make_held(till, **content)
    finance.get(f"/keuangan/putuskan/ditolak/{item.id}")
    page = decide(finance, "ditolak", "dismiss", rows=str(item.id), reason="percobaan")
    assert "1 kiriman dinyatakan bukan penjualan." in page.text
    assert db.session.query(Sale).filter_by(uuid=item.uuid).count() == 0


def one_of_each(october: October, till: Till, ani_bought: Sale) -> None:
    """One open thing of every kind in October, beside the unresolved buyer who is there already."""
    odd.make_conflict(october, till, ani_bought)
    odd.make_waiting(till, new_id())
    odd.make_held(till)
    odd.make_flagged(till, "price_differs")
    late = odd.make_flagged(till, "clock_month", result="parked")
    odd.add(
        LateItem(period=OCTOBER, reason="clock", sale_id=late.id, bundle=late.id, arrived_at=late.received_at)
    )


@pytest.mark.both_engines
def test_readiness_and_the_lists_count_the_same(
    finance: PageClient, october: October, till: Till, ani_bought: Sale
) -> None:
    one_of_each(october, till, ani_bought)
    till.revoked_at = till.enrolled_at
    assert {one.code: one.count for one in list_readiness(OCTOBER)} == dict.fromkeys(
        ("conflicts", "voids_without_sale", "held", "clock_parked", "unresolved", "flagged"), 1
    )
    awaited = [kind for kind in list_kinds() if kind.readiness]
    slugs = [kind.slug for kind in awaited]
    assert count_open(OpenItemFilter(period=OCTOBER), awaited) == dict.fromkeys(slugs, 1)
    assert count_open(OpenItemFilter(period=Period(2026, 9)), awaited) == dict.fromkeys(slugs, 0)
    page = finance.get("/keuangan/bulan/2026-10")
    hrefs = [url for words, url in page.links.items() if words.startswith("Selesaikan")]
    assert len(hrefs) == 6
    for href in hrefs:
        assert len(finance.get(href).all("li", class_="decide-item")) == 1, href


def test_each_list_asks_as_often_for_many_as_for_one(
    finance: PageClient, october: October, till: Till, ani_bought: Sale, count_queries: Any
) -> None:
    one_of_each(october, till, ani_bought)
    open_list(finance, "pembeli")
    few = {one.slug: ask(finance, one.slug, count_queries, 1) for one in list_kinds() if one.readiness}
    for _each in range(30):
        one_of_each(october, till, add_sale(october))
        make_sale(None, 500, "2026-10-21", buyer_kind="unresolved", buyer_name="Ibu X")
    many = {one.slug: ask(finance, one.slug, count_queries, 31) for one in list_kinds() if one.readiness}
    assert many == few


def ask(finance: PageClient, kind: str, count_queries: Any, rows: int) -> int:
    """How many statements a list of so many rows sends."""
    commit()
    with count_queries() as statements:
        page = open_list(finance, kind)
    begin_writing()
    assert len(page.all("li", class_="decide-item")) == rows
    return len(statements)


def add_sale(october: October) -> Sale:
    sale = make_sale(None, 4_000, "2026-10-20")
    lines_of(sale)
    return sale
