"""Pages of exemptions and lowered months, as a treasurer uses them."""

from datetime import date

import pytest
from sqlalchemy import select

from app.compliance.models import Exemption
from app.compliance.queries import list_standings
from app.compliance.services import ExemptionDraft, propose_exemption
from app.extensions import db
from app.months.services import set_closed
from tests.standing import (
    FINANCE,
    NOVEMBER,
    OCTOBER,
)

NIP = "198504112010012009"


ONE = {
    "from_period": "2026-11",
    "until_period": "2026-12",
    "kind": "tugas belajar",
    "letter_number": "800/12",
    "letter_date": "2026-11-03",
}


def form(treasurer):
    return treasurer.get("/keuangan/pembebasan/baru").form()


def statuses() -> list[str | None]:
    return [row.status for row in list_standings(NOVEMBER)]


def proposal(**facts) -> Exemption:
    values = {"scope": "everyone", "from_period": NOVEMBER, "until_period": None, "kind": "cuti"}
    values |= {"letter_number": "9", "letter_date": date(2026, 11, 3)}
    return propose_exemption(ExemptionDraft(**(values | facts)), actor=FINANCE)


@pytest.mark.parametrize("typed", [NIP, "1985 0411 2010 012009", "ani contoh", "Ani"])
def test_one_person_is_found_looked_at_and_exempted(treasurer, typed):
    looked = form(treasurer).submit(expect=200, button="langkah=periksa", scope="person", person=typed, **ONE)
    assert "Ditemukan: Ani Contoh" in looked.text
    assert looked.rows() == [{"Bulan": "November 2026", "Keluar dari yang wajib": "1 orang"}]
    assert statuses() == ["short"] * 3
    page = looked.form().submit(button="langkah=simpan").follow()
    assert page.h1 == "Ani Contoh"
    assert "800/12, 3 November 2026" in page.text
    assert statuses() == ["exempt", "short", "short"]


def test_of_several_people_one_is_chosen(treasurer):
    page = form(treasurer).submit(expect=422, button="langkah=periksa", scope="person", person="Budi", **ONE)
    assert "Ada beberapa orang yang cocok" in page.text
    choices = page.all("input", name="employee_id")
    assert len(choices) == 2
    looked = page.form().submit(expect=200, button="langkah=periksa", employee_id=choices[1].get("value"))
    looked.form().submit(button="langkah=simpan")
    assert sorted(statuses()) == ["exempt", "short", "short"]


def test_a_choice_made_for_another_name_does_not_count(treasurer):
    looked = form(treasurer).submit(expect=200, button="langkah=periksa", scope="person", person="Ani", **ONE)
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
def test_a_wrong_field_gets_its_sentence_and_nothing_typed_is_lost(treasurer, typed, sentence):
    page = form(treasurer).submit(expect=422, button="langkah=periksa", **(ONE | typed))
    assert sentence in page.text
    assert page.form().values["kind"] == ["tugas belajar"]
    assert db.session.scalars(select(Exemption)).all() == []


@pytest.mark.parametrize(
    ("scope", "facts"), [("unit", {"unit": 1}), ("tier", {"tier": "eselon-iv"}), ("everyone", {})]
)
def test_units_tiers_and_everyone_can_be_exempted(treasurer, scope, facts):
    looked = form(treasurer).submit(expect=200, button="langkah=periksa", scope=scope, **facts, **ONE)
    assert looked.rows()[0]["Keluar dari yang wajib"] == "3 orang"
    sure = {"sure": "y"} if scope == "everyone" else {}
    looked.form().submit(button="langkah=simpan", **sure)
    assert statuses() == ["exempt"] * 3


def test_a_change_after_the_look_wants_another_look(treasurer):
    looked = form(treasurer).submit(expect=200, button="langkah=periksa", scope="everyone", **ONE)
    again = looked.form().submit(expect=200, button="langkah=simpan", from_period="2026-12")
    assert db.session.scalars(select(Exemption)).all() == []
    again.form().submit(button="langkah=simpan", sure="y")
    assert [str(one.from_period) for one in db.session.scalars(select(Exemption))] == ["2026-12"]


