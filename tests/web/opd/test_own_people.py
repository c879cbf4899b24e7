"""`/opd`: own people, all of them and nobody else; sums that match the rows; openings that are kept."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.rules.identity import Grant
from app.accounts.services import create_user, set_roles
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.extensions import db
from app.shared.period import Period
from app.web.http.access_log import OPENED
from app.web.opd.listing import name_key
from tests import page_checks
from tests.logins import sign_in_again
from tests.pages import PageClient
from tests.people import Staff, accept, buy, buy_late, close
from tests.standing import make_person, make_unit, post

OCTOBER = Period(2026, 10)
NIP = "198504112010012009"


def names(page: Any) -> list[str]:
    """The names in the list, without the post below them."""
    return [page_checks.words(link) for link in page.all("table")[-1].findall("tbody/tr/th/a")]


def people(page: Any) -> dict[str, dict[str, str]]:
    """The rows of the list by name, column heads without their sort mark."""
    rows = [{head.rstrip("↑↓↕"): value for head, value in row.items()} for row in page.rows(-1)]
    return dict(zip(names(page), rows, strict=True))


def without_address(page: Any) -> str:
    """The answer without the page's own address, which the language switch comes back to."""
    return str(page.body).replace(page.response.request.path, "/HERE")


def test_the_list_holds_the_own_people_and_those_of_all_units_below(operator: PageClient) -> None:
    assert names(operator.get("/opd/")) == ["Ani Latuconsina", "Budi Sahetapy", "Cici Pattiasina"]


def test_a_sub_unit_s_operator_sees_that_unit_only(as_role: Any, staff: Staff) -> None:
    assert names(as_role("opd", unit=staff.school).get("/opd/")) == ["Ani Latuconsina"]


def test_several_units_of_one_login_are_seen_together(as_role: Any, staff: Staff) -> None:
    one = as_role("opd", unit=staff.school)
    set_roles(
        one.user.id,
        [Grant("opd", unit_id=staff.school.id), Grant("opd", unit_id=staff.village.id)],
        actor=SYSTEM,
    )
    page = _again(one).get("/opd/")
    assert names(page) == ["Ani Latuconsina", "Budi Sahetapy"]
    assert page.h1 == "SD Negeri 12 Latuhalat · SMP Negeri 4"


def _again(client: PageClient) -> PageClient:
    """The same account in a fresh session: a changed role ended the one before."""
    return sign_in_again(client.app, client.user)


def test_the_tiles_count_what_the_list_shows(operator: PageClient, staff: Staff) -> None:
    buy(staff.ani, 20_000)
    buy(staff.budi, 5_000)
    page = operator.get("/opd/")
    assert "1 dari 3 pegawai wajib sudah memenuhi (33 %)" in page.text.replace("\u00a0", " ")
    short = operator.get("/opd/", query={"status": "short"})
    assert names(short) == ["Budi Sahetapy", "Cici Pattiasina"]
    assert "Rp35.000" in page.words("tfoot")[0]


def test_the_bars_stand_for_what_lies_right_below_the_lowest_first(
    operator: PageClient, staff: Staff
) -> None:
    buy(staff.ani, 20_000)
    labels = operator.get("/opd/").words("a", class_="bar-name")
    assert labels == ["Dinas Pendidikan", "SD Negeri 12 Latuhalat", "SMP Negeri 4"]


def test_the_list_is_sorted_by_what_was_asked_both_ways(operator: PageClient, staff: Staff) -> None:
    buy(staff.budi, 9_000)
    buy(staff.cici, 4_000)
    assert names(operator.get("/opd/", query={"urut": "belanja"}))[0] == "Ani Latuconsina"
    assert names(operator.get("/opd/", query={"urut": "-belanja"}))[0] == "Budi Sahetapy"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("dr. Angelina L., S.Pd.", "angelina l., s.pd."),
        ("Prof. Dr. Budi", "budi"),
        ("Ani", "ani"),
        ("H.", "h."),
    ],
)
def test_people_are_sorted_by_name_and_not_by_title(name: str, key: str) -> None:
    assert name_key(name) == key


def test_a_unit_narrows_the_list_with_all_below_it(operator: PageClient, staff: Staff) -> None:
    lab = make_unit("Laboratorium", staff.school)
    make_person(lab, "Fani Laborat", echelon="", position="Guru", position_kind="Fungsional")
    page = operator.get("/opd/", query={"unit": staff.school.id})
    assert names(page) == ["Ani Latuconsina", "Fani Laborat"]


