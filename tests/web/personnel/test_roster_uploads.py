"""Uploads of a roster that are refused, too large, incomplete or odd, and what is said of them."""

import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.audit.rules import SYSTEM
from app.directory.models import RosterUpload
from app.directory.queries import count_missing
from app.extensions import db
from app.settings.services import set_setting
from app.shared.transaction import begin_writing, commit
from tests.directory.files import (
    HEADER,
    JANUARY,
    line,
    paulus,
    roster,
    take_in,
    write_xlsx,
)
from tests.pages import PageClient
from tests.standing import make_sale
from tests.web.personnel.test_roster_pages import people, send, stored_files


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "p.xlsx", "kosong"),
        (b"PK\x03\x04xxxx", "p.xlsx", "terpotong"),
        (b"<html><table></table></html>", "p.xls", "halaman web"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "p.xls", "Excel lama"),
        (b"A;B\r\n1;2\r\n", "p.csv", "Baris judul kolom tidak ditemukan. Yang kurang: "),
        (b"NIP;NAMA;NIP\r\n1;2;3\r\n", "p.csv", "ada dua kali"),
    ],
)
def test_a_bad_file_gets_a_sentence_and_leaves_nothing(
    app: Flask, office: PageClient, city: Path, content: bytes, name: str, words: str
) -> None:
    file = city / "kiriman"
    file.write_bytes(content)
    page = send(office, file, expect=422, name=name)
    assert words in page.text
    assert page.form().values["as_of"] == ["2026-11-01"]
    assert stored_files(app) == []
    assert db.session.query(RosterUpload).count() == 0


@pytest.mark.parametrize("name", ["../../etc/passwd", "x" * 300 + ".xlsx", "\u202excod.xlsx", "<b>&'.xlsx"])
def test_a_strange_file_name_does_no_harm(app: Flask, office: PageClient, city: Path, name: str) -> None:
    send(office, roster(city, line()), name=name).follow()
    (file,) = stored_files(app)
    assert file.parent == Path(app.instance_path) / "uploads"


@pytest.mark.parametrize("as_of", ["", "besok", "2026-02-30", "1999-12-31", "2028-01-01", "２０２６-11-01"])
def test_a_day_that_is_none_gets_a_sentence(office: PageClient, city: Path, as_of: str) -> None:
    page = send(office, roster(city, line()), expect=422, as_of=as_of)
    assert page.all("div", id="periksa")


def test_no_file_at_all_gets_a_sentence(office: PageClient) -> None:
    office.get("/kepegawaian/unggah")
    page = office.post("/kepegawaian/unggah", {"as_of": "2026-11-01"}, expect=422)
    assert "Pilih berkasnya dulu." in page.text


def test_a_large_file_may_come_in_but_not_a_larger_one(app: Flask, office: PageClient, city: Path) -> None:
    wide = [
        line(f"A-{number}", f"19850411201001{2}{number % 999 + 1:03d}", "M" * 150) for number in range(900)
    ]
    file = city / "besar.csv"
    file.write_text("\r\n".join(";".join(map(str, row)) for row in [HEADER, *wide]))
    app.config["UPLOAD_LIMIT"] = 450_000  # the test's browser keeps no more in memory
    assert app.config["MAX_CONTENT_LENGTH"] < file.stat().st_size < app.config["UPLOAD_LIMIT"]
    send(office, file)
    file.write_bytes(b"x" * (app.config["UPLOAD_LIMIT"] + 1))
    send(office, file, expect=413)


def test_only_the_personnel_office_can_send_megabytes(app: Flask, city: Path, as_role: Any) -> None:
    finance = as_role("finance")
    big = {"file": (io.BytesIO(b"x" * 200_000), "p.csv")}
    finance.get("/keuangan/aturan")
    finance.post("/kepegawaian/unggah", big, expect=413, content_type="multipart/form-data")


def test_the_demo_city_refuses_and_points_to_the_real_one(office: PageClient, city: Path) -> None:
    begin_writing()
    set_setting("demo", True, actor=SYSTEM)
    commit()
    page = send(office, roster(city, line()), expect=422)
    assert "Mulai kota sebenarnya" in page.text


def many(count: int) -> list[list[Any]]:
    return [line(f"A-{n}", f"1985041120100120{n:02d}", f"ORANG {n}") for n in range(10, 10 + count)]


