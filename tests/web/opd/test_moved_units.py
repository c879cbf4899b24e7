"""A closed month stays with the OPD it was signed for, whatever units move afterwards (decisions 16 and 21)."""

from __future__ import annotations

from typing import Any

import pytest

from app.closing.queries import list_standings_of_month
from app.closing.snapshot_scope import find_snapshot_scope
from app.closing.trend import add_up, list_month_counts, list_parts
from app.directory.queries import load_tree
from app.extensions import db
from app.reports.opd import read_opd
from app.shared.period import Period
from app.web.ui.person_month import get_person_page
from tests.pages import PageClient
from tests.people import Staff, buy, close
from tests.web.opd.test_own_people import names

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)


@pytest.fixture
def moved(staff: Staff) -> Staff:
    """October closed with Ani and Budi met; then the village school (Budi) goes to the health office."""
    buy(staff.ani, 25_000, "2026-10-05")
    buy(staff.budi, 30_000, "2026-10-06")
    close(OCTOBER)
    staff.village.parent_id = staff.health.id
    db.session.flush()
    return staff


def people(*roots: Any, period: Period = OCTOBER) -> list[str]:
    return sorted(row.name.split()[0] for row in list_standings_of_month(period, unit_ids=below(*roots)))


def below(*roots: Any) -> frozenset[int]:
    return frozenset().union(*(load_tree().below(root.id) for root in roots))


def test_the_office_keeps_whom_the_closed_month_froze_under_it_and_the_other_gets_nobody(
    moved: Staff,
) -> None:
    assert people(moved.office) == ["Ani", "Budi", "Cici"]
    assert people(moved.health) == ["Dodi"]
    assert people(moved.office, period=NOVEMBER) == ["Ani", "Cici"]
    assert people(moved.health, period=NOVEMBER) == ["Budi", "Dodi"]


def test_the_sums_of_the_dashboard_are_those_of_the_closed_month(moved: Staff) -> None:
    units = below(moved.office)
    total = add_up(part.counts for part in list_parts(OCTOBER, load_tree(), unit_ids=units))
    assert (total.met, total.short, total.bought) == (2, 1, 55_000)
    assert list_month_counts([OCTOBER], unit_ids=units) == {OCTOBER: total}


def test_a_moved_unit_brings_along_only_its_own_closed_months(moved: Staff) -> None:
    """A school's operator keeps seeing it; what was frozen under another office than the school's own people is
    nobody's who looks after the school."""
    assert people(moved.village) == ["Budi"]
    moved.clinic.parent_id = moved.school.id
    db.session.flush()
    assert people(moved.school) == ["Ani"]
    assert people(moved.school, moved.village) == ["Ani", "Budi"]


def test_the_top_of_the_tree_holds_everybody(moved: Staff) -> None:
    assert find_snapshot_scope({OCTOBER: 1}, load_tree().rows).is_all
    assert len(list_standings_of_month(OCTOBER, unit_ids=frozenset(load_tree().rows))) == 4


def test_the_own_workbook_keeps_the_people_and_a_line_for_the_unit_that_left(moved: Staff) -> None:
    report = read_opd(OCTOBER, [moved.office.id], "uji")
    assert report.details["people"] == 3
    recap = [row for row in report.sheets[0].rows if "SD Negeri 12 Latuhalat" in row]
    assert len(recap) == 1


def test_pages_of_a_closed_month_list_count_and_open_whom_it_froze(
    operator: PageClient, moved: Staff
) -> None:
    page = operator.get("/opd/?bulan=2026-10")
    assert names(page) == ["Ani Latuconsina", "Budi Sahetapy", "Cici Pattiasina"]
    assert "2 dari 3 pegawai wajib" in page.text
    assert names(operator.get(f"/opd/?bulan=2026-10&unit={moved.village.id}")) == ["Budi Sahetapy"]
    assert "SD Negeri 12 Latuhalat" in operator.get("/opd/ringkasan?bulan=2026-10").text
    operator.get(f"/opd/pegawai/{moved.budi.id}?bulan=2026-10")
    operator.get(f"/opd/pegawai/{moved.budi.id}", expect=404)
    operator.get(f"/opd/?unit={moved.village.id}", expect=404)


def test_the_office_that_got_the_unit_opens_its_people_s_open_months_only(moved: Staff) -> None:
    page = get_person_page(moved.budi.id, NOVEMBER, within=below(moved.health))
    assert page.year[NOVEMBER] is not None and page.year[OCTOBER] is None
