"""From which day what holds: older, newer and same day; who is missing; what a preview says (decisions 9)."""

from datetime import date
from pathlib import Path

import pytest

from app.audit.rules import SYSTEM
from app.directory.errors import DateOutOfReach
from app.directory.models import Employee, Posting
from app.directory.queries import find_employee_id, get_employee, list_former_numbers, list_missing
from app.directory.services import (
    apply_roster,
    change_posting,
    confirm_present,
    default_as_of,
    preview_roster,
    record_departure,
)
from app.extensions import db
from app.shared.transaction import commit
from tests.directory.files import (
    AUGUST,
    HEADER,
    JANUARY,
    MARTHA,
    NOVEMBER,
    OCTOBER,
    YOHANIS,
    balanced,
    history,
    line,
    paulus,
    person,
    roster,
    take_in,
    yohanis,
)

SEPTEMBER = date(2026, 9, 1)
NEW = "198504112010012017"
PPPK = {"JENIS_PEGAWAI_NAMA": "PPPK", "STATUS_CPNS_PNS": "", "GOL_AKHIR_NAMA": "IX"}


def martha_history() -> list[tuple[date, str]]:
    return history(person(pns_id="A-1"))


def former_numbers(employee: Employee) -> list[str]:
    return [number for number, _when in list_former_numbers(employee.id)]


def test_without_a_day_a_list_holds_from_the_first_of_the_running_month(city: Path) -> None:
    assert default_as_of() == NOVEMBER
    apply_roster(roster(city, line()), actor=SYSTEM)
    assert martha_history() == [(NOVEMBER, "S4")]


def test_a_newer_day_adds_a_posting_and_the_same_state_adds_none(city: Path) -> None:
    take_in(city, line())
    take_in(city, line(), as_of=AUGUST)
    take_in(city, line(UNOR_ID="P"), as_of=NOVEMBER)
    assert martha_history() == [(JANUARY, "S4"), (NOVEMBER, "P")]


def test_the_same_day_replaces(city: Path) -> None:
    take_in(city, line())
    outcome = take_in(city, line(UNOR_ID="S12"))
    assert (martha_history(), outcome.plan.counts()["changed"]) == ([(JANUARY, "S12")], 1)


def test_an_older_day_is_inserted_between_and_later_postings_stay(city: Path) -> None:
    take_in(city, line())
    take_in(city, line(UNOR_ID="P"), as_of=NOVEMBER)
    take_in(city, line(UNOR_ID="S12"), as_of=AUGUST)
    assert martha_history() == [(JANUARY, "S4"), (AUGUST, "S12"), (NOVEMBER, "P")]


def test_an_older_list_does_not_reach_beyond_a_later_one_that_found_nothing_to_change(city: Path) -> None:
    take_in(city, line())
    take_in(city, line(), as_of=OCTOBER)
    take_in(city, line(UNOR_ID="P"), as_of=SEPTEMBER)
    assert martha_history() == [(JANUARY, "S4"), (SEPTEMBER, "P"), (OCTOBER, "S4")]


def test_an_older_list_stands_where_the_later_ones_did_not_name_the_person(city: Path) -> None:
    take_in(city, line(), yohanis())
    take_in(city, line(), as_of=OCTOBER)
    take_in(city, line(), line("A-2", NEW, "YOHANIS LATUPERISSA", UNOR_ID="P"), as_of=SEPTEMBER)
    moved = person(pns_id="A-2")
    assert history(moved) == [(JANUARY, "S4"), (SEPTEMBER, "P")]
    assert (moved.nip, former_numbers(moved)) == (NEW, [YOHANIS])
    assert martha_history() == [(JANUARY, "S4")]


def test_an_older_list_reaches_to_the_first_later_one_that_named_the_person(city: Path) -> None:
    take_in(city, line(), yohanis())
    take_in(city, line(), as_of=SEPTEMBER)
    take_in(city, line(), yohanis(), as_of=OCTOBER)
    take_in(city, line(), yohanis(), as_of=NOVEMBER)
    take_in(city, yohanis(UNOR_ID="P"), as_of=AUGUST)
    assert history(person(pns_id="A-2")) == [(JANUARY, "S4"), (AUGUST, "P"), (OCTOBER, "S4")]


