"""Lists to work off: missing people, echelons, new people and namesakes, lists ever sent."""

from pathlib import Path
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.directory.models import Employee
from app.directory.queries import get_employee, list_missing, load_tree
from app.directory.services import record_departure
from app.extensions import db
from app.minimums.services import load_decree
from app.shared.transaction import begin_writing, commit
from tests.directory.files import (
    MARTHA,
    NOVEMBER,
    OCTOBER,
    history,
    line,
    paulus,
    person,
    take_in,
    yohanis,
)
from tests.pages import PageClient
from tests.standing import decree_text


@pytest.fixture
def absent(city: Path, martha: int) -> int:
    """Yohanis is missing from the newest list; his id."""
    take_in(city, line(), as_of=OCTOBER)
    return person(pns_id="A-2").id


def test_missing_people_leave_in_bulk_with_date_and_reason(office: PageClient, absent: int) -> None:
    form = office.get("/kepegawaian/periksa").form("periksa-orang")
    typed = {"keluar-service": "pension", "keluar-letter": "SK 5", "keluar-effective_from": "2026-10-01"}
    form.submit(button="langkah=keluar", orang=[str(absent)], **typed)
    assert (list_missing(), get_employee(absent).service) == ([], "pension")


def test_missing_people_can_be_said_to_be_here(office: PageClient, absent: int) -> None:
    form = office.get("/kepegawaian/periksa").form("periksa-orang")
    form.submit(button="langkah=masih", orang=[str(absent)], **{"masih-reason": "diperbantukan"})
    assert (list_missing(), get_employee(absent).service) == ([], "active")


@pytest.mark.parametrize(
    "typed",
    [
        {
            "keluar-service": "pension",
            "keluar-letter": "SK 5",
            "keluar-effective_from": "2026-10-01",
            "orang": None,
        },
        {
            "keluar-service": "pension",
            "keluar-letter": "SK 5",
            "keluar-effective_from": "2026-10-01",
            "orang": "x",
        },
        {
            "keluar-service": "pension",
            "keluar-letter": "SK 5",
            "keluar-effective_from": "2026-10-01",
            "orang": "4711",
        },
        {"keluar-service": "", "keluar-letter": "SK 5"},
        {"keluar-service": "pension", "keluar-letter": ""},
    ],
)
def test_a_bad_bulk_form_changes_nobody(office: PageClient, absent: int, typed: dict[str, Any]) -> None:
    form = office.get("/kepegawaian/periksa").form("periksa-orang")
    status = 404 if typed.get("orang") == "4711" else 422
    values = {"orang": [str(absent)], **typed}
    answer = office.post(
        "/kepegawaian/periksa",
        {
            **form.values,
            "langkah": "keluar",
            **{key: value for key, value in values.items() if value is not None},
        },
        expect=status if status == 422 else 422,
    )
    assert answer.all("div", id="periksa")
    assert [card.id for card in list_missing()] == [absent]


def test_echelons_are_confirmed_in_bulk(office: PageClient, city: Path) -> None:
    take_in(city, line(JENIS_JABATAN_NAMA="Jabatan Struktural", JABATAN_NAMA="Kepala Bidang Mutasi"))
    employee_id = person(pns_id="A-1").id
    form = office.get("/kepegawaian/eselon").form()
    assert form.values[f"eselon-{employee_id}"] == ["III.b"]
    form.submit(orang=[str(employee_id)], letter="SK 2")
    assert get_employee(employee_id).echelon == "III.b"
    assert "Semua sudah pasti" in office.get("/kepegawaian/eselon").text


def test_somebody_out_of_service_can_come_back(office: PageClient, martha: int) -> None:
    begin_writing()
    record_departure([martha], "leave", OCTOBER, "SK", actor=SYSTEM)
    commit()
    office.get(f"/kepegawaian/pegawai/{martha}/jabatan").form().submit(
        letter="SK 3", effective_from="2026-11-01"
    )
    assert get_employee(martha).service == "active"


def test_no_spending_stands_on_these_pages(office: PageClient, martha: int) -> None:
    for path in ("/kepegawaian/", f"/kepegawaian/pegawai/{martha}"):
        assert "Rp" not in office.get(path).text


NEW = {
    "name": "RINA SAHETAPY",
    "nip": "199503122020122003",
    "letter": "SK 30",
    "effective_from": "2026-11-01",
    "status": "PNS",
    "position": "Guru Ahli Pertama",
}


