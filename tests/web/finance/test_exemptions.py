"""Pages of exemptions and lowered months, as a treasurer uses them."""

from datetime import date

import pytest
from sqlalchemy import select

from app.compliance.models import Exemption, MinimumReduction
from app.compliance.queries import list_standings
from app.compliance.services import ExemptionDraft, propose_exemption
from app.extensions import db
from app.months.services import set_closed
from tests.logins import sign_in
from tests.standing import (
    FINANCE,
    NOVEMBER,
    OCTOBER,
    make_decree,
    make_person,
    make_sale,
    make_tree,
)

NIP = "198504112010012009"
ONE = {
    "from_period": "2026-11",
    "until_period": "2026-12",
    "kind": "tugas belajar",
    "letter_number": "800/12",
    "letter_date": "2026-11-03",
}
MONTH = {"period": "2026-11", "percent": "50", "reason": "barang habis", "letter_number": "5"}
MONTH |= {"letter_date": "2026-11-03"}


@pytest.fixture
def finance(app, session):
    """Finance, in a city of three people who each owe 20.000; one has a NIP, two share their name."""
    _city, _opd, school = make_tree()
    make_decree()
    make_sale(None, 1_000, "2026-10-01")
    make_person(school, "Ani Contoh").nip = NIP
    make_person(school, "Budi Kembar", position="Guru")
    make_person(school, "Budi Kembar", position="Kepala Sekolah")
    db.session.flush()
    return sign_in(app, "finance")


def form(finance):
    return finance.get("/keuangan/pembebasan/baru").form()


def statuses() -> list[str | None]:
    return [row.status for row in list_standings(NOVEMBER)]


def proposal(**facts) -> Exemption:
    values = {"scope": "everyone", "from_period": NOVEMBER, "until_period": None, "kind": "cuti"}
    values |= {"letter_number": "9", "letter_date": date(2026, 11, 3)}
    return propose_exemption(ExemptionDraft(**(values | facts)), actor=FINANCE)


@pytest.mark.parametrize("typed", [NIP, "1985 0411 2010 012009", "ani contoh", "Ani"])
def test_one_person_is_found_looked_at_and_exempted(finance, typed):
    looked = form(finance).submit(expect=200, button="langkah=periksa", scope="person", person=typed, **ONE)
    assert "Ditemukan: Ani Contoh" in looked.text
    assert looked.rows() == [{"Bulan": "November 2026", "Keluar dari yang wajib": "1 orang"}]
    assert statuses() == ["short"] * 3
    page = looked.form().submit(button="langkah=simpan").follow()
    assert page.h1 == "Ani Contoh"
    assert "800/12, 3 November 2026" in page.text
    assert statuses() == ["exempt", "short", "short"]


def test_of_several_people_one_is_chosen(finance):
    page = form(finance).submit(expect=422, button="langkah=periksa", scope="person", person="Budi", **ONE)
    assert "Ada beberapa orang yang cocok" in page.text
    choices = page.all("input", name="employee_id")
    assert len(choices) == 2
    looked = page.form().submit(expect=200, button="langkah=periksa", employee_id=choices[1].get("value"))
    looked.form().submit(button="langkah=simpan")
    assert sorted(statuses()) == ["exempt", "short", "short"]


def test_a_choice_made_for_another_name_does_not_count(finance):
    looked = form(finance).submit(expect=200, button="langkah=periksa", scope="person", person="Ani", **ONE)
    page = looked.form().submit(expect=422, button="langkah=simpan", person="Budi")
    assert "Ada beberapa orang yang cocok" in page.text
    assert db.session.scalars(select(Exemption)).all() == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"scope": "person", "person": ""}, "Tulis NIP, kode, atau nama orangnya"),
        ({"scope": "person", "person": "Zulkifli"}, "Tidak ada yang cocok"),
        ({"scope": "unit"}, "Pilih salah satu dari daftar"),
        ({"scope": "tier"}, "Pilih salah satu dari daftar"),
        ({"scope": "everyone", "until_period": "2026-10"}, "Bulan terakhir harus sama"),
        ({"scope": "everyone", "letter_number": ""}, "Nomor surat harus diisi"),
        ({"scope": "everyone", "letter_date": "2026-11-31"}, "Tulis tanggal yang ada"),
        ({"scope": "everyone", "from_period": "November"}, "Tulis bulan sebagai tahun-bulan"),
    ],
)
def test_a_wrong_field_gets_its_sentence_and_nothing_typed_is_lost(finance, typed, sentence):
    page = form(finance).submit(expect=422, button="langkah=periksa", **(ONE | typed))
    assert sentence in page.text
    assert page.form().values["kind"] == ["tugas belajar"]
    assert db.session.scalars(select(Exemption)).all() == []


