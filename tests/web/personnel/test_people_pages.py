"""The overview, the tree, one person's page and forms, and the lists to work off."""

import io
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
    JANUARY,
    MARTHA,
    NOVEMBER,
    OCTOBER,
    UNITS,
    YOHANIS,
    history,
    line,
    paulus,
    person,
    take_in,
    write_csv,
    yohanis,
)
from tests.pages import PageClient
from tests.standing import decree_text


@pytest.fixture
def martha(city: Path) -> int:
    """Martha and Yohanis; her id."""
    take_in(city, line(), yohanis())
    return person(pns_id="A-1").id


def test_an_empty_city_is_led_to_units_then_to_people(app: Any, as_role: Any, tmp_path: Path) -> None:
    office = as_role("personnel")
    assert "Mulai dari unit kerja" in office.get("/kepegawaian/").text
    office.get("/kepegawaian/unit")
    file = write_csv(tmp_path / "unor.csv", [*UNITS, ("X", "Lain", "TIDAK-ADA")])
    data = {"file": (io.BytesIO(file.read_bytes()), "unor.csv")}
    data["as_of"] = "2026-11-01"
    page = office.post("/kepegawaian/unit", data, expect=200, content_type="multipart/form-data")
    assert "8 baru, 0 berubah, 0 tetap, 1 ditolak" in page.text
    assert "Unit atasan TIDAK-ADA tidak ada. Perbaiki ID_ATASAN." in page.text
    assert len(load_tree()) == 0
    done = page.form("terapkan").submit().follow()
    assert "8 baru, 0 berubah, 0 tetap, 1 ditolak" in done.text
    assert "Belum ada pegawai" in office.get("/kepegawaian/").text


def test_the_overview_counts_and_says_what_waits(office: PageClient, city: Path, martha: int) -> None:
    take_in(city, line(JENIS_JABATAN_NAMA="Jabatan Struktural"), as_of=NOVEMBER)
    page = office.get("/kepegawaian/")
    assert "1 orang perlu diperiksa" in page.text
    assert "1 jabatan struktural tanpa eselon" in page.text
    assert "pegawai.xlsx" in page.text


@pytest.mark.parametrize("path", ["/kepegawaian/", "/kepegawaian/unit", "/kepegawaian/periksa"])
def test_pages_take_a_fixed_number_of_statements(
    office: PageClient, city: Path, path: str, count_queries: Any
) -> None:
    take_in(city, *(line(f"A-{n}", f"1985041120100120{n:02d}", f"ORANG {n}") for n in range(10, 40)))
    take_in(city, line("A-10", "198504112010012010", "ORANG 10"), as_of=NOVEMBER, absent=29)
    with count_queries() as statements:
        office.get(path)
    assert len(statements) <= 14, statements


def test_people_are_found_by_post_and_opened(office: PageClient, martha: int) -> None:
    page = office.get("/kepegawaian/cari").form().submit(expect=200, text=MARTHA)
    assert MARTHA not in page.response.request.full_path
    opened = office.get(page.links["MARTHA WATTIMENA, S.Pd."])
    assert opened.h1 == "MARTHA WATTIMENA, S.Pd."
    assert opened.rows()[0]["Unit kerja"] == "SMP Negeri 4"


@pytest.mark.parametrize(
    ("text", "status"), [("", 422), ("x" * 201, 422), ("a\x00b", 422), ("tidak ada", 200)]
)
def test_odd_searches_get_an_answer(office: PageClient, text: str, status: int) -> None:
    office.get("/kepegawaian/cari").form().submit(expect=status, text=text)


def test_a_transfer_keeps_the_history(office: PageClient, martha: int) -> None:
    form = office.get(f"/kepegawaian/pegawai/{martha}/jabatan").form()
    assert form.values["position"] == ["Guru Ahli Muda"]
    unit = str(load_tree().by_external_id["P"])
    page = form.submit(unit_id=unit, echelon="IV.a", letter="SK 821/12", effective_from="2026-11-01").follow()
    assert [row["Surat"] for row in page.rows()] == ["SK 821/12", "daftar pegawai"]
    assert history(person(id=martha)) == [(JANUARY, "S4"), (NOVEMBER, "P")]


@pytest.mark.parametrize(
    "changes",
    [
        {"letter": ""},
        {"letter": "x" * 121},
        {"effective_from": "besok"},
        {"effective_from": "1999-01-01"},
        {"unit_id": "4711"},
        {"unit_id": "9" * 40},
        {"unit_id": "abc"},
        {"echelon": "VI.c"},
        {"status": "Relawan"},
        {"position": "x" * 201},
        {"position": "a\x00b"},
        {"grade": "x" * 11},
    ],
)
def test_a_bad_transfer_gets_a_sentence_and_loses_nothing_typed(
    office: PageClient, martha: int, changes: dict[str, str]
) -> None:
    form = office.get(f"/kepegawaian/pegawai/{martha}/jabatan").form()
    unit = str(load_tree().by_external_id["P"])
    page = form.submit(expect=422, **{"letter": "SK 9", "unit_id": unit, "position": "Kepala", **changes})
    kept = page.form().values
    assert "position" in changes or kept["position"] == ["Kepala"]
    assert len(history(person(id=martha))) == 1


def test_the_same_posting_again_is_said_to_hold(office: PageClient, martha: int) -> None:
    form = office.get(f"/kepegawaian/pegawai/{martha}/jabatan").form()
    assert "sudah berlaku" in form.submit(expect=422, letter="SK 1").text


def test_a_pension_by_form(office: PageClient, martha: int) -> None:
    form = office.get(f"/kepegawaian/pegawai/{martha}/berhenti").form()
    page = form.submit(service="pension", letter="SK 7", effective_from="2026-11-01").follow()
    assert "Pensiun" in page.text
    assert get_employee(martha).service == "pension"


@pytest.mark.parametrize("changes", [{"service": ""}, {"service": "x"}, {"effective_from": "2025-01-01"}])
def test_a_bad_departure_gets_a_sentence(office: PageClient, martha: int, changes: dict[str, str]) -> None:
    form = office.get(f"/kepegawaian/pegawai/{martha}/berhenti").form()
    form.submit(expect=422, **{"service": "pension", "letter": "SK 7", **changes})
    assert get_employee(martha).service == "active"


def test_a_new_number_by_form_keeps_the_old(office: PageClient, martha: int) -> None:
    form = office.get(f"/kepegawaian/pegawai/{martha}/nomor").form()
    page = form.submit(nip="19850411 201001 2 010", letter="SK 8").follow()
    assert MARTHA in page.text
    assert person(id=martha).nip == "198504112010012010"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"nip": "12345"}, "18 angka"),
        ({"nip": "198504112010132009"}, "seharusnya bulan 01–12"),
        ({"nip": YOHANIS}, "dipakai orang lain"),
        ({}, "Isi NIP baru atau kode baru"),
        ({"code": "x" * 41}, "Paling panjang 40"),
    ],
)
def test_a_bad_number_gets_a_sentence(
    office: PageClient, martha: int, typed: dict[str, str], words: str
) -> None:
    form = office.get(f"/kepegawaian/pegawai/{martha}/nomor").form()
    assert words in form.submit(expect=422, letter="SK", **typed).text
    assert person(id=martha).nip == MARTHA


@pytest.mark.parametrize("tail", ["", "/jabatan", "/berhenti", "/nomor"])
def test_a_stranger_is_not_found(office: PageClient, tail: str) -> None:
    office.get(f"/kepegawaian/pegawai/4711{tail}", expect=404)


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
