"""What a signer reads first: the summary, what supplements changed, and whose book it is."""

from __future__ import annotations

from typing import Any

import pytest

from app.directory.models import Unit
from app.excel.column_widths import FactSheet, Sheet
from app.months.services import accept_late
from app.reports.compliance import read_compliance_report
from app.reports.report import Report
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests.office import TREASURER, sell
from tests.people import buy, make_staff
from tests.reports.every import SEPTEMBER, Everything, make_everything, opened
from tests.standing import make_person, make_unit

NOVEMBER = Period(2026, 11)


@pytest.fixture
def everything(session: Any) -> Everything:
    return make_everything()


def facts_of(report: Report, name: str = "Ringkasan") -> dict[str, object]:
    sheet = next(one for one in report.sheets if one.name == name)
    assert isinstance(sheet, FactSheet)
    return dict(sheet.facts)


def table(report: Report, name: str) -> list[dict[str, object]]:
    sheet = next(one for one in report.sheets if one.name == name)
    assert isinstance(sheet, Sheet)
    titles = [column.title for column in sheet.columns if column.kind != "number_no"]
    return [dict(zip(titles, row, strict=True)) for row in sheet.rows]


def test_the_book_begins_with_a_sentence_and_three_figures(everything: Everything) -> None:
    report = opened(everything.orders["compliance"])
    assert report.sheets[0].name == "Ringkasan"
    facts = facts_of(report)
    assert (
        facts["Oktober 2026"] == "2 dari 2 pegawai yang wajib sudah memenuhi (100 %); tidak ada yang kurang."
    )
    assert facts["Memenuhi"] == "100 % (2 dari 2 orang); September 2026: 0 % (0 dari 2 orang)"
    assert facts["Belanja pegawai"] == "Rp64.000; September 2026: Rp12.000"
    assert facts["Banyaknya"] == "0 orang"


def test_a_supplement_says_whose_state_changed_and_the_recap_with_it(everything: Everything) -> None:
    begin_writing()
    sell(everything.october, everything.october.budi, 12_000, "2026-09-11")
    accept_late(SEPTEMBER, None, actor=TREASURER)
    commit()
    report = opened(everything.orders["supplement"])
    budi, ani = table(report, "Akibat suplemen")
    assert (budi["Nama"], budi["Suplemen (Rp)"], budi["Belanja sesudahnya (Rp)"]) == (
        "Budi Contoh",
        21_000,
        21_000,
    )
    assert (budi["Keadaan saat ditutup"], budi["Keadaan sesudahnya"]) == ("Kurang", "Memenuhi")
    assert (ani["Keadaan saat ditutup"], ani["Keadaan sesudahnya"]) == ("Kurang", "Kurang")
    (recap,) = table(report, "Rekap dengan suplemen")
    assert recap["Realisasi (Rp)"] == 38_000
    assert recap["Memenuhi"] == 1


def test_the_opds_own_book_has_its_own_letterhead_and_head(everything: Everything) -> None:
    report = opened(everything.orders["opd"])
    for sheet in report.sheets:
        assert list(sheet.letterhead) == ["PEMERINTAH KOTA AMBON", "DINAS PENDIDIKAN"]
    signatures = next(one.signatures for one in report.sheets if isinstance(one, Sheet))
    assert signatures is not None
    assert (signatures[0].role[-1], signatures[0].name) == ("Kepala Seksi", "Ani Contoh")


def test_a_summary_without_names_ranks_only_offices_that_the_recap_shows_alone(session: Any) -> None:
    """Its ranks would otherwise say what the recap hides: here that everybody of the first office met."""
    staff = make_staff()
    city = session.get(Unit, staff.office.parent_id)
    for name, met, people in (
        ("Dinas Satu", 6, 6),
        ("Dinas Dua", 3, 6),
        ("Dinas Tiga", 4, 8),
        ("Dinas Empat", 5, 9),
    ):
        unit = make_unit(name, city)
        for number in range(people):
            person = make_person(unit, f"Pegawai {name} {number}")
            if number < met:
                buy(person, 20_000)
    commit()
    with_names, without = (
        {
            name
            for name in facts_of(read_compliance_report(NOVEMBER, "Uji", with_names=names))
            if "Dinas" in name
        }
        for names in (True, False)
    )
    assert "Dinas Satu" in with_names
    assert without == {"Dinas Empat", "Dinas Dua"}
