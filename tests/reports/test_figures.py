"""Each workbook's figures against other questions put to the same ledger."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.closing.queries import list_months_of_person, list_standings_of_month
from app.reports.year import read_year
from app.sales.queries import list_ledger_rows, list_sales_of, sum_period
from app.shared.period import Period
from tests.excel.written import member
from tests.reports.every import DAY, SEPTEMBER, Everything, make_everything, opened, tables, written
from tests.standing import OCTOBER


@pytest.fixture
def everything(session: Any) -> Everything:
    return make_everything()


def rows_of(everything: Everything, name: str, sheet: str) -> list[dict[str, Any]]:
    """A sheet's rows by column title, the running number left out."""
    found = next(one for one in tables(opened(everything.orders[name])) if one.name == sheet)
    titles = [column.title for column in found.columns if column.kind != "number_no"]
    return [dict(zip(titles, row, strict=True)) for row in found.rows]


def total_of(everything: Everything, name: str, sheet: str) -> dict[str, Any]:
    found = next(one for one in tables(opened(everything.orders[name])) if one.name == sheet)
    titles = [column.title for column in found.columns if column.kind != "number_no"]
    assert found.total is not None
    return dict(zip(titles, found.total(), strict=True))


def test_the_event_day_is_what_the_ledger_sold_on_it(everything: Everything) -> None:
    sold = sum(row.amount for row in list_ledger_rows(OCTOBER) if row.business_date == DAY)
    for sheet in ("Per jam", "Per pojok"):
        assert total_of(everything, "event day", sheet)["Nilai (Rp)"] == sold == 11_000, sheet
    by_maker = next(one for one in tables(opened(everything.orders["event day"])) if one.name == "Per UMKM")
    assert not list(by_maker.rows) and "Rp11.000: belum dicocokkan" in " ".join(by_maker.notes)
    assert total_of(everything, "event day", "Per jam")["Pembeli pegawai"] == 1
    assert rows_of(everything, "event day", "Per jam") == [
        {"Jam": "10.00–10.59", "Pembeli pegawai": 1, "Nota umum": 0, "Nota": 2, "Nilai (Rp)": 11_000}
    ]


def test_who_came_is_counted_with_the_own_opd(everything: Everything) -> None:
    rows = {row["Perangkat Daerah (OPD)"]: row for row in rows_of(everything, "event day", "Per OPD")}
    opd = next(
        row.opd for row in list_standings_of_month(OCTOBER) if row.employee_id == everything.october.budi
    )
    assert (rows[opd]["Pembeli pegawai"], rows[opd]["Pegawai"], rows[opd]["Berbelanja (%)"]) == (1, 2, 0.5)


def test_the_matrix_is_the_standings_of_each_month(everything: Everything) -> None:
    amounts = {row["Nama"]: row for row in rows_of(everything, "year", "Pegawai (Rp)")}
    shares = {row["Nama"]: row for row in rows_of(everything, "year", "Pegawai (%)")}
    for period, title in ((SEPTEMBER, "Sep"), (OCTOBER, "Okt")):
        for row in list_standings_of_month(period):
            assert amounts[row.name][title] == row.bought
            if row.status in ("met", "short"):
                assert shares[row.name][title] == pytest.approx(row.bought / row.minimum)
    assert shares["Ani Contoh"]["Des"] is None
    months = list(shares["Ani Contoh"])[4:-1]
    assert months == ["Sep", "Okt", "Nov", "Des"], "what nobody recorded takes no room"
    notes = next(one for one in tables(opened(everything.orders["year"])) if one.name == "Pegawai (Rp)").notes
    assert "Belum dicatat: Januari 2026, Februari 2026" in " ".join(notes)  # type: ignore[arg-type]
    assert not any("Maret" in title for title in amounts["Ani Contoh"])


def test_people_of_the_matrix_stand_by_opd_with_their_sums(everything: Everything) -> None:
    sheet = next(one for one in tables(opened(everything.orders["year"])) if one.name == "Pegawai (Rp)")
    rows, places = list(sheet.rows), [column.title for column in sheet.columns if column.kind != "number_no"]
    assert sheet.groups and sum(group.count for group in sheet.groups) == len(rows)
    start = 0
    for group in sheet.groups:
        part = rows[start : start + group.count]
        assert {row[places.index("Perangkat Daerah (OPD)")] for row in part} == {group.title}
        assert group.total[-1] == sum(row[-1] for row in part)  # type: ignore[misc]
        start += group.count


def test_a_closed_month_in_the_matrix_is_its_snapshot(everything: Everything) -> None:
    """Budi's 9.000 came as a supplement, Ani's 5.000 waits: neither moves what was frozen."""
    amounts = {row["Nama"]: row["Sep"] for row in rows_of(everything, "year", "Pegawai (Rp)")}
    assert amounts == {"Ani Contoh": 12_000, "Budi Contoh": 0}


def test_an_opds_matrix_holds_nobody_else(everything: Everything, session: Any) -> None:
    everybody = {row["Nama"] for row in rows_of(everything, "year", "Pegawai (Rp)")}
    report = read_year(2026, "x", opd_id=everything.october.school)
    assert [len(sheet.rows) for sheet in tables(report)] == [0, 0, 0]  # a school is no OPD: nobody's recap
    assert {row["Nama"] for row in rows_of(everything, "year of an OPD", "Pegawai (Rp)")} == everybody