def test_a_foreign_unit_in_the_address_is_not_found(operator: PageClient, staff: Staff) -> None:
    operator.get("/opd/", 404, query={"unit": staff.clinic.id})


@pytest.mark.parametrize("query", [{"status": "x"}, {"urut": "nip"}, {"bulan": "2026-99"}, {"unit": "1e3"}])
def test_a_value_the_page_does_not_know_is_not_found(operator: PageClient, query: dict[str, str]) -> None:
    operator.get("/opd/", 404, query=query)


@pytest.mark.parametrize("text", ["\x00", "a" * 101, "\u202eani"])
def test_text_nobody_could_mean_is_refused(operator: PageClient, text: str) -> None:
    operator.get("/opd/", 400, query={"cari": text})


def test_searching_by_name_ends_in_an_address_one_can_come_back_to(operator: PageClient) -> None:
    page = operator.get("/opd/").form("/opd/cari").submit(303, cari="sahetapy")
    assert page.location == "/opd/?cari=sahetapy"
    assert names(page.follow()) == ["Budi Sahetapy"]


def test_searching_by_number_opens_the_person_and_leaves_no_number_anywhere(
    operator: PageClient, staff: Staff
) -> None:
    staff.ani.nip = NIP
    page = operator.get("/opd/").form("/opd/cari").submit(303, cari=NIP)
    assert page.location == f"/opd/pegawai/{staff.ani.id}"
    assert NIP not in page.follow().body


def test_somebody_else_s_people_are_not_found_by_number(operator: PageClient, staff: Staff) -> None:
    staff.dodi.nip = NIP
    page = operator.get("/opd/").form("/opd/cari").submit(200, cari=NIP[-6:])
    assert "Tidak ditemukan di unit Anda" in page.text


def test_a_foreign_person_is_as_good_as_nobody(operator: PageClient, staff: Staff) -> None:
    foreign = operator.get(f"/opd/pegawai/{staff.dodi.id}", 404)
    missing = operator.get("/opd/pegawai/999999", 404)
    assert without_address(foreign) == without_address(missing)


def test_who_was_posted_elsewhere_that_month_is_not_shown_for_it(operator: PageClient, staff: Staff) -> None:
    buy(staff.ani, 1_000, "2026-09-05")
    post(staff.dodi, "2026-11-01", staff.school, echelon="", position="Guru", position_kind="Fungsional")
    operator.get(f"/opd/pegawai/{staff.dodi.id}")
    operator.get(f"/opd/pegawai/{staff.dodi.id}", 404, query={"bulan": "2026-10"})


def test_opening_a_person_is_kept_once_with_who_and_as_what(operator: PageClient, staff: Staff) -> None:
    operator.get(f"/opd/pegawai/{staff.ani.id}")
    (event,) = db.session.scalars(select(AuditEvent).where(AuditEvent.action == OPENED))
    assert (event.subject, event.subject_id, event.actor_id) == ("employee", staff.ani.id, operator.user.id)
    assert event.details == {"as": "opd"}


def test_a_refused_look_and_a_look_at_oneself_are_no_openings(as_role: Any, staff: Staff) -> None:
    cici = as_role("opd", unit=staff.office, employee=staff.cici)
    cici.get(f"/opd/pegawai/{staff.dodi.id}", 404)
    cici.get(f"/opd/pegawai/{staff.cici.id}")
    assert not db.session.scalars(select(AuditEvent).where(AuditEvent.action == OPENED)).all()


def test_the_task_ends_with_the_posting(as_role: Any, staff: Staff) -> None:
    cici = as_role("opd", unit=staff.office, employee=staff.cici)
    assert len(names(cici.get("/opd/"))) == 3
    post(staff.cici, "2026-11-07", staff.clinic)
    assert "Tidak ada unit yang Anda urus" in cici.get("/opd/").text
    cici.get(f"/opd/pegawai/{staff.ani.id}", 404)
    assert "Tidak ada unit yang Anda urus" in cici.get("/opd/kode").text


