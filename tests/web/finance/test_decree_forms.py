"""Forms of a decree: copying one, picking tiers, looking at the effect, saving it once, as table and as text."""

import io

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.messages.decrees import _SENTENCES, problem_sentence
from app.minimums.models import Decree
from app.minimums.rules import Problem
from app.months.services import set_closed
from tests.logins import sign_in
from tests.office import close
from tests.standing import OCTOBER, decree_text, make_person, make_sale, make_tree

NEW = {
    "number": "Perwali 9/2026",
    "title": "Batas minimal belanja",
    "signed_on": "2026-11-05",
    "effective_from": "2026-12",
    "mode": "wajib",
}


def stored() -> list[str]:
    return list(db.session.scalars(select(Decree.number).order_by(Decree.id)))


def _form(office):
    page = office.get("/keuangan/aturan/baru/tabel?dari=1")
    return page.form()


def test_a_copied_decree_is_looked_at_before_it_is_saved(office):
    looked = _form(office).submit(expect=200, button="langkah=periksa", minimum_2="25.000", **NEW)
    assert stored() == ["Uji 1/2026"]
    assert {row["Perubahan"]: row["Orang"] for row in looked.rows()}["Naik"] == "2 orang"
    assert looked.all("section", id="pratinjau")[0].get("data-focus") is not None
    assert looked.text.index("Yang akan terjadi") < looked.text.index("Nomor aturan")
    saved = looked.form().submit(button="langkah=simpan")
    assert saved.follow().h1 == "Perwali 9/2026"
    assert stored() == ["Uji 1/2026", "Perwali 9/2026"]


HONORER = {
    "new_0-name": "Honorer",
    "new_0-minimum": "10.000",
    "new_0-status": ["Non ASN"],
    "new_0-position": "honorer, jaga",
}


def test_a_new_tier_is_picked_on_the_page_and_takes_whom_no_rule_took(office):
    more = _form(office).submit(expect=200, button="langkah=tambah", minimum_2="25.000", **NEW)
    assert more.form().values["minimum_2"] == ["25.000"]
    looked = more.form().submit(expect=200, button="langkah=periksa", **HONORER)
    effect = {row["Perubahan"]: row["Orang"] for row in looked.rows()}
    assert (effect["Baru kena aturan"], effect["Belum ada aturan"]) == ("1 orang", "0 orang")
    page = looked.form().submit(button="langkah=simpan").follow()
    last = page.rows()[-1]
    assert last["Jenjang"].startswith("5. Honorer")
    assert "status Non ASN; jabatan" in last["Untuk siapa"]
    assert (last["Batas minimal"], last["Orang"]) == ("Rp10.000", "1")


def test_tiers_stand_in_the_order_that_was_typed(office):
    more = _form(office).submit(expect=200, button="langkah=tambah", order_4="1", **NEW)
    looked = more.form().submit(expect=200, button="langkah=periksa", **HONORER, **{"new_0-order": "2"})
    page = looked.form().submit(button="langkah=simpan").follow()
    assert [row["Jenjang"].split("kode")[0] for row in page.rows()] == [
        "1. PPPK", "2. Honorer", "3. Eselon III", "4. Eselon IV dan fungsional", "5. Magang",
    ]  # fmt: skip


def test_a_new_tier_says_its_name_for_whom_it_is_and_an_existing_unit(office):
    more = _form(office).submit(expect=200, button="langkah=tambah", **NEW)
    refused = more.form().submit(expect=422, button="langkah=periksa", **{"new_0-minimum": "1.000"})
    assert "Nama jenjang harus diisi." in refused.text and "Pilih sedikitnya satu syarat" in refused.text
    unknown = more.form().submit(
        expect=422, button="langkah=periksa", **{"new_0-name": "Khusus", "new_0-unit": "Dinas Bulan"}
    )
    assert "Dinas Bulan" in unknown.text
    assert unknown.form().values["new_0-unit"] == ["Dinas Bulan"]
    left_empty = more.form().submit(expect=200, button="langkah=periksa")
    assert left_empty.form().submit(button="langkah=simpan").follow().h1 == NEW["number"]


def test_a_first_decree_needs_no_text_at_all(app, session):
    _city, _opd, school = make_tree()
    make_person(school, "Cici Honorer", status="Non ASN", echelon="", position="Tenaga Honorer")
    form = sign_in(app, "finance").get("/keuangan/aturan/baru/tabel").form()
    looked = form.submit(expect=200, button="langkah=periksa", **NEW, **HONORER)
    assert looked.form().submit(button="langkah=simpan").follow().h1 == NEW["number"]