def test_the_ledger_has_every_row_and_counts_what_counts(everything: Everything) -> None:
    for name, period in (("ledger", OCTOBER), ("ledger of a closed month", SEPTEMBER)):
        rows = rows_of(everything, name, "Buku penjualan")
        assert sum(row["Dihitung (Rp)"] or 0 for row in rows) == sum_period(period).turnover
        assert total_of(everything, name, "Buku penjualan")["Dihitung (Rp)"] == sum_period(period).turnover
    waiting = [row for row in rows if row["Keadaan"] == "Menunggu keputusan"]
    assert [(row["Nilai (Rp)"], row["Dihitung (Rp)"]) for row in waiting] == [(5_000, 0)]


def test_the_ledger_names_reversals_and_resolutions_beside_their_receipt(everything: Everything) -> None:
    rows = rows_of(everything, "ledger", "Buku penjualan")
    void = next(row for row in rows if row["Jenis"] == "Pembatalan")
    original = next(row for row in rows if row["Nota"] == void["Merujuk nota"])
    assert (void["Nilai (Rp)"], original["Nilai (Rp)"], void["Alasan"]) == (-6_000, 6_000, "salah orang")
    place, resolved = next(
        (place, row) for place, row in enumerate(rows) if row["Jenis"] == "Penetapan pembeli"
    )
    assert (resolved["Pembeli"], resolved["Nilai (Rp)"], resolved["Alasan"]) == (
        "Budi Contoh",
        None,
        "ditelepon",
    )
    assert rows[place - 1]["Nota"] == resolved["Merujuk nota"]


def test_an_opds_workbook_holds_its_own_people_alone(everything: Everything) -> None:
    mine = list_standings_of_month(OCTOBER, unit_ids=frozenset({everything.october.school}))
    report = opened(everything.orders["opd"])
    assert {row[1] for row in tables(report)[1].rows} == {"Ani Contoh", "Budi Contoh"}
    everything.orders["school"] = type(everything.orders["opd"])(
        "opd", period=OCTOBER, roots=(everything.october.school,)
    )
    rows = rows_of(everything, "school", "Pegawai")
    assert [(row["Nama"], row["Belanja (Rp)"]) for row in rows] == [(one.name, one.bought) for one in mine]
    assert {row["Nama"] for row in rows} == {"Budi Contoh"}


def test_a_statement_is_what_the_own_page_says(everything: Everything) -> None:
    budi = everything.october.budi
    months = list_months_of_person(budi, [SEPTEMBER, OCTOBER])
    said = {row["Bulan"]: row for row in rows_of(everything, "statement of a year", "Per bulan")}
    for period, title in ((SEPTEMBER, "September 2026"), (OCTOBER, "Oktober 2026")):
        outcome = months[period].outcome
        assert (said[title]["Belanja (Rp)"], said[title]["Kekurangan (Rp)"]) == (
            outcome.bought,
            outcome.shortfall,
        )
    counted = sum(row["Dihitung (Rp)"] for row in rows_of(everything, "statement of a month", "Nota"))
    assert counted == months[OCTOBER].outcome.bought == 34_000
    receipts = {sale.receipt for sale in list_sales_of(budi, OCTOBER)}
    assert {row["Nota"] for row in rows_of(everything, "statement of a month", "Nota")} == receipts


def test_a_year_of_the_future_is_empty_and_says_so(everything: Everything) -> None:
    report = read_year(Period(2027, 1).year, "x")
    assert [len(sheet.rows) for sheet in tables(report)] == [0, 0, 0]


def test_the_copy_with_supplement_has_the_frozen_rows_the_supplement_and_the_hash(
    everything: Everything,
) -> None:
    report = opened(everything.orders["compliance with supplement"])
    names = [sheet.name for sheet in report.sheets]
    assert names[-4:] == ["Suplemen", "Akibat suplemen", "Rekap dengan suplemen", "Keterangan"]
    assert total_of(everything, "compliance with supplement", "Rincian pegawai")["Belanja (Rp)"] == 12_000
    assert total_of(everything, "compliance with supplement", "Transaksi")["Nilai (Rp)"] == 14_000
    assert total_of(everything, "compliance with supplement", "Suplemen")["Nilai (Rp)"] == 9_000
    facts = dict(report.sheets[-1].facts)  # type: ignore[union-attr]
    assert len(facts["SHA-256 berkas yang ditandatangani"]) == 64


def test_the_matrix_is_coloured_over_its_months_and_nowhere_else(everything: Everything) -> None:
    coloured = {name: member(written(opened(everything.orders["year"])), f"xl/worksheets/sheet{place}.xml")
                for place, name in enumerate(("Per OPD", "Pegawai (%)", "Pegawai (Rp)"), 1)}  # fmt: skip
    ranges = {
        name: re.findall('conditionalFormatting sqref="([A-Z]+)[0-9]+:([A-Z]+)', xml)
        for name, xml in coloured.items()
    }
    assert ranges == {"Per OPD": [("D", "G")], "Pegawai (%)": [("F", "J")], "Pegawai (Rp)": []}