def test_the_task_ends_on_the_day_somebody_leaves_service(as_role: Any, staff: Staff, clock: Any) -> None:
    cici = as_role("opd", unit=staff.office, employee=staff.cici)
    post(staff.cici, "2026-11-08", staff.office, service="pension")
    assert len(names(cici.get("/opd/"))) == 3
    clock.move_to("2026-11-08 00:01")
    assert "Tidak ada unit" in _again(cici).get("/opd/").text


def test_a_closed_month_is_its_snapshot_and_the_sign_tells_the_supplement(
    operator: PageClient, staff: Staff
) -> None:
    buy(staff.ani, 15_000, "2026-10-05")
    close(OCTOBER)
    accept(buy_late(staff.ani, 5_000, "2026-10-20"))
    staff.ani.name = "Nama Baru"
    post(staff.budi, "2026-10-01", staff.clinic)
    page = operator.get("/opd/", query={"bulan": "2026-10"})
    rows = people(page)
    assert {"Ani Latuconsina", "Budi Sahetapy"} <= set(rows)
    assert "Memenuhi (suplemen 1)" in rows["Ani Latuconsina"]["Status"]
    assert rows["Ani Latuconsina"]["Belanja"].startswith("Rp15.000")
    assert "0 dari 3" in page.text and "1 orang berubah statusnya" in page.text


def test_the_number_of_queries_does_not_grow_with_people(
    operator: PageClient, staff: Staff, count_queries: Any
) -> None:
    operator.get("/opd/kode")
    with count_queries() as few:
        operator.get("/opd/")
    for number in range(60):
        buy(make_person(staff.village, f"Guru Nomor {number:02}"), 1_000)
    operator.get("/opd/kode")
    with count_queries() as many:
        operator.get("/opd/")
    assert len(few) == len(many) <= 20, many


def test_a_long_list_comes_in_pages(operator: PageClient, staff: Staff) -> None:
    for number in range(60):
        make_person(staff.village, f"Guru Nomor {number:02}")
    lengths = [len(names(operator.get("/opd/", query={"halaman": page}))) for page in (1, 2, 3, 99)]
    assert lengths == [30, 30, 3, 3]


@pytest.fixture
def letters(operator: PageClient) -> Any:
    """The letters of all own people, as printed."""
    return operator.get("/opd/kode").form("/opd/kode/surat").submit(200)


def test_letters_are_printed_for_everybody_without_an_account(letters: Any) -> None:
    assert len(letters.all("article", class_="sheet")) == 3
    assert "Ani Latuconsina" in letters.text and "Dodi Tuhumury" not in letters.text


def test_printing_again_makes_nothing_until_the_old_letters_are_lost(
    letters: Any, operator: PageClient
) -> None:
    page = operator.get("/opd/kode").form("/opd/kode/surat").submit(200)
    assert "Tidak ada surat yang perlu dibuat" in page.text
    again = page.form("/opd/kode/surat").submit(200, again="y")
    assert len(again.all("article", class_="sheet")) == 3


def test_a_new_code_for_one_person_is_one_letter(letters: Any, operator: PageClient, staff: Staff) -> None:
    address = operator.get("/opd/kode").links["Kode baru"]
    page = operator.get(address).form().submit(200)
    assert len(page.all("article", class_="sheet")) == 1


def test_a_foreign_account_is_as_good_as_none(operator: PageClient, staff: Staff) -> None:
    user = create_user("dodi", actor=SYSTEM, grants=[Grant("employee")], employee_id=staff.dodi.id)
    foreign = operator.get(f"/opd/kode/{user.id}", 404)
    assert without_address(foreign) == without_address(operator.get("/opd/kode/999999", 404))
    operator.get("/opd/kode")
    operator.post(f"/opd/kode/{user.id}", expect=404)


def test_an_account_with_powers_is_left_to_the_admin(operator: PageClient, staff: Staff) -> None:
    user = create_user(
        "cici", actor=SYSTEM, grants=[Grant("employee"), Grant("finance")], employee_id=staff.cici.id
    )
    page = operator.get(f"/opd/kode/{user.id}")
    assert "hanya dapat diterbitkan admin kota" in page.text
    operator.get("/opd/kode")
    operator.post(f"/opd/kode/{user.id}", expect=409)


def test_letters_for_a_foreign_unit_are_refused(operator: PageClient, staff: Staff) -> None:
    operator.get("/opd/kode")
    operator.post("/opd/kode/surat", {"unit": str(staff.clinic.id)}, expect=422)