def test_corrected_refused_rows_sent_again_leave_everybody_else_alone(office: PageClient, city: Path) -> None:
    take_in(city, *many(40), as_of=JANUARY)
    first = send(office, roster(city, *many(40), paulus(ESELON_NAMA="VI.c")))
    rejects = first.follow().form(f"{first.location}/ditolak").submit(expect=200)
    book = load_workbook(io.BytesIO(rejects.response.data))
    for cells in book.active.iter_rows(min_row=2):
        for cell in cells:
            cell.value = "IV.a" if cell.value == "VI.c" else cell.value
    book.save(city / "perbaikan.xlsx")
    page = send(office, city / "perbaikan.xlsx").follow()
    assert "40 dari 40 orang dengan status yang sama tidak ada" in page.text
    assert page.form("terapkan").values["scope"] == ["tambahan"]
    page.form("terapkan").submit()
    assert (people(), count_missing()) == (41, 0)


def test_a_short_list_is_complete_only_by_a_clear_word(office: PageClient, city: Path) -> None:
    take_in(city, *many(40), as_of=JANUARY)
    page = send(office, roster(city, *many(10))).follow()
    form = page.form("terapkan")
    for typed in ("", "29"):
        page = form.submit(expect=409, scope="lengkap", absent=typed)
        assert "30 dari 40 orang tidak ada di berkas ini" in page.text
        assert page.form("terapkan").values["scope"] == ["lengkap"]
    assert count_missing() == 0
    page.form("terapkan").submit(scope="lengkap", absent="30")
    assert count_missing() == 30


def test_a_few_absent_people_need_no_clear_word(office: PageClient, city: Path) -> None:
    take_in(city, *many(10), as_of=JANUARY)
    page = send(office, roster(city, *many(9))).follow()
    assert page.form("terapkan").values["scope"] == ["lengkap"]
    page.form("terapkan").submit()
    assert count_missing() == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [([], "Tidak ada baris di bawah judul kolom"), ([line(ESELON_NAMA="VI.c")], "Semua 1 baris ditolak")],
)
def test_a_file_of_which_nothing_can_be_applied_says_so(
    office: PageClient, city: Path, rows: list[Any], words: str
) -> None:
    page = send(office, roster(city, *rows)).follow()
    assert words in page.text
    assert "Semua sudah sama" not in page.text


def test_the_first_date_proposed_is_the_first_recorded_month(office: PageClient, city: Path) -> None:
    begin_writing()
    make_sale(None, 8_000, "2026-08-20")
    commit()
    page = office.get("/kepegawaian/unggah")
    assert page.form().values["as_of"] == ["2026-08-01"]
    assert "Bulan sebelum tanggal ini tidak punya pegawai" in page.text
    late = send(office, roster(city, line()), as_of="2026-11-01").follow()
    assert "penjualan Agustus 2026 sampai Oktober 2026 sudah dicatat" in late.text
    assert (
        "Periksa tanggal berlakunya"
        not in send(office, roster(city, line()), as_of="2026-08-01").follow().text
    )


def test_a_hidden_sheet_is_named(office: PageClient, city: Path) -> None:
    file = roster(city, line())
    book = load_workbook(file)
    book.create_sheet("Cadangan").append(HEADER)
    book["Cadangan"].sheet_state = "hidden"
    book.save(file)
    assert "Lembar tersembunyi tidak dibaca: Cadangan" in send(office, file).follow().text


def test_a_renamed_column_is_named_with_what_would_do(office: PageClient, city: Path) -> None:
    header = ["Nip Pegawai" if title == "NIP BARU" else title for title in HEADER]
    page = send(office, write_xlsx(city / "lain.xlsx", [header, line()]), expect=422)
    assert "Ganti judul “Nip Pegawai” menjadi “NIP BARU”" in page.text


def test_too_many_likely_people_are_looked_through_page_by_page(office: PageClient, city: Path) -> None:
    old = [line(f"B-{n}", f"1985041120100121{n:02d}", f"ORANG {n}") for n in range(10, 70)]
    new = [line(f"C-{n}", f"1985041120100120{n:02d}", f"ORANG {n}") for n in range(10, 70)]
    take_in(city, *old, as_of=JANUARY)
    page = send(office, roster(city, *new)).follow()
    assert page.response.text.count('name="sama"') == 0
    listed = office.get(page.links["Lihat satu per satu"])
    listed.form().submit(sama=["2-1"])
    again = office.get(page.response.request.path)
    assert "1 sudah Anda tandai" in again.text
    again.form("terapkan").submit(scope="tambahan")
    assert people() == 119
