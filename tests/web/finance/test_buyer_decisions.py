"""Unresolved buyers: seen, settled, said; the addresses they had before still lead there."""

from __future__ import annotations

from typing import Any

import pytest

from app.directory.models import Employee
from app.extensions import db
from app.months.models import LateItem
from app.sales.models import SaleResolution
from tests.office import October, bought, close
from tests.pages import PageClient
from tests.standing import make_sale

NIP = "196801012000031009"
LIST = "/keuangan/putuskan/pembeli?bulan=2026-10"


def page_of(sale_id: int) -> str:
    return f"/keuangan/putuskan/pembeli/{sale_id}"


def test_the_list_shows_what_was_typed_and_its_evidence(finance: PageClient) -> None:
    (item,) = finance.get(LIST).words("li", class_="decide-item")
    assert "Budi? K9999" in item
    assert "Rp8.000" in item and "Jam menurut perangkat 20 Oktober 2026" in item


def test_a_typed_name_proposes_people(finance: PageClient, october: October) -> None:
    assert "Budi Contoh" in finance.get(page_of(october.unknown)).text


def test_saying_who_it_was_counts_at_once(finance: PageClient, october: October) -> None:
    form = finance.get(page_of(october.unknown)).form("tetapkan")
    page = form.submit(employee=str(october.budi), reason="ditelepon").follow()
    assert "sekarang dihitung untuk Budi Contoh" in page.text
    assert bought(october.budi) == 23_000
    assert "Semua pembeli sudah dikenal" in page.text


def test_the_same_typed_twice_is_settled_in_one_go(
    finance: PageClient, october: October, session: Any
) -> None:
    for number in ("K9999", "K9998"):
        make_sale(None, 2_000, "2026-10-21", buyer_kind="unresolved", buyer_name="Budi?", buyer_number=number)
    form = finance.get(page_of(october.unknown)).form("tetapkan")
    page = form.submit(employee=str(october.budi), reason="ditelepon", also="y").follow()
    assert "2 nota ditetapkan untuk Budi Contoh." in page.text
    assert bought(october.budi) == 25_000


def test_in_a_closed_month_it_waits(finance: PageClient, october: October, session: Any) -> None:
    close()
    form = finance.get(page_of(october.unknown)).form("tetapkan")
    page = form.submit(employee=str(october.budi), reason="ditelepon").follow()
    assert "menunggu di daftar kiriman terlambat Oktober 2026" in page.text
    assert bought(october.budi) == 15_000
    assert db.session.query(LateItem).one().decision is None


@pytest.mark.parametrize(
    "typed",
    [
        {"employee": "", "reason": "x"},
        {"employee": "999999", "reason": "x"},
        {"employee": "x", "reason": "x"},
        {"reason": " "},
    ],
)
def test_nobody_and_no_reason_are_no_answer(
    finance: PageClient, october: October, typed: dict[str, str]
) -> None:
    finance.get(page_of(october.unknown)).form("tetapkan").submit(expect=422, **typed)
    assert db.session.query(SaleResolution).count() == 0


def test_others_are_found_by_nip_without_a_trace_in_the_address(
    finance: PageClient, october: October, session: Any
) -> None:
    db.session.get_one(Employee, october.ani).nip = NIP
    page = finance.get(page_of(october.unknown)).form("cari-pembeli").submit(expect=200, **{"cari-text": NIP})
    assert "Ani Contoh" in page.text
    form = finance.get(page_of(october.unknown)).form("cari-pembeli")
    assert "Tidak ada yang cocok" in form.submit(expect=422, **{"cari-text": "zzzz"}).text


def test_a_sale_with_a_known_buyer_has_no_such_page(finance: PageClient, october: October) -> None:
    known = db.session.scalar(db.text("SELECT id FROM sale WHERE amount = 30000"))
    finance.get(page_of(known), expect=404)
    finance.get(page_of(999999), expect=404)


@pytest.fixture
def matching(october: October, session: Any) -> October:
    """The roster now knows the number that was typed."""
    db.session.get_one(Employee, october.budi).code = "K9999"
    return october


def test_exact_matches_are_confirmed_in_one_batch(finance: PageClient, matching: October) -> None:
    page = finance.get(LIST).form("cocok").submit(button="langkah=match").follow()
    assert "1 pembeli ditetapkan." in page.text
    assert bought(matching.budi) == 23_000


def test_a_match_that_was_not_ticked_is_left(finance: PageClient, matching: October) -> None:
    page = finance.get(LIST).form("cocok").submit(expect=422, button="langkah=match", rows=None)
    assert "Belum ada yang dipilih" in page.text
    assert bought(matching.budi) == 15_000