@pytest.mark.parametrize(
    ("scope", "facts"), [("unit", {"unit": 1}), ("tier", {"tier": "eselon-iv"}), ("everyone", {})]
)
def test_units_tiers_and_everyone_can_be_exempted(finance, scope, facts):
    looked = form(finance).submit(expect=200, button="langkah=periksa", scope=scope, **facts, **ONE)
    assert looked.rows()[0]["Keluar dari yang wajib"] == "3 orang"
    sure = {"sure": "y"} if scope == "everyone" else {}
    looked.form().submit(button="langkah=simpan", **sure)
    assert statuses() == ["exempt"] * 3


def test_a_change_after_the_look_wants_another_look(finance):
    looked = form(finance).submit(expect=200, button="langkah=periksa", scope="everyone", **ONE)
    again = looked.form().submit(expect=200, button="langkah=simpan", from_period="2026-12")
    assert db.session.scalars(select(Exemption)).all() == []
    again.form().submit(button="langkah=simpan", sure="y")
    assert [str(one.from_period) for one in db.session.scalars(select(Exemption))] == ["2026-12"]


def test_the_same_exemption_twice_is_refused_with_the_letter_it_has(finance):
    proposal(until_period=NOVEMBER)
    looked = form(finance).submit(expect=200, button="langkah=periksa", scope="everyone", **ONE)
    page = looked.form().submit(expect=422, button="langkah=simpan", sure="y")
    assert "sudah dibebaskan pada bulan-bulan itu dengan surat 9" in page.text


def test_a_closed_month_is_said_to_stay_as_it_is(finance, session):
    set_closed(OCTOBER)
    values = ONE | {"from_period": "2026-10"}
    page = form(finance).submit(expect=200, button="langkah=periksa", scope="everyone", **values)
    assert "Bulan yang sudah ditutup tidak berubah: Oktober 2026" in page.text


def test_a_proposal_is_approved_with_one_button(finance, session):
    one = proposal()
    page = finance.get(f"/keuangan/pembebasan/{one.id}")
    page.form(f"/keuangan/pembebasan/{one.id}/setujui").submit()
    assert statuses() == ["exempt"] * 3


def test_a_proposal_is_declined_only_with_a_reason(finance, session):
    one = proposal()
    page = finance.get(f"/keuangan/pembebasan/{one.id}").form("tolak").submit(expect=422)
    assert "Alasan harus diisi" in page.text
    page.form("tolak").submit(**{"tolak-reason": "belum ada surat"})
    assert "belum ada surat" in finance.get(f"/keuangan/pembebasan/{one.id}").text


def test_an_exemption_is_ended_from_a_month_on(finance, session):
    looked = form(finance).submit(expect=200, button="langkah=periksa", scope="everyone", **ONE)
    page = looked.form().submit(button="langkah=simpan", sure="y").follow()
    page.form("akhiri").submit(expect=422, **{"akhiri-from_period": "2026-12"})
    page.form("akhiri").submit(**{"akhiri-from_period": "2026-12", "akhiri-reason": "kembali bertugas"})
    (one,) = db.session.scalars(select(Exemption))
    assert (one.state, str(one.until_period)) == ("approved", "2026-11")


