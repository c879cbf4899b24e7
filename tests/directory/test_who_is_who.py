"""Which row is which person: PNS ID, then NIP, then KODE; numbers that change or clash (decisions 8)."""

from datetime import date
from pathlib import Path

import pytest

from app.audit.rules import SYSTEM
from app.directory.errors import RosterLinkUnknown
from app.directory.models import Employee
from app.directory.queries import find_employee_by_number, find_employee_id
from app.directory.services import apply_roster
from app.extensions import db
from app.shared.transaction import commit, rollback
from tests.directory.files import (
    AUGUST,
    JANUARY,
    MARTHA,
    NOVEMBER,
    PAULUS,
    YOHANIS,
    line,
    paulus,
    person,
    refusals,
    roster,
    take_in,
    write_csv,
    yohanis,
)

NEW = "198504112021212001"
SHORT = ["KODE", "NAMA", "STATUS", "JABATAN", "UNOR ID"]
TEMPLATE = ["NIP", "KODE", "NAMA", "STATUS", "UNOR ID"]


def people() -> int:
    return db.session.query(Employee).count()


def test_the_same_file_twice_changes_nothing(city: Path) -> None:
    take_in(city, line(), yohanis())
    again = take_in(city, line(), yohanis())
    later = take_in(city, line(), yohanis(), as_of=NOVEMBER)
    assert again.plan.counts()["unchanged"] == later.plan.counts()["unchanged"] == 2
    assert people() == 2


def test_a_changed_number_keeps_the_old_one(city: Path) -> None:
    take_in(city, line())
    outcome = take_in(city, line(nip=NEW), as_of=NOVEMBER)
    martha = person(pns_id="A-1")
    assert (martha.nip, outcome.plan.counts()["changed"], people()) == (NEW, 1, 1)
    assert find_employee_id(nip=MARTHA) == find_employee_id(nip=NEW) == martha.id


def test_two_people_can_swap_their_numbers_in_one_file(city: Path) -> None:
    take_in(city, line(), yohanis())
    outcome = take_in(city, line(nip=YOHANIS), yohanis(NIP_BARU=MARTHA), as_of=NOVEMBER)
    assert refusals(outcome) == []
    assert (person(pns_id="A-1").nip, person(pns_id="A-2").nip) == (YOHANIS, MARTHA)
    assert find_employee_id(nip=MARTHA) == person(pns_id="A-2").id


@pytest.mark.both_engines
def test_a_number_can_be_handed_on_in_a_chain(city: Path) -> None:
    take_in(city, line(), yohanis())
    outcome = take_in(city, line(nip=YOHANIS), yohanis(NIP_BARU=PAULUS), as_of=NOVEMBER)
    assert refusals(outcome) == []
    assert (person(pns_id="A-1").nip, person(pns_id="A-2").nip) == (YOHANIS, PAULUS)


def test_a_number_that_another_pns_id_keeps_is_refused(city: Path) -> None:
    take_in(city, line(), yohanis())
    outcome = take_in(city, line(nip=YOHANIS), yohanis(), as_of=NOVEMBER)
    assert refusals(outcome) == [(2, "nip_taken")]
    assert (person(pns_id="A-2").nip, person(pns_id="A-1").nip) == (YOHANIS, MARTHA)


def test_a_number_of_somebody_absent_from_the_file_is_refused(city: Path) -> None:
    take_in(city, line(), yohanis())
    outcome = take_in(city, line("B-9", YOHANIS, "ORANG LAIN"), line(nip=NEW), as_of=NOVEMBER)
    assert refusals(outcome) == [(2, "nip_taken")]
    assert people() == 2


def test_a_refused_claim_leaves_its_old_number_taken_for_others(city: Path) -> None:
    take_in(city, line(), yohanis(), paulus())
    outcome = take_in(city, line(nip=PAULUS), yohanis(NIP_BARU=MARTHA), as_of=NOVEMBER)
    assert refusals(outcome) == [(2, "nip_taken"), (3, "nip_taken")]
    assert (person(pns_id="A-1").nip, person(pns_id="A-2").nip) == (MARTHA, YOHANIS)


def test_a_person_known_by_nip_gets_the_pns_id_when_a_file_brings_it(city: Path) -> None:
    header = ["NIP", "NAMA", "STATUS", "UNOR ID"]
    take_in(city, [MARTHA, "MARTHA WATTIMENA", "PNS", "S4"], header=header)
    outcome = take_in(city, line(), as_of=NOVEMBER)
    assert (outcome.plan.counts()["changed"], people(), person(nip=MARTHA).pns_id) == (1, 1, "A-1")


def test_the_second_row_of_the_same_person_is_refused(city: Path) -> None:
    outcome = take_in(city, line(), line(JABATAN_NAMA="Lain"), line("B-9", MARTHA, "LAIN"), line("A-1", NEW))
    assert refusals(outcome) == [(3, "duplicate"), (4, "nip_taken"), (5, "duplicate")]
    assert outcome.plan.refused[0].facts == {"first": 2}


def test_the_same_person_under_code_and_nip_is_seen_as_one(city: Path) -> None:
    take_in(city, [MARTHA, "NA-1", "MARTHA", "Non ASN", "S4"], header=TEMPLATE)
    outcome = take_in(
        city,
        [MARTHA, "", "MARTHA", "Non ASN", "S4"],
        ["", "NA-1", "MARTHA", "Non ASN", "S4"],
        header=TEMPLATE,
    )
    assert refusals(outcome) == [(3, "duplicate")]


