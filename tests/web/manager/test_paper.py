"""Paper sheets: numbered when printed, typed in as a book's rows, all lines or none, and none forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.extensions import db
from app.imports.faults import RowRefused
from app.months.services import set_closed
from app.sales.models import Sale
from app.sales.paper.book_entries import book_uuid
from app.sales.paper.sheets import TypedLine, read_lines, split_buyer
from app.sales.queries.sheet_lines import list_open_sheets, list_sheet_lines
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.tills.services.sheets import print_sheets
from tests.ledger import NIP, City, make_city, other_booth
from tests.pages import Page, PageClient

NOVEMBER = Period(2026, 11)
LINE = {"at": "08.05", "buyer": NIP, "product": "Bagea", "maker": "", "quantity": "2", "unit_price": "15.000"}


@pytest.fixture
def city(session: Any) -> City:
    return make_city()


@pytest.fixture
def manager(as_role: Any, city: City) -> PageClient:
    return as_role("manager")


def a_sheet(city: City, day: str = "2026-11-06") -> Any:
    """A printed sheet, committed."""
    begin_writing()
    (sheet,) = print_sheets(city.booth_id, clock.today().fromisoformat(day), 1, actor=SYSTEM)
    commit()
    return sheet


def typed(**lines: dict[str, str]) -> dict[str, str]:
    """`l3={"buyer": …}` → the fields of line 3, the sound line's values where nothing is said."""
    return {
        f"{name}-{key[1:]}": value for key, change in lines.items() for name, value in (LINE | change).items()
    }


def enter(
    manager: PageClient, sheet: Any, expect: int = 303, *, is_done: bool = False, **lines: dict[str, str]
) -> Page:
    manager.get(f"/pengelola/lembar/{sheet.id}")
    done = {"is_done": "y"} if is_done else {}
    page = manager.form("lembar").submit(expect=expect, **typed(**lines), **done)
    return page.follow() if expect == 303 else page


def count_sales() -> int:
    return db.session.scalar(select(func.count()).select_from(Sale)) or 0


def test_printing_allots_numbers_once_and_shows_the_paper(manager: PageClient, city: City) -> None:
    page = manager.get("/pengelola/lembar")
    form = page.form("/pengelola/lembar/cetak")
    paper = form.submit(day="2026-11-07", count="3").follow()
    assert [words.split()[-1] for words in paper.words("p", class_="paper-number")] == [
        "P-0001",
        "P-0002",
        "P-0003",
    ]
    assert len(paper.all("tr")) == 3 * 21
    again = form.submit(day="2026-11-08", count="1").follow()
    assert again.words("p", class_="paper-number") == ["Lembar P-0004"]
    (event, _second) = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "booths.print_sheets").order_by(AuditEvent.id)
    )
    assert (event.details["first"], event.details["count"]) == ("P-0001", 3)
    for wrong in ({"day": "2027-11-07"}, {"count": "21"}, {"count": "0"}):
        manager.get("/pengelola/lembar")
        manager.form("/pengelola/lembar/cetak").submit(expect=422, **wrong)


@pytest.mark.parametrize("count", ["", "0", "21", "x", "00" + "1" * 5000])
def test_a_count_nobody_prints_shows_the_one_sheet(manager: PageClient, city: City, count: str) -> None:
    manager.get("/pengelola/lembar").form("/pengelola/lembar/cetak").submit(day="2026-11-07", count="3")
    page = manager.get(f"/pengelola/lembar/1/cetak?jumlah={count}")
    assert page.words("p", class_="paper-number") == ["Lembar P-0001"]


def test_each_booth_counts_its_own_sheets(city: City) -> None:
    other = other_booth()
    begin_writing()
    print_sheets(city.booth_id, clock.today(), 2, actor=SYSTEM)
    assert [one.number for one in print_sheets(other.id, clock.today(), 1, actor=SYSTEM)] == ["P-0001"]


def test_lines_are_booked_on_the_sheet_s_day_at_their_own_time(manager: PageClient, city: City) -> None:
    sheet = a_sheet(city)
    free = {"buyer": "Ibu Ema", "product": "Kopi", "maker": "Kopi Salahutu", "unit_price": "9000"}
    page = enter(manager, sheet, l1={"at": "805"}, l4={"buyer": "umum", "at": "", "quantity": "1"}, l5=free)
    assert "3 baris tersimpan" in page.text
    lines = list_sheet_lines(city.booth_id, "P-0001")
    assert [(line, row.amount, row.buyer_kind, str(row.business_date)) for line, row in lines.items()] == [
        (1, 30_000, "employee", "2026-11-06"),
        (4, 15_000, "public", "2026-11-06"),
        (5, 18_000, "unresolved", "2026-11-06"),
    ]
    assert clock.local(lines[1].sold_at).strftime("%H.%M") == "08.05" and lines[1].source == "book"
    assert lines[1].lines[0].maker == "Dapur Kenari" and "time_unknown" in lines[4].flags
    assert NIP not in page.body
    (event,) = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "sales.enter_sheet"))
    assert (event.subject_id, event.details["created"]) == (sheet.id, 3)


def test_one_wrong_line_stores_none_and_loses_nothing(manager: PageClient, city: City) -> None:
    page = enter(manager, a_sheet(city), 422, l1={}, l2={"unit_price": "gratis"}, l3={"buyer": NIP[:-1]},
                 l4={"product": "Kue"}, l5={"quantity": "0"}, l6={"at": "2500"}, l7={"buyer": ""})  # fmt: skip
    assert count_sales() == 0 and "Belum ada yang disimpan" in page.text
    for words in ("Harga ditulis dalam rupiah", "Yang diketik 17 angka", "tidak ada di katalog", "1 sampai 10.000",
                  "Jam ditulis misalnya 09.15", "Siapa pembelinya"):  # fmt: skip
        assert words in page.text, words
    fields = {one.get("name"): one.get("value") for one in page.all("input", class_="grid-input")}
    assert fields["unit_price-2"] == "gratis" and fields["buyer-1"] == NIP
    assert "Lembar ini selesai:" in page.text