def test_of_two_numbers_the_newest_list_decides_and_the_other_still_finds_the_person(city: Path) -> None:
    take_in(city, line(), as_of=OCTOBER)
    older = take_in(city, line(nip=NEW), as_of=AUGUST)
    again = take_in(city, line(nip=NEW), as_of=AUGUST)
    found = person(pns_id="A-1")
    assert (found.nip, former_numbers(found)) == (MARTHA, [NEW])
    assert (older.plan.counts()["changed"], again.plan.counts()["unchanged"]) == (1, 1)
    assert find_employee_id(nip=NEW) == found.id


def test_a_list_before_everything_known_begins_the_history(city: Path) -> None:
    take_in(city, line(), as_of=NOVEMBER)
    take_in(city, line(UNOR_ID="P"), as_of=AUGUST)
    assert martha_history() == [(AUGUST, "P"), (NOVEMBER, "S4")]


@pytest.mark.parametrize(
    ("day", "unit"), [(date(2025, 12, 31), ""), (JANUARY, "S4"), (date(2026, 10, 31), "S4"), (NOVEMBER, "P")]
)
def test_the_posting_of_a_day_is_the_newest_that_has_begun(city: Path, day: date, unit: str) -> None:
    take_in(city, line())
    take_in(city, line(UNOR_ID="P"), as_of=NOVEMBER)
    employee_id = person(pns_id="A-1").id
    card = get_employee(employee_id, on=day)
    tree = preview_roster(roster(city, line())).state.tree
    assert (tree.rows[card.unit_id].external_id if card.unit_id else "") == unit


def test_an_older_list_leaves_names_and_titles_as_the_newest_says(city: Path) -> None:
    take_in(city, line(name="MARTHA W. LATUPERISSA"), as_of=NOVEMBER)
    take_in(city, line(), as_of=AUGUST)
    assert person(pns_id="A-1").name == "MARTHA W. LATUPERISSA"


def test_a_file_without_a_column_leaves_that_part_as_it_is(city: Path) -> None:
    take_in(city, line(ESELON_NAMA="IV.a", JENIS_JABATAN_NAMA="Jabatan Struktural"))
    kept = [
        index for index, title in enumerate(HEADER) if title not in ("ESELON NAMA", "KEDUDUKAN HUKUM NAMA")
    ]
    header, row = ([cells[index] for index in kept] for cells in (HEADER, line(GOL_AKHIR_NAMA="IV/a")))
    row[header.index("JENIS JABATAN NAMA")] = "Jabatan Struktural"
    take_in(city, row, header=header, as_of=NOVEMBER)
    card = get_employee(person(pns_id="A-1").id)
    assert (card.grade, card.echelon, card.service) == ("IV/a", "IV.a", "active")


def test_the_preview_says_in_words_what_changes(city: Path) -> None:
    take_in(city, line(), yohanis(), paulus(ESELON_NAMA="IV.a"))
    file = roster(
        city,
        line(UNOR_ID="P", KEDUDUKAN_HUKUM_NAMA="Pensiun BUP"),
        yohanis(UNOR_ID="S12", GOL_AKHIR_NAMA="IV/a", STATUS_CPNS_PNS="C"),
        paulus(ESELON_NAMA="III.b", JABATAN_NAMA="Kepala Bidang"),
        line("A-4", "199303032019031003", "BARU"),
    )
    words = preview_roster(file, NOVEMBER).plan.words
    expected = {"pension": 1, "opd": 1, "unit": 1, "grade": 1, "status": 1, "echelon_up": 1, "position": 1}
    assert dict(words) == expected | {"joined": 1}


@pytest.mark.both_engines
def test_a_preview_changes_nothing(city: Path) -> None:
    take_in(city, line())
    preview = preview_roster(roster(city, line(UNOR_ID="P"), yohanis()), NOVEMBER)
    assert preview.plan.counts()["created"] == 1
    assert db.session.query(Posting).count() == 1


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2027, 11, 9)])
def test_a_day_out_of_reach_is_refused(city: Path, day: date) -> None:
    with pytest.raises(DateOutOfReach):
        preview_roster(roster(city, line()), day)