def test_a_number_somebody_had_before_is_refused_without_a_pns_id(city: Path) -> None:
    take_in(city, line())
    take_in(city, line(nip=NEW), as_of=NOVEMBER)
    outcome = take_in(
        city,
        [MARTHA, "MARTHA", "PNS", "S4"],
        header=["NIP", "NAMA", "STATUS", "UNOR ID"],
        as_of=date(2026, 12, 1),
    )
    assert refusals(outcome) == [(2, "nip_former")]


def test_an_older_list_rightly_knows_the_older_number(city: Path) -> None:
    take_in(city, line())
    take_in(city, line(nip=NEW), as_of=NOVEMBER)
    header = ["NIP", "NAMA", "STATUS", "UNOR ID"]
    outcome = take_in(city, [MARTHA, "MARTHA LAMA", "PNS", "S4"], header=header, as_of=AUGUST)
    assert refusals(outcome) == []
    assert (person(pns_id="A-1").nip, person(pns_id="A-1").name) == (NEW, "MARTHA WATTIMENA")


def test_a_number_that_was_mistaken_can_go_to_its_true_owner(city: Path) -> None:
    take_in(city, line(nip=YOHANIS))
    take_in(city, line(), as_of=NOVEMBER)
    outcome = take_in(city, line(), yohanis(), as_of=NOVEMBER)
    assert refusals(outcome) == []
    assert find_employee_id(nip=YOHANIS) == person(pns_id="A-2").id


def test_a_code_of_somebody_with_another_pns_id_is_refused(city: Path) -> None:
    header = ["PNS ID", "KODE", "NAMA", "STATUS", "UNOR ID"]
    take_in(city, ["A-1", "NA-1", "MARTHA", "Non ASN", "S4"], header=header)
    outcome = take_in(city, ["A-9", "NA-1", "LAIN", "Non ASN", "S4"], header=header)
    assert refusals(outcome) == [(2, "code_taken")]


def honorer_becomes_pppk(city: Path) -> None:
    take_in(city, ["NA-1", "Martha Wattimena", "Non ASN", "Honorer", "S4"], header=SHORT)


PPPK = {"JENIS_PEGAWAI_NAMA": "PPPK", "STATUS_CPNS_PNS": "", "GOL_AKHIR_NAMA": "IX"}


def test_perhaps_the_same_person_is_suggested_and_not_linked(city: Path) -> None:
    honorer_becomes_pppk(city)
    outcome = take_in(city, line(nip=NEW, **PPPK), as_of=NOVEMBER)
    assert [(one.row, one.employee_id) for one in outcome.plan.suggestions] == [(2, person(code="NA-1").id)]
    assert people() == 2


@pytest.mark.both_engines
def test_a_link_by_hand_carries_person_and_history_on(city: Path) -> None:
    honorer_becomes_pppk(city)
    before = person(code="NA-1").id
    file = roster(city, line(nip=NEW, **PPPK))
    apply_roster(file, actor=SYSTEM, as_of=NOVEMBER, links={2: before})
    commit()
    assert people() == 1
    assert (person(code="NA-1").nip, person(code="NA-1").pns_id, find_employee_id(nip=NEW)) == (
        NEW,
        "A-1",
        before,
    )


def test_a_link_nobody_suggested_is_refused(city: Path) -> None:
    honorer_becomes_pppk(city)
    stranger = person(code="NA-1").id
    with pytest.raises(RosterLinkUnknown):
        apply_roster(roster(city, yohanis()), actor=SYSTEM, as_of=NOVEMBER, links={2: stranger})
    rollback()
    assert people() == 1


def test_the_same_name_with_another_birth_date_is_no_suggestion(city: Path) -> None:
    take_in(city, line())
    outcome = take_in(city, line("B-9", YOHANIS, "MARTHA WATTIMENA"), as_of=NOVEMBER)
    assert outcome.plan.suggestions == []


def test_spelling_of_keys_does_not_make_two_people(city: Path) -> None:
    rows = [
        SHORT,
        ["na-1", "Yohana", "Non ASN", "Honorer", "S4"],
        [" NA-1 ", "Yohana", "Non ASN", "Honorer", "S4"],
    ]
    outcome = apply_roster(write_csv(city / "p.csv", rows), actor=SYSTEM, as_of=JANUARY)
    assert refusals(outcome) == [(3, "duplicate")]


@pytest.mark.parametrize("typed", ["NA-1", "na-1", " na-1", "'NA-1", "’na-1"])
def test_a_code_finds_its_person_however_it_is_typed(city: Path, typed: str) -> None:
    take_in(city, ["na-1", "MARTHA", "Non ASN", "S4"], header=["KODE", "NAMA", "STATUS", "UNOR ID"])
    assert find_employee_id(code=typed) == find_employee_by_number(typed) == person(code="NA-1").id
    assert find_employee_id(code="-") is None


def test_a_typed_number_names_its_person_today_and_formerly(city: Path) -> None:
    take_in(city, line(), as_of=AUGUST)
    take_in(city, line(nip=NEW), as_of=NOVEMBER)
    found = person(pns_id="A-1")
    spaced = f" {NEW[:8]} {NEW[8:14]} {NEW[14:15]} {NEW[15:]} "
    for typed in (NEW, MARTHA, spaced, f"'{NEW}"):
        assert find_employee_by_number(typed) == found.id, typed


@pytest.mark.parametrize("typed", ["", " ", YOHANIS, "123", "Martha", "198504112021212"])
def test_a_number_of_nobody_names_nobody(city: Path, typed: str) -> None:
    take_in(city, line(), as_of=AUGUST)
    assert find_employee_by_number(typed) is None
