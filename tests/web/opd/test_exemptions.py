"""Exemptions as an OPD's operator proposes, follows and withdraws them; finance's answer comes back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.compliance.models import Exemption
from app.compliance.services import ExemptionDraft, approve_exemption, propose_exemption
from app.extensions import db
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, rollback
from tests.pages import PageClient
from tests.people import Staff, buy, close

NOVEMBER = Period(2026, 11)
HOME = "/opd/pembebasan"
FORM = f"{HOME}/usul"
LETTER = {
    "from_period": "2026-11",
    "until_period": "2026-12",
    "kind": "cuti",
    "letter_number": "800/12",
    "letter_date": "2026-11-02",
}


def look(client: PageClient, expect: int = 200, **typed: Any) -> Any:
    """The form, filled and looked at."""
    return client.get(FORM).form().submit(expect=expect, button="langkah=periksa", **(LETTER | typed))


def found() -> list[Exemption]:
    rollback()
    return list(db.session.scalars(select(Exemption).order_by(Exemption.id)))


def propose(person: Any) -> Exemption:
    begin_writing()
    draft = ExemptionDraft("person", NOVEMBER, None, "cuti", "9", clock.today(), employee_id=person.id)
    return propose_exemption(draft, actor=SYSTEM)


def test_one_of_the_own_people_is_looked_at_proposed_and_listed(operator: PageClient, staff: Staff) -> None:
    looked = look(operator, scope="person", person="Ani")
    assert "Ditemukan: Ani Latuconsina" in looked.text
    assert looked.rows()[0]["Keluar dari yang wajib"] == "1 orang"
    assert found() == []
    page = looked.form().submit(button="langkah=simpan").follow()
    (one,) = found()
    assert (one.state, one.employee_id, one.proposed_by) == ("proposed", staff.ani.id, operator.user.id)
    (row,) = page.rows()
    assert "Menunggu keputusan" in row["Keadaan"]
    assert row["Bulan"] == "November 2026 – Desember 2026"


def test_an_own_unit_is_proposed_with_all_below_it(operator: PageClient, staff: Staff) -> None:
    looked = look(operator, scope="unit", unit=str(staff.office.id))
    assert looked.rows()[0]["Keluar dari yang wajib"] == "3 orang"
    looked.form().submit(button="langkah=simpan")
    assert [one.unit_id for one in found()] == [staff.office.id]


@pytest.mark.parametrize("typed", ["Dodi", "dodi tuhumury", "CODE"])
def test_another_office_s_people_are_not_found(operator: PageClient, staff: Staff, typed: str) -> None:
    text = staff.dodi.code if typed == "CODE" else typed
    page = look(operator, 422, scope="person", person=text)
    assert "Tidak ada yang cocok di antara pegawai Anda" in page.text
    assert "Tuhumury" not in page.text.replace(typed, "")


def test_a_forged_number_of_somebody_else_s_person_does_not_pass(operator: PageClient, staff: Staff) -> None:
    looked = look(operator, scope="person", person="Ani")
    looked.form().submit(button="langkah=simpan", employee_id=str(staff.dodi.id))
    assert [one.employee_id for one in found()] == [staff.ani.id]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"scope": "unit", "unit": "OTHER"}, "Pilih"),
        ({"scope": "everyone"}, "Pilih"),
        ({"scope": "person", "person": "Ani", "until_period": "2026-10"}, "Bulan terakhir harus sama"),
        ({"scope": "person", "person": "Ani", "letter_number": ""}, "Nomor surat harus diisi"),
    ],
)
def test_what_is_not_offered_or_wrong_is_refused(
    operator: PageClient, staff: Staff, typed: dict[str, str], sentence: str
) -> None:
    typed = {key: str(staff.health.id) if value == "OTHER" else value for key, value in typed.items()}
    assert sentence in look(operator, 422, **typed).text
    assert found() == []


def test_a_letter_of_tomorrow_and_a_second_proposal_are_refused(operator: PageClient, staff: Staff) -> None:
    looked = look(operator, scope="person", person="Ani", letter_date="2026-12-24")
    page = looked.form().submit(expect=422, button="langkah=simpan")
    assert "tidak boleh di masa depan" in page.text
    propose(staff.ani)
    page = look(operator, scope="person", person="Ani").form().submit(expect=422, button="langkah=simpan")
    assert "sudah dibebaskan pada bulan-bulan itu dengan surat 9" in page.text


def test_a_closed_month_is_said_to_stay_as_it_is(operator: PageClient, staff: Staff) -> None:
    buy(staff.ani, 20_000, "2026-10-05")
    close(Period(2026, 10))
    page = look(operator, scope="person", person="Ani", from_period="2026-10")
    assert "Bulan yang sudah ditutup tidak berubah: Oktober 2026" in page.text


def test_only_what_concerns_the_own_people_is_listed(operator: PageClient, staff: Staff) -> None:
    propose(staff.dodi)
    assert "Belum ada usulan" in operator.get(HOME).text
    propose(staff.budi)
    assert [row["Siapa"] for row in operator.get(HOME).rows()] == ["Budi SahetapySD Negeri 12 Latuhalat"]


def test_a_waiting_proposal_is_withdrawn_and_a_decided_one_is_not(operator: PageClient, staff: Staff) -> None:
    one = propose(staff.ani)
    page = operator.get(HOME)
    shown = page.form(f"{HOME}/{one.id}/tarik").submit().follow()
    assert "Ditarik kembali" in shown.rows()[0]["Keadaan"]
    assert found()[0].state == "revoked"
    (event,) = db.session.scalars(select(AuditEvent).where(AuditEvent.action.contains("withdraw")))
    assert (event.actor_name, event.subject_id) == ("operator.dinas", one.id)
    two = propose(staff.budi)
    page = operator.get(HOME)
    approve_exemption(two.id, actor=SYSTEM)
    assert "sudah diputuskan" in page.form(f"{HOME}/{two.id}/tarik").submit(expect=409).text


def test_finance_s_answer_is_told_once_with_its_reason(
    operator: PageClient, staff: Staff, as_role: Any
) -> None:
    one = propose(staff.ani)
    finance = as_role("finance")
    page = finance.get(f"/keuangan/pembebasan/{one.id}")
    page.form("tolak").submit(**{"tolak-reason": "suratnya belum ditandatangani"})
    assert "Usulan pembebasan Anda ditolak. Baca alasannya." in operator.get("/opd/").text
    assert "suratnya belum ditandatangani" in operator.get(HOME).rows()[0]["Keadaan"]
    other = as_role("opd", unit=staff.health)
    assert "Usulan pembebasan" not in other.get("/opd/").text


def test_a_scope_that_an_opd_is_not_offered_is_refused_like_any_wrong_choice(operator: PageClient) -> None:
    operator.get(FORM)
    for scope in ("tier", "everyone", "kota"):
        operator.post(FORM, {**LETTER, "scope": scope, "tier": "guru", "langkah": "simpan"}, expect=422)
    assert found() == []
