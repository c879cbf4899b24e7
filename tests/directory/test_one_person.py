"""One person's change by form: dated history, letters, numbers; and finding people."""

from datetime import date
from pathlib import Path

import pytest

from app.audit.models import AuditEvent
from app.audit.rules import Actor
from app.directory.errors import (
    DateOutOfReach,
    EmployeeNotFound,
    NobodyChosen,
    NoPostingYet,
    NumberTaken,
    SamePosting,
    UnitNotFound,
)
from app.directory.models import Posting
from app.directory.queries import (
    Headcount,
    count_by_status,
    count_by_unit,
    find_employee_id,
    get_employee,
    get_headcount,
    list_former_numbers,
    list_without_echelon,
    load_tree,
    search_employees,
)
from app.directory.rules import PostingValue
from app.directory.services import change_number, change_posting, confirm_echelons, record_departure
from app.extensions import db
from app.shared.transaction import commit, rollback
from tests.directory.files import (
    AUGUST,
    JANUARY,
    MARTHA,
    NOVEMBER,
    YOHANIS,
    history,
    line,
    paulus,
    person,
    take_in,
    yohanis,
)

CLERK = Actor("user", 5, "kepegawaian")


@pytest.fixture
def martha(city: Path) -> int:
    """Martha and two others; her id."""
    take_in(city, line(), yohanis(), paulus(UNOR_ID="P"))
    return person(pns_id="A-1").id


def value(unit: str, **changes: str) -> PostingValue:
    start = PostingValue(load_tree().by_external_id[unit], "PNS", "", "Guru Ahli Muda", "Fungsional", "III/d")
    return start._replace(**changes)


@pytest.mark.both_engines
def test_a_transfer_adds_a_posting_with_its_letter_and_an_event(martha: int) -> None:
    change_posting(martha, value("P"), NOVEMBER, "SK 821/12", actor=CLERK)
    commit()
    assert history(person(id=martha)) == [(JANUARY, "S4"), (NOVEMBER, "P")]
    assert db.session.query(Posting).filter_by(letter="SK 821/12").one().effective_from == NOVEMBER
    event = db.session.query(AuditEvent).filter_by(action="directory.change_posting").one()
    assert (event.subject_id, event.actor_name) == (martha, "kepegawaian")


@pytest.mark.both_engines
def test_a_transfer_on_the_same_day_replaces(martha: int) -> None:
    change_posting(martha, value("P"), NOVEMBER, "SK 1", actor=CLERK)
    change_posting(martha, value("S12"), NOVEMBER, "SK 2", actor=CLERK)
    commit()
    assert history(person(id=martha)) == [(JANUARY, "S4"), (NOVEMBER, "S12")]


def test_the_day_before_a_transfer_the_old_post_holds(martha: int) -> None:
    change_posting(martha, value("P", echelon="IV.a"), NOVEMBER, "SK 1", actor=CLERK)
    commit()
    assert get_employee(martha, on=date(2026, 10, 31)).echelon == ""
    assert get_employee(martha, on=NOVEMBER).echelon == "IV.a"


def test_what_holds_already_is_said_to_hold(martha: int) -> None:
    with pytest.raises(SamePosting):
        change_posting(martha, value("S4"), NOVEMBER, "SK 1", actor=CLERK)
    rollback()


@pytest.mark.parametrize(
    ("employee", "unit", "day", "error"),
    [
        (4711, None, NOVEMBER, EmployeeNotFound),
        (None, 4711, NOVEMBER, UnitNotFound),
        (None, None, date(1999, 12, 31), DateOutOfReach),
        (None, None, date(2027, 11, 9), DateOutOfReach),
    ],
)
def test_a_transfer_of_nobody_to_nowhere_or_never_is_refused(
    martha: int, employee: int | None, unit: int | None, day: date, error: type[Exception]
) -> None:
    posting = value("P")
    with pytest.raises(error):
        change_posting(
            employee or martha, posting._replace(unit_id=unit or posting.unit_id), day, "SK", actor=CLERK
        )
    rollback()


@pytest.mark.parametrize("service", ["pension", "death", "leave", "dismissed", "left"])
def test_a_departure_ends_service_and_keeps_the_past(martha: int, service: str) -> None:
    record_departure([martha], service, NOVEMBER, "SK 9", actor=CLERK)
    commit()
    assert get_employee(martha).service == service
    assert get_employee(martha, on=date(2026, 10, 31)).service == "active"


def test_a_departure_before_the_first_posting_is_refused(martha: int) -> None:
    with pytest.raises(NoPostingYet):
        record_departure([martha], "pension", date(2025, 12, 31), "SK", actor=CLERK)
    rollback()


def test_a_departure_of_nobody_is_refused(martha: int) -> None:
    with pytest.raises(NobodyChosen):
        record_departure([], "pension", NOVEMBER, "SK", actor=CLERK)
    rollback()