def test_a_damaged_nip_on_paper_is_taken_by_a_second_press(manager: PageClient, city: City) -> None:
    sheet = a_sheet(city)
    enter(manager, sheet, 422, l1={"buyer": "19790305200501"})
    page = manager.form("lembar").submit().follow()
    assert "1 baris tersimpan" in page.text
    (line,) = list_sheet_lines(sheet.booth_id, sheet.number).values()
    assert line.buyer_kind == "unresolved"


def test_sending_the_same_line_again_changes_nothing_and_another_content_is_refused(
    manager: PageClient, city: City
) -> None:
    sheet = a_sheet(city)
    manager.get(f"/pengelola/lembar/{sheet.id}")
    stale = manager.form("lembar")
    enter(manager, sheet, l1={})
    assert "0 baris tersimpan" in stale.submit(**typed(l1={})).follow().text
    page = stale.submit(expect=422, **typed(l1={"quantity": "3"}, l2={}))
    assert "sudah tersimpan dengan isi lain" in page.text
    assert count_sales() == 1


def test_a_key_is_the_one_a_book_would_use(manager: PageClient, city: City) -> None:
    sheet = a_sheet(city)
    rows, faults = read_lines(sheet, [TypedLine(1, **LINE)], clock.today())
    enter(manager, sheet, l1={})
    assert not faults and list_sheet_lines(city.booth_id, "P-0001")[1].uuid == book_uuid(rows[0])


def test_a_sheet_is_open_until_entered_or_handed_back(manager: PageClient, city: City) -> None:
    first, second, third = (a_sheet(city) for _ in range(3))
    assert [one.number for one in list_open_sheets(NOVEMBER)] == ["P-0001", "P-0002", "P-0003"]
    assert list_open_sheets(NOVEMBER, until=clock.today().replace(day=5)) == []
    assert "3 lembar belum diketik" in manager.get("/pengelola/lembar").text
    enter(manager, first, is_done=True, l1={})
    enter(manager, second, l1={})  # nothing is ticked beforehand, so a sheet half typed stays open
    manager.get(f"/pengelola/lembar/{third.id}")
    manager.form(f"/pengelola/lembar/{third.id}/kosong").submit(reason="kena hujan").follow()
    assert [one.number for one in list_open_sheets(NOVEMBER)] == ["P-0002"]
    page = manager.get("/pengelola/lembar")
    assert "1 lembar belum diketik" in page.text and "tidak terpakai: kena hujan" in page.text
    manager.post(f"/pengelola/lembar/{third.id}/kosong", {"reason": "lagi"}, expect=409)
    manager.post(f"/pengelola/lembar/{second.id}/kosong", {"reason": "kosong"}, expect=409)
    manager.post(f"/pengelola/lembar/{second.id}/kosong", {"reason": " "}, expect=422)


def test_a_finished_sheet_still_takes_a_forgotten_line(manager: PageClient, city: City) -> None:
    sheet = a_sheet(city)
    enter(manager, sheet, l1={})
    enter(manager, sheet, l2={})
    assert count_sales() == 2


def test_a_closed_month_s_lines_wait_and_a_coming_day_s_sheet_is_refused(
    manager: PageClient, city: City
) -> None:
    late, early = a_sheet(city, "2026-10-20"), a_sheet(city, "2026-11-08")
    begin_writing()
    set_closed(Period(2026, 10))
    commit()
    assert "1 baris menunggu keuangan" in enter(manager, late, l1={}).text
    assert "belum tiba" in enter(manager, early, 422, l1={}).text


def test_an_empty_grid_is_not_sent(manager: PageClient, city: City) -> None:
    manager.get(f"/pengelola/lembar/{a_sheet(city).id}")
    assert "Belum ada baris" in manager.form("lembar").submit(expect=422).text


def test_another_booth_s_sheets_do_not_exist(as_role: Any, city: City) -> None:
    sheet = a_sheet(city)
    stranger = as_role("manager", booth=other_booth())
    assert "P-0001" not in stranger.get("/pengelola/lembar").text
    for path in ("", "/cetak"):
        stranger.get(f"/pengelola/lembar/{sheet.id}{path}", 404)
    stranger.post(f"/pengelola/lembar/{sheet.id}", typed(l1={}), expect=404)
    stranger.post(
        "/pengelola/lembar/cetak", {"booth": str(city.booth_id), "day": "2026-11-07", "count": "1"}, 422
    )


@pytest.mark.parametrize(
    ("text", "split"),
    [(f"{NIP[:8]} {NIP[8:14]} {NIP[14:]}", (NIP, "")), ("K-0042", ("K-0042", "")), ("4711", ("4711", "")),
     (" Ibu  Ema ", ("", "Ibu Ema")), ("U", ("", "UMUM")), ("umum", ("", "UMUM")), ("-", ("", "UMUM")),
     ("Ema 2", ("", "Ema 2"))],
)  # fmt: skip
def test_one_column_tells_number_code_and_name_apart(text: str, split: tuple[str, str]) -> None:
    assert split_buyer(text) == split


@pytest.mark.parametrize("text", ["", "  ", NIP[:-1], NIP + "0"])
def test_a_buyer_nobody_could_mean_is_said(text: str) -> None:
    with pytest.raises(RowRefused):
        split_buyer(text)
