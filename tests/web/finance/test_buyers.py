"""Unresolved buyers and what came twice: seen, settled, said."""

from __future__ import annotations

from typing import Any

import pytest

from app.audit.models import AuditEvent
from app.closing.queries import list_standings_of_month
from app.directory.models import Employee
from app.extensions import db
from app.months.models import LateItem
from app.sales.models import SaleConflict, SaleResolution
from app.shared import clock
from tests.office import October, close, make_october
from tests.pages import PageClient
from tests.standing import OCTOBER

NIP = "196801012000031009"


@pytest.fixture
def october(session: Any) -> October:
    """The city, with October open."""
    return make_october()


@pytest.fixture
def desk(october: October, as_role: Any) -> PageClient:
    """Somebody of finance."""
    client: PageClient = as_role("finance")
    return client


def bought(employee_id: int) -> int:
    return {row.employee_id: row.bought for row in list_standings_of_month(OCTOBER)}[employee_id]


def test_the_list_shows_what_was_typed(desk: PageClient) -> None:
    (row,) = desk.get("/keuangan/pembeli?bulan=2026-10").rows()
    assert row["Diketik"].startswith("Budi?")
    assert row["Jumlah"] == "Rp8.000"


def test_a_typed_name_proposes_people(desk: PageClient, october: October, session: Any) -> None:
    page = desk.get(f"/keuangan/pembeli/{october.unknown}")
    assert "Budi Contoh" in page.text


def test_saying_who_it_was_counts_at_once(desk: PageClient, october: October) -> None:
    form = desk.get(f"/keuangan/pembeli/{october.unknown}").form("tetapkan")
    page = form.submit(employee=str(october.budi), reason="ditelepon").follow()
    assert "sekarang dihitung untuk Budi Contoh" in page.text
    assert bought(october.budi) == 23_000
    assert "Semua pembeli sudah dikenal" in page.text


def test_in_a_closed_month_it_waits(desk: PageClient, october: October, session: Any) -> None:
    close()
    form = desk.get(f"/keuangan/pembeli/{october.unknown}").form("tetapkan")
    page = form.submit(employee=str(october.budi), reason="ditelepon").follow()
    assert "menunggu di baki terlambat Oktober 2026" in page.text
    assert bought(october.budi) == 15_000
    assert db.session.query(LateItem).one().decision is None


@pytest.mark.parametrize(
    "typed",
    [
        {"employee": "", "reason": "x"},
        {"employee": "999999", "reason": "x"},
        {"employee": "x", "reason": "x"},
    ],
)
def test_nobody_is_no_answer(desk: PageClient, october: October, typed: dict[str, str]) -> None:
    desk.get(f"/keuangan/pembeli/{october.unknown}").form("tetapkan").submit(expect=422, **typed)
    assert db.session.query(SaleResolution).count() == 0


def test_a_reason_is_wanted(desk: PageClient, october: October) -> None:
    form = desk.get(f"/keuangan/pembeli/{october.unknown}").form("tetapkan")
    form.submit(expect=422, employee=str(october.budi), reason=" ")
    assert db.session.query(SaleResolution).count() == 0


def test_others_are_found_by_nip_without_a_trace_in_the_address(
    desk: PageClient, october: October, session: Any
) -> None:
    db.session.get_one(Employee, october.ani).nip = NIP
    form = desk.get(f"/keuangan/pembeli/{october.unknown}").form("cari-pembeli")
    page = form.submit(expect=200, **{"cari-text": NIP})
    assert "Ani Contoh" in page.text
    page = desk.get(f"/keuangan/pembeli/{october.unknown}").form("cari-pembeli")
    assert "Tidak ada yang cocok" in page.submit(expect=422, **{"cari-text": "zzzz"}).text


def test_a_sale_with_a_known_buyer_has_no_such_page(desk: PageClient, october: October) -> None:
    known = db.session.scalar(db.text("SELECT id FROM sale WHERE amount = 30000"))
    desk.get(f"/keuangan/pembeli/{known}", expect=404)
    desk.get("/keuangan/pembeli/999999", expect=404)


@pytest.fixture
def matching(october: October, session: Any) -> October:
    """The roster now knows the number that was typed."""
    db.session.get_one(Employee, october.budi).code = "K9999"
    return october


def test_exact_matches_are_confirmed_in_one_batch(desk: PageClient, matching: October) -> None:
    form = desk.get("/keuangan/pembeli?bulan=2026-10").form("cocok")
    page = form.submit(button="langkah=semua").follow()
    assert "1 pembeli ditetapkan." in page.text
    assert bought(matching.budi) == 23_000


def test_a_match_that_was_not_ticked_is_left(desk: PageClient, matching: October) -> None:
    form = desk.get("/keuangan/pembeli?bulan=2026-10").form("cocok")
    page = form.submit(expect=422, rows=None)
    assert "Belum ada yang dipilih" in page.text
    assert bought(matching.budi) == 15_000


@pytest.fixture
def conflict(october: October, session: Any) -> int:
    """The id of Ani's sale came again with another content."""
    uuid = db.session.scalar(db.text("SELECT uuid FROM sale WHERE amount = 30000"))
    row = SaleConflict(
        uuid=uuid, content_hash="x", received_at=clock.now(),
        content={"cashier": "rina", "lines": [[None, "Dapur", "Kopi rempah", 2, 12_000]], "payment": "cash"},
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row.id


def test_a_conflict_stands_beside_what_was_booked(desk: PageClient, conflict: int) -> None:
    page = desk.get("/keuangan/periksa?bulan=2026-10")
    told = {row["Isi"]: row for row in page.rows()}
    assert (told["Jumlah"]["Dibukukan"], told["Jumlah"]["Datang kemudian"]) == ("Rp30.000", "Rp24.000")
    assert "Kopi rempah" in page.text


def test_a_conflict_is_settled_with_what_was_found(desk: PageClient, conflict: int) -> None:
    form = desk.get("/keuangan/periksa").form(f"periksa-{conflict}")
    form.submit(expect=422, reason="")
    page = form.submit(reason="tablet dipakai dua orang").follow()
    assert "Kopi rempah" not in page.text
    assert db.session.get_one(SaleConflict, conflict).settled_at is not None
    (event,) = db.session.query(AuditEvent).filter_by(action="sales.settle_conflict")
    assert event.details == {"reason": "tablet dipakai dua orang"}
    form.submit(expect=404, reason="sekali lagi")


@pytest.mark.both_engines
def test_flagged_rows_say_what_is_odd(desk: PageClient) -> None:
    rows = desk.get("/keuangan/periksa?bulan=2026-10").rows()
    assert [row["Tanda"] for row in rows] == ["pembeli belum dikenal"]