def test_the_same_exemption_twice_is_refused_with_the_letter_it_has(treasurer):
    proposal(until_period=NOVEMBER)
    looked = form(treasurer).submit(expect=200, button="langkah=periksa", scope="everyone", **ONE)
    page = looked.form().submit(expect=422, button="langkah=simpan", sure="y")
    assert "sudah dibebaskan pada bulan-bulan itu dengan surat 9" in page.text


def test_a_closed_month_is_said_to_stay_as_it_is(treasurer, session):
    set_closed(OCTOBER)
    values = ONE | {"from_period": "2026-10"}
    page = form(treasurer).submit(expect=200, button="langkah=periksa", scope="everyone", **values)
    assert "Bulan yang sudah ditutup tidak berubah: Oktober 2026" in page.text


def test_a_proposal_is_approved_with_one_button(treasurer, session):
    one = proposal()
    page = treasurer.get(f"/keuangan/pembebasan/{one.id}")
    page.form(f"/keuangan/pembebasan/{one.id}/setujui").submit()
    assert statuses() == ["exempt"] * 3


def test_a_proposal_is_declined_only_with_a_reason(treasurer, session):
    one = proposal()
    page = treasurer.get(f"/keuangan/pembebasan/{one.id}").form("tolak").submit(expect=422)
    assert "Alasan harus diisi" in page.text
    page.form("tolak").submit(**{"tolak-reason": "belum ada surat"})
    assert "belum ada surat" in treasurer.get(f"/keuangan/pembebasan/{one.id}").text


def test_an_exemption_is_ended_from_a_month_on(treasurer, session):
    looked = form(treasurer).submit(expect=200, button="langkah=periksa", scope="everyone", **ONE)
    page = looked.form().submit(button="langkah=simpan", sure="y").follow()
    page.form("akhiri").submit(expect=422, **{"akhiri-from_period": "2026-12"})
    page.form("akhiri").submit(**{"akhiri-from_period": "2026-12", "akhiri-reason": "kembali bertugas"})
    (one,) = db.session.scalars(select(Exemption))
    assert (one.state, str(one.until_period)) == ("approved", "2026-11")


@pytest.mark.parametrize("act", ["setujui", "tolak", "akhiri"])
def test_an_act_on_what_does_not_exist_is_not_found(treasurer, act):
    treasurer.get("/keuangan/pembebasan/bulan")
    data = {"tolak-reason": "x", "akhiri-reason": "x", "akhiri-from_period": "2026-12"}
    treasurer.post(f"/keuangan/pembebasan/99/{act}", data, expect=404)


def test_a_decided_proposal_answers_that_it_is_decided(treasurer, session):
    one = proposal()
    page = treasurer.get(f"/keuangan/pembebasan/{one.id}")
    page.form(f"/keuangan/pembebasan/{one.id}/setujui").submit()
    answer = page.form(f"/keuangan/pembebasan/{one.id}/setujui").submit(expect=409)
    assert "sudah diputuskan" in answer.text


@pytest.mark.parametrize(
    ("state", "found"),
    [("proposed", 1), ("approved", 0), ("rejected", 0), ("apa-saja", 0)],
)
def test_the_list_shows_one_state_at_a_time(treasurer, session, state, found):
    proposal(scope="tier", tier_code="eselon-iv")
    page = treasurer.get(f"/keuangan/pembebasan?keadaan={state}")
    assert len(page.rows() if page.all("table") else []) == found
    assert "Menunggu keputusan (1)" in page.links


def test_what_waits_for_a_decision_comes_first(treasurer, session):
    proposal(scope="tier", tier_code="eselon-iv")
    assert len(treasurer.get("/keuangan/pembebasan").rows()) == 1