def test_a_new_person_by_form_is_shown_what_will_be_owed_and_changes_nobody_else(
    office: PageClient, martha: int
) -> None:
    begin_writing()
    load_decree(decree_text(), actor=SYSTEM)
    commit()
    typed = {**NEW, "unit_id": str(load_tree().by_external_id["S4"]), "position_kind": "Fungsional"}
    seen = (
        office.get("/kepegawaian/pegawai/baru").form().submit(expect=200, button="langkah=periksa", **typed)
    )
    assert "November 2026" in seen.text
    assert "Rp" in seen.text
    assert db.session.query(Employee).count() == 2
    page = seen.form().submit(button="langkah=simpan").follow()
    assert "RINA SAHETAPY" in page.text
    assert history(person(nip=NEW["nip"])) == [(NOVEMBER, "S4")]
    assert list_missing() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"nip": MARTHA}, "sudah ada"),
        ({"nip": ""}, "NIP dan KODE kosong"),
        ({"nip": "199513122020122003"}, "Tanggal lahir di dalam NIP"),
        ({"name": ""}, "harus diisi"),
        ({"letter": ""}, "harus diisi"),
        ({"unit_id": "4711"}, "Pilih salah satu"),
    ],
)
def test_a_bad_new_person_gets_a_sentence(
    office: PageClient, martha: int, changes: dict[str, str], words: str
) -> None:
    typed = {**NEW, "unit_id": str(load_tree().by_external_id["S4"]), **changes}
    form = office.get("/kepegawaian/pegawai/baru").form()
    for step in ("periksa", "simpan"):
        page = form.submit(expect=422, button=f"langkah={step}", **typed)
        assert words in page.text
    assert page.form().values["position"] == ["Guru Ahli Pertama"]
    assert db.session.query(Employee).count() == 2


def test_a_namesake_is_added_only_when_said_to_be_somebody_else(office: PageClient, martha: int) -> None:
    typed = {
        **NEW, "name": "MARTHA WATTIMENA", "nip": "198504112012012001",
        "unit_id": str(load_tree().by_external_id["S4"]),
    }  # fmt: skip
    seen = (
        office.get("/kepegawaian/pegawai/baru").form().submit(expect=200, button="langkah=periksa", **typed)
    )
    assert "Mungkin sudah tersimpan" in seen.text
    again = seen.form().submit(expect=422, button="langkah=simpan")
    again.form().submit(button="langkah=simpan", is_somebody_else="y")
    assert db.session.query(Employee).count() == 3


def test_missing_people_are_settled_by_opd_all_at_once(office: PageClient, city: Path) -> None:
    take_in(city, line(), yohanis(UNOR_ID="P", UNOR_NAMA="Puskesmas Nania"), paulus())
    take_in(city, paulus(), as_of=OCTOBER)
    opd = load_tree().by_external_id["K"]
    page = office.get(f"/kepegawaian/periksa?opd={opd}")
    assert [row["Nama"] for row in page.rows()] == ["YOHANIS LATUPERISSA, S.Pd."]
    assert "Semua OPD (2)" in page.text
    typed = {"masih-reason": "diperbantukan", "semua": "1", "langkah": "masih"}
    office.post(f"/kepegawaian/periksa?opd={opd}", typed)
    assert [card.pns_id for card in list_missing()] == ["A-1"]


def test_every_list_ever_sent_is_named_with_its_outcome(office: PageClient, city: Path) -> None:
    take_in(city, line(), yohanis(ESELON_NAMA="VI.c"))
    (row,) = office.get("/kepegawaian/riwayat").rows()
    assert (row["Keadaan"], row["Oleh"], row["Baru"], row["Ditolak"]) == (
        "diterapkan", "baris perintah", "1", "1",
    )  # fmt: skip


def test_a_new_number_with_another_birth_date_is_taken_only_when_said_to_be_right(
    office: PageClient, martha: int
) -> None:
    form = office.get(f"/kepegawaian/pegawai/{martha}/nomor").form()
    page = form.submit(expect=422, nip="198604112010012009", letter="SK 8")
    assert "lain dari yang lama (11-04-1985)" in page.text
    assert person(id=martha).nip == MARTHA
    page.form().submit(is_sure="y")
    assert person(id=martha).nip == "198604112010012009"
