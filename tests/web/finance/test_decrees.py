"""Pages of decrees: reading them, copying one, looking at the effect, saving it once."""

import pytest
from sqlalchemy import select

from app.directory.models import Unit
from app.extensions import db
from tests.logins import sign_in
from tests.standing import make_decree, make_person


def test_the_list_says_which_decree_holds_which_comes_and_which_is_past(office, session):
    make_decree(number="Uji Lama", effective_from="2025-01")
    make_decree(number="Uji Nanti", effective_from="2027-01")
    rows = office.get("/keuangan/aturan").rows()
    assert [(row["Aturan"].split("Batas")[0], row["Keadaan"]) for row in rows] == [
        ("Uji 1/2026", "Berlaku sekarang"),
        ("Uji Nanti", "Akan berlaku"),
        ("Uji Lama", "Sudah diganti"),
    ]


def test_without_a_decree_the_list_offers_the_first_step(app):
    page = sign_in(app, "finance").get("/keuangan/aturan")
    assert page.links["Buat aturan pertama"] == "/keuangan/aturan/baru"


def test_a_decree_that_only_comes_leaves_a_warning(app, session):
    make_decree(effective_from="2026-12")
    page = sign_in(app, "finance").get("/keuangan/aturan")
    assert "Belum ada aturan yang berlaku pada November 2026" in page.text


def test_a_decree_shows_its_tiers_in_order_in_words_and_in_people(office):
    page = office.get("/keuangan/aturan/1")
    rows = page.rows()
    assert [row["Jenjang"].split("kode")[0] for row in rows] == [
        "1. Eselon III",
        "2. Eselon IV dan fungsional",
        "3. Magang",
        "4. PPPK",
    ]
    assert rows[1]["Untuk siapa"] == (
        "status PNS atau CPNS; eselon IV.a atau IV.b atau status PNS atau CPNS; jenis jabatan Fungsional"
    )
    assert [row["Orang"] for row in rows] == ["0", "2", "0", "0"]
    assert [row["Batas minimal"] for row in rows] == ["Rp30.000", "Rp20.000", "Rp0", "belum ada jumlah"]
    assert "Status Non ASN tidak disebut di jenjang mana pun. 1 orang" in page.text


def test_the_people_whom_no_tier_takes_are_listed_with_the_reason(office):
    page = office.get("/keuangan/aturan/1/tanpa-jenjang")
    (row,) = page.rows()
    assert row["Nama"] == "Cici HonorerTenaga Honorer"
    assert row["Alasan"] == "Status Non ASN tidak disebut di jenjang mana pun."


def test_the_list_of_people_takes_as_many_statements_for_many_as_for_one(office, session, count_queries):
    counts = []
    for _round in range(2):
        with count_queries() as statements:
            office.get("/keuangan/aturan/1/tanpa-jenjang")
        counts.append(len(statements))
        for number in range(60):
            make_person(make_tree_unit(), f"Orang {number}", status="Non ASN", echelon="")
    assert counts[0] == counts[1] <= 12, counts


def make_tree_unit():
    """The school the people of these tests stand at."""
    return db.session.scalars(select(Unit).where(Unit.external_id == "SD1")).one()


@pytest.mark.parametrize("page", ["99", "0", "-1", "abc", "99999999999999999999"])
def test_a_page_number_that_does_not_exist_shows_the_nearest(office, page):
    assert office.get(f"/keuangan/aturan/1/tanpa-jenjang?halaman={page}").rows()


def test_a_decree_can_be_taken_away_as_text_and_read_again(office):
    page = office.get("/keuangan/aturan/1/toml")
    assert page.headers["Content-Type"] == "application/toml"
    assert 'code = "eselon-iv"' in page.data.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/keuangan/aturan/99",
        "/keuangan/aturan/99/tanpa-jenjang",
        "/keuangan/aturan/99/toml",
        "/keuangan/aturan/baru/tabel?dari=99",
        "/keuangan/aturan/baru/tabel?contoh=bandung",
        "/keuangan/aturan/baru/teks?contoh=../../config",
    ],
)
def test_what_does_not_exist_is_not_found(office, path):
    office.get(path, expect=404)


def test_what_is_no_number_of_a_decree_begins_an_empty_one(office):
    office.get(f"/keuangan/aturan/baru/tabel?dari={'9' * 20}")


def test_the_start_offers_the_current_decree_and_examples_with_sources(office):
    page = office.get("/keuangan/aturan/baru")
    assert page.links["Salin aturan ini"] == "/keuangan/aturan/baru/tabel?dari=1"
    assert "Instruksi Bupati 9/2024" in page.text