def test_nothing_is_saved_that_was_not_looked_at(office):
    page = _form(office).submit(expect=200, button="langkah=simpan", **NEW)
    assert "Isian berubah sejak terakhir diperiksa" in page.text
    assert stored() == ["Uji 1/2026"]


def test_a_change_after_the_look_wants_another_look(office):
    looked = _form(office).submit(expect=200, button="langkah=periksa", **NEW)
    changed = looked.form().submit(expect=200, button="langkah=simpan", minimum_1="1")
    assert "Isian berubah sejak terakhir diperiksa" in changed.text
    assert stored() == ["Uji 1/2026"]
    changed.form().submit(button="langkah=simpan")
    assert stored() == ["Uji 1/2026", "Perwali 9/2026"]


def test_an_amount_left_empty_sets_none_and_a_dropped_tier_is_gone(office):
    looked = _form(office).submit(expect=200, button="langkah=periksa", minimum_1="", drop_3="y", **NEW)
    looked.form().submit(button="langkah=simpan")
    rows = office.get("/keuangan/aturan/2").rows()
    assert [(row["Jenjang"].split("kode")[0], row["Batas minimal"]) for row in rows] == [
        ("1. Eselon III", "belum ada jumlah"),
        ("2. Eselon IV dan fungsional", "Rp20.000"),
        ("3. PPPK", "belum ada jumlah"),
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"number": ""}, "Nomor aturan harus diisi"),
        ({"signed_on": "2026-02-30"}, "Tulis tanggal yang ada"),
        ({"effective_from": "2026-13"}, "Tulis bulan sebagai tahun-bulan"),
        ({"minimum_1": "-5"}, "Tulis jumlah rupiah bulat"),
        ({"minimum_1": "20,5"}, "Tulis jumlah rupiah bulat"),
        ({"name_1": ""}, "Nama jenjang harus diisi"),
        ({"mode": "terserah"}, "Pilih salah satu"),
        ({"drop_1": "y", "drop_2": "y", "drop_3": "y", "drop_4": "y"}, "belum ada jenjang"),
    ],
)
def test_a_wrong_field_gets_its_sentence_and_nothing_typed_is_lost(office, typed, sentence):
    values = NEW | {"name_2": "Nama yang sudah diketik"} | typed
    page = _form(office).submit(expect=422, button="langkah=periksa", **values)
    assert sentence in page.text
    assert page.form().values["name_2"] == ["Nama yang sudah diketik"]
    assert stored() == ["Uji 1/2026"]


def test_a_number_that_is_taken_is_refused_with_what_to_do(office):
    values = NEW | {"number": "Uji 1/2026", "minimum_1": "1"}
    page = _form(office).submit(expect=422, button="langkah=periksa", **values)
    assert "Aturan bernomor Uji 1/2026 sudah ada dengan isi lain" in page.text
    assert page.form().values["minimum_1"] == ["1"]


def test_a_decree_with_a_slip_is_taken_back_set_right_and_saved_under_its_number(office):
    looked = _form(office).submit(expect=200, button="langkah=periksa", minimum_2="2.500.000", **NEW)
    page = looked.form().submit(button="langkah=simpan").follow()
    page.form("tarik-aturan").submit(expect=422, reason=" ")
    gone = page.form("tarik-aturan").submit(reason="kelebihan satu nol").follow()
    assert "kelebihan satu nol" in gone.text
    assert "Tarik aturan ini" not in gone.words("button")
    assert "kelebihan satu nol" in office.get("/keuangan/aturan").text
    again = office.get(gone.links["Perbaiki isinya dan simpan lagi dengan nomor ini"]).form()
    assert (again.values["number"], again.values["effective_from"]) == ([NEW["number"]], ["2026-12"])
    looked = again.submit(expect=200, button="langkah=periksa", minimum_2="250.000")
    assert looked.form().submit(button="langkah=simpan").follow().h1 == NEW["number"]


def test_a_decree_a_month_was_closed_under_offers_no_way_back(office, session):
    make_sale(None, 1_000, "2026-10-01")
    close(override="x")
    page = office.get("/keuangan/aturan/1")
    assert "sudah dipakai menutup Oktober 2026" in page.text
    assert not page.all("form", id="tarik-aturan")
    office.post("/keuangan/aturan/1/tarik", {"reason": "x"}, expect=422)
    assert stored() == ["Uji 1/2026"]


