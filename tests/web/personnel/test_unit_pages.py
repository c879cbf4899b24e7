"""Units change from a day on, with their consequences shown before, and can be put back."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.audit.models import AuditEvent
from app.compliance.queries import list_standings
from app.directory.models import UnitChange
from app.directory.queries import load_tree
from app.extensions import db
from app.months.models import Month
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests.directory.files import JANUARY, OCTOBER, UNITS, history, line, person, take_in, write_csv, yohanis
from tests.pages import Page, PageClient
from tests.standing import make_sale

SEPTEMBER, NOVEMBER = Period(2026, 9), Period(2026, 11)


def unit(key: str) -> int:
    return load_tree().by_external_id[key]


def opds(period: Period) -> dict[str, str | None]:
    return {row.name.split(",")[0]: row.opd for row in list_standings(period)}


@pytest.fixture
def recorded(city: Path) -> Path:
    """Martha at SMP Negeri 4 and Yohanis at Puskesmas Nania since January; recording since September."""
    take_in(city, line(), yohanis(UNOR_ID="P", UNOR_NAMA="Puskesmas Nania"), as_of=JANUARY)
    begin_writing()
    make_sale(None, 3_000, "2026-09-10")
    commit()
    return city


def send(office: PageClient, file: Path, as_of: str = "2026-11-01", expect: int = 200) -> Page:
    office.get("/kepegawaian/unit")
    data = {"file": (io.BytesIO(file.read_bytes()), file.name), "as_of": as_of, "letter": "SK 5"}
    return office.post("/kepegawaian/unit", data, expect, content_type="multipart/form-data")


def test_a_file_that_moves_a_unit_says_whose_recap_and_changes_no_earlier_month(
    office: PageClient, recorded: Path
) -> None:
    page = send(office, write_csv(recorded / "unor.csv", [UNITS[0], ("S4", "SMP Negeri 4", "K")]))
    assert "di bawah Dinas Pendidikan" in page.text
    assert "di bawah Dinas Kesehatan" in page.text
    assert [(row["Dari OPD"], row["Ke OPD"], row["Pegawai"]) for row in page.rows(1)] == [
        ("Dinas Pendidikan", "Dinas Kesehatan", "1")
    ]
    assert db.session.query(UnitChange).count() == 0
    page.form("terapkan").submit()
    assert opds(SEPTEMBER)["MARTHA WATTIMENA"] == "Dinas Pendidikan"
    assert opds(NOVEMBER)["MARTHA WATTIMENA"] == "Dinas Kesehatan"
    event = db.session.query(AuditEvent).filter_by(action="directory.change_unit").one()
    assert (event.details["unit"], event.details["parent_before"], event.details["parent_after"]) == (
        "SMP Negeri 4", "Dinas Pendidikan", "Dinas Kesehatan",
    )  # fmt: skip


def test_a_file_confirmed_after_somebody_else_changed_the_tree_is_refused(
    office: PageClient, recorded: Path
) -> None:
    page = send(office, write_csv(recorded / "unor.csv", [UNITS[0], ("S4", "SMP Negeri 4", "K")]))
    change(office, "S4", "nama", name="SMP Negeri Empat")
    again = page.form("terapkan").submit(expect=409)
    assert "Datanya berubah sejak diperiksa" in again.text
    assert load_tree().opd_name(unit("S4")) == "Dinas Pendidikan"


def change(office: PageClient, key: str, step: str, expect: int = 303, **typed: Any) -> Page:
    """Fill in a form of one unit, look at the consequences, save."""
    values = {"letter": "SK 12", "effective_from": "2026-11-01", **typed}
    form = office.get(f"/kepegawaian/unit/{unit(key)}/{step}").form()
    seen = form.submit(expect=200 if expect == 303 else expect, button="langkah=periksa", **values)
    return seen if expect != 303 else seen.form().submit(button="langkah=simpan")


def test_a_new_name_holds_from_its_day(office: PageClient, recorded: Path) -> None:
    change(office, "D", "nama", name="Dinas Pendidikan dan Kebudayaan", effective_from="2026-11-01")
    assert opds(SEPTEMBER)["MARTHA WATTIMENA"] == "Dinas Pendidikan"
    assert opds(NOVEMBER)["MARTHA WATTIMENA"] == "Dinas Pendidikan dan Kebudayaan"


def test_a_later_rename_survives_an_older_move(office: PageClient, recorded: Path) -> None:
    change(office, "S4", "nama", name="SMP Empat", effective_from="2026-11-01")
    change(office, "S4", "pindah", other_id=str(unit("K")), effective_from="2026-10-01")
    tree = load_tree()
    assert (tree.name(unit("S4")), tree.opd_name(unit("S4"))) == ("SMP Empat", "Dinas Kesehatan")
    assert load_tree(date(2026, 9, 30)).opd_name(unit("S4")) == "Dinas Pendidikan"


def test_a_merger_takes_people_and_units_along_and_lists_follow(office: PageClient, recorded: Path) -> None:
    change(office, "K", "gabung", other_id=str(unit("D")))
    change(office, "S12", "gabung", other_id=str(unit("S4")))
    tree = load_tree()
    assert (tree.opd_name(unit("P")), tree.successor(unit("S12"))) == ("Dinas Pendidikan", unit("S4"))
    assert opds(NOVEMBER)["YOHANIS LATUPERISSA"] == "Dinas Pendidikan"
    assert opds(SEPTEMBER)["YOHANIS LATUPERISSA"] == "Dinas Kesehatan"
    take_in(recorded, line(UNOR_ID="S12"), as_of=date(2026, 11, 5))
    assert history(person(pns_id="A-1"))[-1][1] == "S4"


def test_a_merger_can_be_undone_until_something_depends_on_it(office: PageClient, recorded: Path) -> None:
    change(office, "S4", "gabung", other_id=str(unit("S12")))
    martha = person(pns_id="A-1")
    assert history(martha) == [(JANUARY, "S4"), (date(2026, 11, 1), "S12")]
    office.get("/kepegawaian/unit/riwayat").form("/kepegawaian/unit/riwayat/2/urungkan").submit()
    assert history(martha) == [(JANUARY, "S4")]
    assert not load_tree().is_ended(unit("S4"))
    assert "sudah diurungkan" in office.get("/kepegawaian/unit/riwayat").text


def test_an_undo_that_something_depends_on_says_what(office: PageClient, recorded: Path) -> None:
    change(office, "S4", "nama", name="SMP Empat")
    change(office, "S4", "nama", name="SMP 4 Ambon")
    page = office.get("/kepegawaian/unit/riwayat")
    assert "urungkan yang lebih baru dulu" in page.text
    office.post("/kepegawaian/unit/riwayat/2/urungkan", {})
    assert load_tree().name(unit("S4")) == "SMP 4 Ambon"


def test_a_unit_ends_only_when_nobody_is_there(office: PageClient, recorded: Path) -> None:
    assert "Masih ada 1 pegawai" in change(office, "S4", "akhiri", expect=422).text
    assert "MARTHA WATTIMENA" in office.get(f"/kepegawaian/unit/{unit('S4')}").text
    change(office, "S12", "akhiri")
    assert unit("S12") not in load_tree().children(unit("D"))
    taken = take_in(recorded, line(UNOR_ID="S12"), as_of=date(2026, 11, 5))
    assert [one.reason for one in taken.plan.refused] == ["ended_unit"]


def test_a_new_unit_by_form_can_be_taken_back_while_it_is_unused(office: PageClient, recorded: Path) -> None:
    form = office.get("/kepegawaian/unit/baru").form()
    typed = {"external_id": "X9", "name": "A Satu", "letter": "SK", "effective_from": "2026-11-01"}
    seen = form.submit(expect=200, button="langkah=periksa", other_id=str(unit("D")), **typed)
    seen.form().submit(button="langkah=simpan")
    assert load_tree().opd_name(unit("X9")) == "Dinas Pendidikan"
    office.get("/kepegawaian/unit/riwayat").form("/kepegawaian/unit/riwayat/2/urungkan").submit()
    assert "X9" not in load_tree().by_external_id


@pytest.mark.parametrize(
    ("key", "step", "typed"),
    [
        ("R", "pindah", {"other_id": "0"}),
        ("S4", "pindah", {"other_id": "4711"}),
        ("S4", "nama", {"name": ""}),
        ("S4", "nama", {"name": "SMP Negeri 4"}),
        ("S4", "nama", {"name": "x" * 201}),
        ("S4", "nama", {"name": "Baru", "letter": ""}),
        ("S4", "nama", {"name": "Baru", "effective_from": "1999-01-01"}),
    ],
)
def test_a_bad_change_of_a_unit_gets_a_sentence(
    office: PageClient, recorded: Path, key: str, step: str, typed: dict[str, str]
) -> None:
    page = change(office, key, step, expect=422, **typed)
    assert page.all("div", id="periksa")
    assert db.session.query(UnitChange).count() == 0


def test_a_closed_month_is_named_as_staying(office: PageClient, recorded: Path) -> None:
    begin_writing()
    db.session.merge(Month(period=Period(2026, 10), state="closed", version=1))
    commit()
    form = office.get(f"/kepegawaian/unit/{unit('S4')}/pindah").form()
    seen = form.submit(
        expect=200,
        button="langkah=periksa",
        other_id=str(unit("K")),
        letter="SK",
        effective_from=str(OCTOBER),
    )
    assert "Sudah ditutup dan tetap seperti ditandatangani: Oktober 2026" in seen.text