@pytest.mark.parametrize("act", ["setujui", "tolak", "akhiri"])
def test_an_act_on_what_does_not_exist_is_not_found(finance, act):
    finance.get("/keuangan/pembebasan/bulan")
    data = {"tolak-reason": "x", "akhiri-reason": "x", "akhiri-from_period": "2026-12"}
    finance.post(f"/keuangan/pembebasan/99/{act}", data, expect=404)


def test_a_decided_proposal_answers_that_it_is_decided(finance, session):
    one = proposal()
    page = finance.get(f"/keuangan/pembebasan/{one.id}")
    page.form(f"/keuangan/pembebasan/{one.id}/setujui").submit()
    answer = page.form(f"/keuangan/pembebasan/{one.id}/setujui").submit(expect=409)
    assert "sudah diputuskan" in answer.text


@pytest.mark.parametrize(
    ("state", "found"),
    [("proposed", 1), ("approved", 0), ("rejected", 0), ("apa-saja", 0)],
)
def test_the_list_shows_one_state_at_a_time(finance, session, state, found):
    proposal(scope="tier", tier_code="eselon-iv")
    page = finance.get(f"/keuangan/pembebasan?keadaan={state}")
    assert len(page.rows() if page.all("table") else []) == found
    assert "Menunggu keputusan (1)" in page.links


def test_what_waits_for_a_decision_comes_first(finance, session):
    proposal(scope="tier", tier_code="eselon-iv")
    assert len(finance.get("/keuangan/pembebasan").rows()) == 1


def test_a_month_is_lowered_and_lifted_again(finance):
    looked = finance.get("/keuangan/pembebasan/bulan").form().submit(expect=200, **MONTH)
    assert [row.minimum for row in list_standings(NOVEMBER)] == [20_000] * 3
    page = looked.form().submit(button="langkah=simpan").follow()
    assert "November 2026: diturunkan 50 %" in page.text
    assert [row.minimum for row in list_standings(NOVEMBER)] == [10_000] * 3
    page.form("/keuangan/pembebasan/bulan/2026-11/batal").submit()
    assert [row.minimum for row in list_standings(NOVEMBER)] == [20_000] * 3


def test_a_lowering_shows_the_sums_before_it_is_saved(finance):
    looked = finance.get("/keuangan/pembebasan/bulan").form().submit(expect=200, **MONTH)
    rows = {next(iter(row.values())): (row["Sekarang"], row["Nanti"]) for row in looked.rows()}
    assert rows["Jumlah batas minimal"] == ("Rp60.000", "Rp30.000")
    assert looked.all("section", id="akibat")[0].get("data-focus") is not None


def test_a_waived_month_asks_whether_it_is_meant_for_everybody(finance):
    looked = (
        finance.get("/keuangan/pembebasan/bulan").form().submit(expect=200, **(MONTH | {"percent": "100"}))
    )
    assert "3 orang yang wajib menjadi dibebaskan" in looked.text
    asked = looked.form().submit(expect=422, button="langkah=simpan")
    assert "Centang kalau memang semua orang" in asked.text
    assert db.session.scalars(select(MinimumReduction)).all() == []
    asked.form().submit(button="langkah=simpan", sure="y")
    assert statuses() == ["exempt"] * 3


def test_a_percentage_changed_after_the_look_wants_another_look(finance):
    looked = finance.get("/keuangan/pembebasan/bulan").form().submit(expect=200, **MONTH)
    looked.form().submit(expect=200, button="langkah=simpan", percent="60")
    assert db.session.scalars(select(MinimumReduction)).all() == []


def test_an_exemption_of_everybody_asks_whether_it_is_meant(finance):
    looked = form(finance).submit(expect=200, button="langkah=periksa", scope="everyone", **ONE)
    looked.form().submit(expect=422, button="langkah=simpan")
    assert statuses() == ["short"] * 3


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"percent": "0"}, "Tulis angka bulat dari 1 sampai 100"),
        ({"percent": "101"}, "Tulis angka bulat dari 1 sampai 100"),
        ({"percent": "12,5"}, "Tulis angka bulat dari 1 sampai 100"),
        ({"percent": ""}, "Persen harus diisi"),
        ({"reason": ""}, "Alasan harus diisi"),
        ({"letter_date": "2026-12-01"}, "tidak boleh di masa depan"),
        ({"period": "2026-10"}, "Bulan ini sudah ditutup"),
    ],
)
def test_a_month_is_not_lowered_without_all_that_belongs_to_it(finance, session, typed, sentence):
    set_closed(OCTOBER)
    page = finance.get("/keuangan/pembebasan/bulan").form().submit(expect=422, **(MONTH | typed))
    assert sentence in page.text
    assert db.session.scalars(select(MinimumReduction)).all() == []