# ---- who is missing


def missing() -> list[str]:
    return [card.name for card in list_missing()]


def test_who_is_not_in_the_file_is_listed_and_stays_as_before(city: Path) -> None:
    take_in(city, line(), yohanis())
    outcome = take_in(city, line(), as_of=NOVEMBER)
    assert (missing(), outcome.plan.counts()["missing"]) == (["YOHANIS LATUPERISSA"], 1)
    card = get_employee(person(pns_id="A-2").id)
    assert (card.missing_since, card.service) == (NOVEMBER, "active")


def test_only_statuses_present_in_the_file_are_judged(city: Path) -> None:
    take_in(city, line(), yohanis())
    take_in(city, paulus(**PPPK), as_of=NOVEMBER)
    assert missing() == []


def test_a_refused_row_still_says_that_the_person_is_there(city: Path) -> None:
    take_in(city, line(), yohanis())
    take_in(city, line(), yohanis(ESELON_NAMA="VI.c"), as_of=NOVEMBER)
    take_in(city, line(), yohanis(NIP_BARU=197903052005011003), as_of=NOVEMBER)
    assert missing() == []


def test_who_is_out_of_service_is_not_missed(city: Path) -> None:
    take_in(city, line(), yohanis(KEDUDUKAN_HUKUM_NAMA="Pensiun BUP"))
    take_in(city, line(), as_of=NOVEMBER)
    assert missing() == []


def test_an_older_list_calls_nobody_missing_who_is_in_a_later_one(city: Path) -> None:
    take_in(city, line(), yohanis())
    take_in(city, line(), yohanis(), as_of=NOVEMBER)
    take_in(city, line(), as_of=AUGUST)
    assert missing() == []


def test_reappearing_clears_the_mark_but_an_older_list_does_not(city: Path) -> None:
    take_in(city, line(), yohanis())
    take_in(city, line(), as_of=OCTOBER)
    take_in(city, line(), yohanis(), as_of=AUGUST)
    assert missing() == ["YOHANIS LATUPERISSA"]
    outcome = take_in(city, line(), yohanis(), as_of=NOVEMBER)
    assert (missing(), len(outcome.plan.reappeared)) == ([], 1)


def test_date_and_reason_in_bulk_clear_the_list(city: Path) -> None:
    take_in(city, line(), yohanis(), paulus())
    take_in(city, line(), as_of=NOVEMBER)
    ids = [card.id for card in list_missing()]
    assert record_departure(ids, "pension", OCTOBER, "SK 12/2026", actor=SYSTEM) == 2
    commit()
    assert missing() == []
    assert {get_employee(one).service for one in ids} == {"pension"}
    assert get_employee(ids[0], on=date(2026, 9, 30)).service == "active"


@pytest.mark.both_engines
def test_somebody_still_here_is_taken_off_the_list(city: Path) -> None:
    take_in(city, line(), yohanis())
    take_in(city, line(), as_of=NOVEMBER)
    assert confirm_present([person(pns_id="A-2").id], "dipekerjakan di provinsi", actor=SYSTEM) == 1
    commit()
    assert missing() == []


def test_a_transfer_by_form_after_the_list_clears_the_mark(city: Path) -> None:
    take_in(city, line(), yohanis())
    take_in(city, line(), as_of=OCTOBER)
    employee_id = person(pns_id="A-2").id
    value = preview_roster(roster(city, line()), NOVEMBER).state.in_force[employee_id].value
    change_posting(employee_id, value._replace(echelon="IV.a"), NOVEMBER, "SK 1", actor=SYSTEM)
    commit()
    assert missing() == []


def test_the_figures_always_add_up(city: Path) -> None:
    take_in(city, line(), yohanis())
    blank = [""] * len(HEADER)
    outcome = take_in(city, line(UNOR_ID="P"), blank, yohanis(), yohanis(), paulus(), as_of=NOVEMBER)
    counts = outcome.plan.counts()
    assert balanced(counts)
    assert counts == {
        "rows": 5, "created": 1, "changed": 1, "unchanged": 1, "refused": 1, "blank": 1, "missing": 0,
    }  # fmt: skip
