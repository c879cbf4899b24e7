"""Reports as pages: the workbook's own rows, own scope, exports by POST alone and all of them in one list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from app.audit.models import AuditEvent
from app.directory.models import Employee, Unit
from app.excel.column_widths import Sheet
from app.extensions import db
from app.reports.labels import STATUS_WORDS
from app.reports.report import Report
from app.shared.transaction import begin_writing, commit
from app.web.reports import pages
from app.web.reports.sheets import shown_sheet
from tests.excel.written import read_back
from tests.pages import Page, PageClient
from tests.reports.every import DAY, Everything, make_everything, opened, tables

PREVIEWS = {
    "compliance": ("compliance", {"bulan": "2026-10"}),
    "compliance with supplement": ("compliance", {"bulan": "2026-09", "isi": "dengan-suplemen"}),
    "event day": ("event-day", {"hari": DAY.isoformat()}),
    "year": ("year", {"tahun": "2026"}),
    "ledger": ("ledger", {"bulan": "2026-10"}),
}


@pytest.fixture
def everything(session: Any) -> Everything:
    return make_everything()


@pytest.fixture
def finance(everything: Everything, as_role: Any) -> PageClient:
    begin_writing()
    client: PageClient = as_role("finance", username="bendahara")
    return client


@pytest.mark.both_engines
def test_a_preview_has_the_rows_of_the_workbook(finance: PageClient, everything: Everything) -> None:
    for name, (kind, query) in PREVIEWS.items():
        report = opened(everything.orders[name])
        for place, sheet in _places(report):
            page = finance.get(f"/keuangan/laporan/lihat/{kind}", query={**query, "lembar": str(place)})
            shown = shown_sheet(report, place - 1, 1)
            body = page.tree.findall(".//tbody/tr")  # type: ignore[union-attr]
            cells = [["".join(cell.itertext()) for cell in row] for row in body]
            expected = [[cell.text for cell in row] for row in shown.rows] or [[sheet.empty_text]]
            assert cells == expected, (name, sheet.name)
            paper = finance.get(f"/keuangan/laporan/cetak/{kind}", query={**query, "lembar": str(place)})
            assert sheet.letterhead[0] in paper.text
            assert len(paper.tree.findall(".//tbody/tr")) == len(expected)  # type: ignore[union-attr]


def _places(report: Report) -> list[tuple[int, Sheet]]:
    """Each sheet with a table, and where it stands, from 1."""
    return [(place, sheet) for place, sheet in enumerate(report.sheets, 1) if isinstance(sheet, Sheet)]


def test_all_sheets_are_printed_at_once_where_asked_for(finance: PageClient, everything: Everything) -> None:
    sheets = opened(everything.orders["compliance"]).sheets
    one = finance.get("/keuangan/laporan/cetak/compliance", query={"bulan": "2026-10"})
    assert f"Semua lembar ({len(sheets)})" in one.links
    everything_printed = finance.get(
        "/keuangan/laporan/cetak/compliance", query={"bulan": "2026-10", "lembar": "semua"}
    )
    assert len(everything_printed.tree.findall(".//article")) == len(sheets)  # type: ignore[union-attr]
    assert len(one.tree.findall(".//article")) == 1  # type: ignore[union-attr]


def test_a_preview_goes_on_where_its_page_ends(
    finance: PageClient, everything: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.reports.sheets.PER_PAGE", 2)
    whole = [row["Nota"] for row in _all_pages(finance)]
    sheet = tables(opened(everything.orders["ledger"]))[0]
    assert whole == [row[1] for row in sheet.rows]


def _all_pages(finance: PageClient) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for number in range(1, 7):
        page = finance.get(
            "/keuangan/laporan/lihat/ledger", query={"bulan": "2026-10", "halaman": str(number)}
        )
        rows += page.rows()[:-1] if page.rows()[-1].get("No.") == "Jumlah" else page.rows()
    seen: list[dict[str, str]] = []
    return [row for row in rows if row not in seen and not seen.append(row)]  # type: ignore[func-returns-value]


MISSING = (
    "/keuangan/laporan/lihat/tidak-ada",
    "/keuangan/laporan/lihat/ledger?bulan=2031-01",
    "/keuangan/laporan/lihat/event-day?hari=2026-13-01",
    "/keuangan/laporan/lihat/event-day?hari=2027-01-01",
    "/keuangan/laporan/lihat/year?tahun=1999",
    "/keuangan/laporan/lihat/year?opd=99999",
    "/keuangan/laporan/lihat/compliance?isi=rahasia",
    "/keuangan/laporan/lihat/compliance?bulan=2026-10&isi=dengan-suplemen",
    "/keuangan/laporan/lihat/ledger?lembar=9",
    "/keuangan/laporan/lihat/opd",
)


def test_what_there_is_not_is_not_found(finance: PageClient) -> None:
    for path in MISSING:
        finance.get(path, expect=404)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2027-01-07", "7 Januari 2027 belum tiba, jadi belum ada belanjanya. Pilih tanggal dari"),
        ("2020-01-07", "Tanggal ini tidak ada laporannya. Pilih tanggal dari"),
        ("besok", "Tanggal ini tidak ada laporannya. Pilih tanggal dari"),
    ],
)
def test_a_day_without_a_report_is_explained_and_another_can_be_picked(
    finance: PageClient, day: str, expected: str
) -> None:
    page = finance.get("/keuangan/laporan/lihat/event-day", query={"hari": day}, expect=404)
    assert expected in page.text and page.h1 == "Hari belanja"
    assert [one.get("name") for one in page.all("input", type="date")] == ["hari"]
    assert "Unduh Excel" not in page.text


def test_a_row_is_a_card_with_a_title_and_each_figure_has_its_word(finance: PageClient) -> None:
    for kind, query in PREVIEWS.values():
        page = finance.get(f"/keuangan/laporan/lihat/{kind}", query={**query, "lembar": "2"})
        for row in page.tree.findall(".//table[@class]/tbody/tr"):  # type: ignore[union-attr]
            titles = [cell for cell in row if cell.tag == "th" and cell.get("scope") == "row"]
            assert len(titles) == 1 or len(row) == 1
            assert all(cell.get("data-label") for cell in row if cell.tag == "td" and len(row) > 1)


def test_the_own_statement_begins_with_the_newest_month_and_says_which_were_not_recorded(
    everything: Everything, as_role: Any
) -> None:
    begin_writing()
    page = as_role("employee", employee=db.session.get(Employee, everything.october.budi)).get(
        "/saya/laporan"
    )
    months = [row["Bulan"] for row in page.rows() if row.get("Bulan")]
    assert months == ["November 2026", "Oktober 2026", "September 2026"]
    assert "Belum dicatat, jadi tidak ada yang kurang: Januari 2026 sampai Agustus 2026." in page.text


def test_an_english_reader_reads_titles_tabs_columns_and_states_and_prints_the_indonesian_book(
    finance: PageClient, everything: Everything
) -> None:
    finance.get("/keuangan/")
    finance.post("/bahasa", {"bahasa": "en", "kembali": "/"})
    for name, (kind, query) in PREVIEWS.items():
        for place, sheet in _places(opened(everything.orders[name])):
            page = finance.get(f"/keuangan/laporan/lihat/{kind}", query={**query, "lembar": str(place)})
            heads = page.words("th", scope="col")
            same = {
                column.title
                for column, head in zip(sheet.columns, heads, strict=True)
                if column.title == head
            }
            assert same <= ALIKE, (sheet.name, same - ALIKE)
            assert not set(_states(page)) & set(STATUS_WORDS.values())
    page = finance.get("/keuangan/laporan/lihat/compliance", query={"bulan": "2026-10", "lembar": "2"})
    assert page.h1 == "Local shopping October 2026" and "By tier" in page.links
    paper = finance.get("/keuangan/laporan/cetak/compliance", query={"bulan": "2026-10", "lembar": "2"})
    assert "Kekurangan (Rp)" in paper.text and "Shortfall (Rp)" not in paper.text


ALIKE = {"No.", "Status", "Target (Rp)", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Sep", "Nov"}
"""Columns whose word is the same in both languages."""


def _states(page: Page) -> list[str]:
    return [row.get("State", "") for row in page.rows()]


def test_each_export_is_a_post_and_stands_in_the_list(finance: PageClient) -> None:
    for kind, query in dict(PREVIEWS.values()).items():
        finance.get(f"/keuangan/laporan/buat/{kind}?{urlencode(query)}", expect=405)
        finance.post(f"/keuangan/laporan/buat/{kind}", query, expect=200).response.close()
    rows = finance.get("/keuangan/laporan/riwayat").rows()
    assert {row["Laporan"] for row in rows} == {
        "Kepatuhan, dengan suplemen", "Hari belanja", "Matriks tahun", "Buku penjualan",
    }  # fmt: skip
    assert len(rows) == len(dict(PREVIEWS.values()))
    assert {row["Masa"] for row in rows} == {
        "September 2026",
        "Oktober 2026",
        "28 Oktober 2026",
        "tahun 2026",
    }
    assert len({row["Siapa"] for row in rows}) == 1


def test_an_export_names_nobody_in_the_trail(finance: PageClient, everything: Everything) -> None:
    finance.get("/keuangan/laporan")
    finance.post("/keuangan/laporan/buat/ledger", {"bulan": "2026-10"}, expect=200).response.close()
    event = db.session.query(AuditEvent).filter_by(action="report.export").one()
    told = str(event.details)
    assert "Budi" not in told
    assert event.details["period"] == "2026-10"


def test_a_great_citys_matrix_is_shown_by_opd(finance: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_SHOWN", 1)
    page = finance.get("/keuangan/laporan/lihat/year")
    assert "pilih satu OPD" in page.text
    assert not page.all("table")


def test_an_opd_sees_and_downloads_its_own_people_alone(everything: Everything, as_role: Any) -> None:
    begin_writing()
    school = as_role("opd", unit=db.session.get_one(Unit, everything.october.school))
    page = school.get("/opd/laporan", query={"bulan": "2026-10", "lembar": "2"})
    assert "Budi Contoh" in page.text
    assert "Ani Contoh" not in page.text
    file = school.post("/opd/laporan/buat", {"bulan": "2026-10", "roots": "1", "unit": "1"}, expect=200)
    said = {
        str(cell)
        for sheet in ("Pegawai", "Belum memenuhi")
        for row in read_back(file.data, sheet)
        for cell in row
    }
    file.response.close()
    assert "Budi Contoh" in said
    assert "Ani Contoh" not in said


def test_a_statement_is_the_own_one_whatever_the_form_says(everything: Everything, as_role: Any) -> None:
    begin_writing()
    budi = as_role("employee", employee=db.session.get_one(Employee, everything.october.budi))
    page = budi.get("/saya/laporan", query={"masa": "2026-10", "lembar": "2"})
    assert "Kopi" in page.text
    form = {"masa": "2026", "employee_id": str(everything.october.ani)}
    file = budi.post("/saya/laporan/buat", form, expect=200)
    said = {str(cell) for row in read_back(file.data, "Keterangan") for cell in row}
    file.response.close()
    assert "Budi Contoh" in said
    assert "Ani Contoh" not in said
    budi.get("/saya/laporan", query={"masa": "2031-01"}, expect=404)
    commit()


def test_on_the_screen_a_report_shows_no_whole_nip_on_paper_it_does(
    finance: PageClient, everything: Everything
) -> None:
    """Every kind and sheet: whoever passes by the screen learns nobody's birth date (decisions 22)."""
    begin_writing()
    for number, one in enumerate(db.session.query(Employee), 1):
        one.nip = f"19800101200501{1000 + number}"
    commit()
    nips = [nip for (nip,) in db.session.query(Employee.nip)]
    printed = ""
    for name, (kind, query) in PREVIEWS.items():
        for place, _sheet in enumerate(tables(opened(everything.orders[name])), 1):
            asked = {**query, "lembar": str(place)}
            shown = finance.get(f"/keuangan/laporan/lihat/{kind}", query=asked).body
            assert not [nip for nip in nips if nip in shown], (name, place)
            printed += finance.get(f"/keuangan/laporan/cetak/{kind}", query=asked).body
    assert any(nip in printed for nip in nips)