def test_a_departure_of_a_stranger_is_refused(martha: int) -> None:
    with pytest.raises(EmployeeNotFound):
        record_departure([4711], "pension", NOVEMBER, "SK", actor=CLERK)
    rollback()


@pytest.mark.both_engines
def test_a_new_number_keeps_the_old_one(martha: int) -> None:
    change_number(martha, nip="198504112010012010", code=None, letter="SK", actor=CLERK)
    commit()
    assert [number for number, _when in list_former_numbers(martha)] == [MARTHA]
    assert find_employee_id(nip=MARTHA) == find_employee_id(nip="198504112010012010") == martha


def test_a_number_of_somebody_else_is_refused(martha: int) -> None:
    with pytest.raises(NumberTaken):
        change_number(martha, nip=YOHANIS, code=None, letter="SK", actor=CLERK)
    rollback()
    assert person(id=martha).nip == MARTHA


def test_the_same_number_again_changes_nothing(martha: int) -> None:
    change_number(martha, nip=MARTHA, code=None, letter="SK", actor=CLERK)
    commit()
    assert list_former_numbers(martha) == []


@pytest.mark.both_engines
def test_a_card_and_a_code_find_their_holder(martha: int) -> None:
    change_number(martha, nip=None, code="NA-7", letter="SK", actor=CLERK)
    commit()
    assert find_employee_id(card=person(id=martha).card_token) == find_employee_id(code="NA-7") == martha
    assert find_employee_id(card="x") is None and find_employee_id() is None


def test_structural_posts_without_echelon_are_listed_and_confirmed(city: Path) -> None:
    take_in(city, line(JENIS_JABATAN_NAMA="Jabatan Struktural", JABATAN_NAMA="Kepala Bidang Mutasi"))
    employee_id = person(pns_id="A-1").id
    assert [(card.id, suggested) for card, suggested in list_without_echelon()] == [(employee_id, "III.b")]
    assert confirm_echelons({employee_id: "III.b"}, AUGUST, "SK 3", actor=CLERK) == 1
    commit()
    assert list_without_echelon() == []
    assert get_employee(employee_id).echelon == "III.b"


# ---- finding people


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mar", ["MARTHA WATTIMENA, S.Pd."]),
        ("WATTI mar", ["MARTHA WATTIMENA, S.Pd."]),
        ("latuperissa", ["YOHANIS LATUPERISSA, S.Pd."]),
        ("2009", ["MARTHA WATTIMENA, S.Pd."]),
        ("19850411 201001 2 009", ["MARTHA WATTIMENA, S.Pd."]),
        ("009", []),
        ("m", []),
        ("%", []),
        ("mar_ha", []),
        ("artha", []),
        ("", []),
    ],
)
@pytest.mark.both_engines
def test_people_are_found_by_beginnings_of_words_or_four_digits(
    martha: int, text: str, names: list[str]
) -> None:
    assert [hit.name for hit in search_employees(text)] == names


def test_a_hit_tells_namesakes_apart_without_the_whole_number(martha: int) -> None:
    (hit,) = search_employees("martha")
    assert (hit.unit, hit.opd, hit.position, hit.last4) == (
        "SMP Negeri 4", "Dinas Pendidikan", "Guru Ahli Muda", "2009",
    )  # fmt: skip


def test_a_former_number_finds_its_holder(martha: int) -> None:
    change_number(martha, nip="198504112010012010", code=None, letter="SK", actor=CLERK)
    commit()
    assert [hit.id for hit in search_employees(MARTHA)] == [martha]


@pytest.mark.both_engines
def test_within_units_only_people_posted_there_today_are_found(martha: int) -> None:
    tree = load_tree()
    health = tree.below(tree.by_external_id["K"])
    assert search_employees("martha", within=health) == []
    assert [hit.name for hit in search_employees("paulus", within=health)] == ["PAULUS TUPAMAHU, S.Pd."]
    assert search_employees("paulus", within=frozenset()) == []


def test_a_search_costs_two_statements_however_many_are_found(martha: int, count_queries) -> None:  # noqa: ANN001
    with count_queries() as statements:
        search_employees("s", 20)
        search_employees("yo", 20)
    assert len(statements) <= 2, statements


def test_counts_by_status_and_unit(martha: int) -> None:
    record_departure([martha], "pension", NOVEMBER, "SK", actor=CLERK)
    commit()
    assert count_by_status() == {("PNS", "active"): 2, ("PNS", "pension"): 1}
    assert get_headcount() == Headcount({"PNS": 2}, 1)
    assert (get_headcount().in_service, get_headcount().everybody) == (2, 3)
    tree = load_tree()
    assert count_by_unit() == {tree.by_external_id["S4"]: 1, tree.by_external_id["P"]: 1}
