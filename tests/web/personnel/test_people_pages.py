"""The overview, the tree, one person's page and forms, and the lists to work off."""

import io
from pathlib import Path
from typing import Any

import pytest

from app.directory.queries import get_employee, load_tree
from tests.directory.files import (
    JANUARY,
    MARTHA,
    NOVEMBER,
    UNITS,
    YOHANIS,
    history,
    line,
    person,
    take_in,
    write_csv,
)
from tests.pages import PageClient


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