def test_a_closed_month_is_said_to_stay_as_it_is(office, session):
    set_closed(OCTOBER)
    page = _form(office).submit(expect=200, button="langkah=periksa", **(NEW | {"effective_from": "2026-10"}))
    assert "Bulan yang sudah ditutup tidak berubah: Oktober 2026" in page.text


def test_a_decree_that_would_never_hold_is_warned_about(office):
    values = NEW | {"effective_from": "2026-01", "signed_on": "2026-01-01"}
    page = _form(office).submit(expect=200, button="langkah=periksa", **values)
    assert "Aturan ini tidak akan berlaku: Uji 1/2026" in page.text


def test_an_example_fills_the_table_but_not_its_head(office):
    page = office.get("/keuangan/aturan/baru/tabel?contoh=ambon")
    values = page.form().values
    assert (values["number"], values["minimum_2"]) == ([""], ["100.000"])
    assert "belum ada aturan" in page.text
    page.form().submit(expect=422, button="langkah=periksa")


def test_the_table_goes_on_as_text_with_what_was_typed(office):
    page = _form(office).submit(expect=200, button="langkah=teks", number="Baru 1", minimum_1="77.000")
    (text,) = page.form().values["text"]
    assert 'number = "Baru 1"' in text
    assert "minimum = 77000" in text


def text_form(office):
    return office.get("/keuangan/aturan/baru/teks").form()


def test_a_text_is_looked_at_and_saved(office):
    text = decree_text("Teks 1", "2026-12")
    looked = text_form(office).submit(expect=200, button="langkah=periksa", text=text)
    assert {row["Perubahan"]: row["Orang"] for row in looked.rows()}["Tetap"] == "2 orang"
    looked.form().submit(button="langkah=simpan")
    assert stored() == ["Uji 1/2026", "Teks 1"]


def test_a_wrong_text_names_tier_and_remedy_and_stays_as_typed(office):
    text = decree_text("Teks 1").replace("III.b", "IIIb").replace("minimum = 20000", 'minimum = "20.000"')
    page = text_form(office).submit(expect=422, button="langkah=periksa", text=text)
    assert "Jenjang 1: eselon “IIIb” tidak dikenal. Pilih: I.a, I.b" in page.text
    assert "Jenjang 2: batas minimal “20.000” harus rupiah bulat" in page.text
    assert page.form().values["text"][0].strip() == text.strip()
    assert stored() == ["Uji 1/2026"]


def test_an_empty_text_says_what_to_do(office):
    page = text_form(office).submit(expect=422, button="langkah=periksa", text="  ")
    assert "Tulis atau tempel teks aturan" in page.text


def test_a_file_takes_the_place_of_the_text(office):
    upload = (io.BytesIO(b"\xef\xbb\xbf" + decree_text("Berkas 1").encode()), "aturan.toml")
    page = text_form(office).submit(expect=200, button="langkah=periksa", file=upload)
    assert 'number = "Berkas 1"' in page.form().values["text"][0]


def test_a_file_that_is_no_text_is_refused(office):
    upload = (io.BytesIO(b"PK\x03\x04\xff\xfe\x00"), "aturan.xlsx")
    page = text_form(office).submit(expect=422, button="langkah=periksa", file=upload)
    assert "Berkas ini bukan teks" in page.text


def test_every_kind_of_problem_has_its_sentence(app):
    for reason in (*_SENTENCES, "syntax", "unknown_key", "unknown_field"):
        sentence = problem_sentence(Problem(2, "status", reason, "x"))
        assert sentence.startswith("Jenjang 2: ")
        assert "{" not in sentence


@pytest.mark.parametrize("role", ["cashier", "manager", "employee", "opd", "personnel", "admin"])
def test_only_the_finance_office_enters(app, session, role):
    browser = sign_in(app, role, unit=make_tree()[1])
    browser.get("/keuangan/aturan", expect=403)
    browser.get("/keuangan/aturan/baru/teks", expect=403)


def test_looking_writes_nothing(office, count_queries):
    form = _form(office)
    before = db.session.scalar(select(func.count()).select_from(Decree))
    with count_queries() as statements:
        form.submit(expect=200, button="langkah=periksa", **NEW)
    assert not [one for one in statements if one.startswith(("INSERT INTO decree", "INSERT INTO minimum"))]
    assert db.session.scalar(select(func.count()).select_from(Decree)) == before