def ticked(page, *ones, button="langkah=setujui", expect=303, **facts):
    return page.form("putuskan").submit(
        expect=expect, button=button, rows=[str(one.id) for one in ones], **facts
    )


def test_the_list_says_per_proposal_what_it_would_do(finance, session):
    set_closed(OCTOBER)
    proposal(from_period=OCTOBER)
    (row,) = finance.get("/keuangan/pembebasan").rows()
    assert "November 2026: 3 orang keluar dari yang wajib" in row["Akibatnya"]
    assert "Bulan yang sudah ditutup tidak berubah: Oktober 2026" in row["Akibatnya"]


def test_ticked_proposals_are_approved_together(finance, session):
    one, two = proposal(), proposal(scope="tier", tier_code="eselon-iv")
    other = proposal(scope="tier", tier_code="pppk")
    page = ticked(finance.get("/keuangan/pembebasan"), one, two).follow()
    assert "2 usulan disetujui dan berlaku." in page.text
    assert statuses() == ["exempt"] * 3
    assert db.session.get(Exemption, other.id).state == "proposed"


def test_ticked_proposals_are_declined_only_with_a_reason_and_only_when_ticked(finance, session):
    one = proposal()
    page = finance.get("/keuangan/pembebasan")
    assert "Alasan harus diisi" in ticked(page, one, button="langkah=tolak", expect=422).text
    assert "Centang dulu" in ticked(page, button="langkah=tolak", expect=422).text
    ticked(page, one, button="langkah=tolak", reason="belum ada surat")
    session.expire_all()
    assert (db.session.get(Exemption, one.id).state, one.decision_reason) == ("rejected", "belum ada surat")


def test_one_that_was_decided_meanwhile_leaves_the_others_as_they_were(finance, session):
    one, two = proposal(), proposal(scope="tier", tier_code="eselon-iv", letter_number="10")
    page = finance.get("/keuangan/pembebasan")
    ticked(page, two, button="langkah=tolak", reason="salah")
    again = ticked(page, one, two, expect=422)
    assert "Usulan dengan surat 10 sudah diputuskan" in again.text
    assert "Tidak ada yang berubah" in again.text
    assert statuses() == ["short"] * 3


@pytest.mark.parametrize("role", ["cashier", "manager", "employee", "opd", "personnel", "admin"])
def test_only_the_finance_office_enters(app, session, role):
    browser = sign_in(app, role, unit=make_tree()[1])
    for path in ("", "/baru", "/bulan", "/1"):
        browser.get(f"/keuangan/pembebasan{path}", expect=403)


@pytest.mark.parametrize("typed", ["2026-11", "11-2026", "11/2026", "november 2026", "Nov 2026"])
def test_a_month_is_read_as_people_write_it_where_the_browser_has_no_month_field(finance, typed):
    months = ONE | {"from_period": typed, "until_period": typed}
    looked = form(finance).submit(expect=200, button="langkah=periksa", scope="person", person=NIP, **months)
    assert looked.rows() == [{"Bulan": "November 2026", "Keluar dari yang wajib": "1 orang"}]


@pytest.mark.parametrize("typed", ["13-2026", "2026", "smarch 2026", "november", "november 26"])
def test_what_is_no_month_gets_its_sentence(finance, typed):
    months = ONE | {"from_period": typed}
    page = form(finance).submit(expect=422, button="langkah=periksa", scope="person", person=NIP, **months)
    assert "Tulis bulan sebagai tahun-bulan, misalnya 2026-11, atau November 2026." in page.text
    assert f'value="{typed}"' in page.body
