"""The berkas on paper: sums that add up, evidence, who decided, and a closed month that a later change leaves alone."""

from datetime import date

import pytest

from app.compliance.services import ExemptionDraft, approve_exemption, propose_exemption
from app.directory.models import Employee, Posting, Unit
from app.extensions import db
from app.months.models import LateItem
from app.months.services import accept_late
from app.sales.corrections.decisions.flags import review_flags
from app.sales.models import Sale
from app.sales.queries import SaleRow
from app.sales.rules import receipt_number
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests import page_checks
from tests.logins import sign_in
from tests.office import TREASURER, close, make_october, sell
from tests.standing import make_decree, make_person, make_sale, post

PERIOD = Period(2026, 10)


@pytest.fixture
def october(app):
    """October closed with Budi 5.000 short; what came afterwards was taken into supplement 1."""
    begin_writing()
    made = make_october()
    commit()
    close()
    commit()
    begin_writing()
    sold = sell(made, made.budi, 6_000)
    accept_late(PERIOD, list(db.session.scalars(db.select(LateItem.id))), actor=TREASURER)
    commit()
    made.late = sold.sale_id
    return made


def paper(app, october, who="budi"):
    finance = sign_in(app, "finance")
    return finance.get(f"/keuangan/pegawai/{getattr(october, who)}/berkas?bulan=2026-10")


def test_frozen_and_supplement_add_up_to_what_the_notes_say(app, october):
    page = paper(app, october)
    rows = [[cell.text for cell in row] for row in page.all("tbody")[0]]
    assert [row[1].replace("\xa0", "") for row in rows[:4]] == ["Rp15.000", "Rp6.000", "Rp21.000", "Rp20.000"]
    assert "Nota-nota di bagian C berjumlah sama: Rp21.000" in page.text.replace("\xa0", "")
    assert "Suplemen 1" in page.text and "Memenuhi (suplemen 1)" in page.text


def test_each_note_has_its_evidence_and_the_signed_file_its_hash(app, october):
    page = paper(app, october)
    for part in (
        "bukti urutan",
        "dijual 28 Oktober 2026",
        "tiba 7 November 2026",
        "Dapur Kenari",
        "SHA-256",
        "Uji 1/2026",
    ):
        assert part in page.text, part
    assert "✓ status PNS atau CPNS; eselon IV.a atau IV.b" in page.text
    assert "tiba 7 November 2026" in page.text and "diterima" in page.text


def test_a_later_name_unit_posting_or_decree_changes_nothing_of_a_closed_month(app, october):
    def facts():
        page = paper(app, october)
        return [page.text.split(part, 1)[0] for part in ("Riwayat jabatan",)]

    before = facts()
    begin_writing()
    person, unit = db.session.get(Employee, october.budi), db.session.get(Unit, october.school)
    person.name, unit.name = "Budi Berganti Nama", "Sekolah Berganti Nama"
    post(person, "2026-11-02", unit, echelon="III.a", position="Kepala Dinas")
    make_decree(number="Uji 2/2026", effective_from="2026-10", signed_on="2026-10-30")
    commit()
    assert facts() == before
    page = sign_in(app, "finance").get(f"/keuangan/pegawai/{october.budi}?bulan=2026-10")
    assert page.h1 == "Budi Contoh" and "Uji 2/2026" not in page.text


def test_sums_that_do_not_agree_are_said_so(app, october, monkeypatch):
    monkeypatch.setattr(SaleRow, "is_counted", property(lambda sale: sale.state == "counted"))
    assert "TIDAK COCOK" in paper(app, october).text


def test_the_person_sees_who_opened_it(app, october):
    paper(app, october)
    begin_writing()
    person = db.session.get(Employee, october.budi)
    own = sign_in(app, "employee", employee=person)
    assert "Membuka data belanja Anda" in own.get("/saya/akses").text


def test_an_open_month_says_that_it_may_still_change(app, october):
    page = sign_in(app, "finance").get(f"/keuangan/pegawai/{october.budi}/berkas?bulan=2026-11")
    assert "SEMENTARA" in page.text and "SHA-256" not in page.text
    assert db.session.query(Sale).count() == 5


def test_the_paper_for_the_auditor_prints_the_whole_number(app, october):
    begin_writing()
    db.session.get(Employee, october.budi).nip = "198504112010012009"
    commit()
    page = sign_in(app, "finance").get(f"/keuangan/pegawai/{october.budi}/berkas?bulan=2026-11")
    assert "198504112010012009" in page.text


def test_who_looked_at_a_flag_and_why_it_is_fine_stands_there(app, october):
    begin_writing()
    budi = db.session.get(Employee, october.budi)
    odd = make_sale(budi, 4_000, "2026-11-03", flags=["price_differs"])
    review_flags([odd.id], "obral akhir pekan", actor=TREASURER)
    commit()
    page = sign_in(app, "finance").get(f"/keuangan/pegawai/{october.budi}/berkas?bulan=2026-11")
    assert (
        f"memeriksa tanda pada nota {receipt_number(odd.uuid)}" in page.text
        and "obral akhir pekan" in page.text
    )


def test_what_came_after_the_closing_is_said_so_and_the_mark_stays_with_what_decided(app, october):
    begin_writing()
    person, office = db.session.get(Employee, october.budi), db.session.get(Unit, october.opd)
    post(person, "2026-10-01", office, position="Kepala Bidang", echelon="III.a")
    commit()
    finance = sign_in(app, "finance")
    for address in ("", "/berkas"):
        page = finance.get(f"/keuangan/pegawai/{october.budi}{address}?bulan=2026-10")
        heads = [page_checks.words(cell) for cell in page.all("th", scope="row")]
        days = ("1 Oktober 2026", "1 Januari 2026")
        marks = {day: head for head in heads for day in days if head.startswith(day)}
        assert "sesudah ditutup" in marks["1 Oktober 2026"] and "menentukan" not in marks["1 Oktober 2026"]
        assert "menentukan bulan ini" in marks["1 Januari 2026"]


def test_a_posting_replaced_after_the_closing_decided_nothing(app, october):
    begin_writing()
    posting = db.session.scalar(db.select(Posting).where(Posting.employee_id == october.budi))
    posting.letter, posting.recorded_at = "SK 9/2026", clock.now()
    commit()
    text = paper(app, october).text
    assert "sesudah ditutup" in text and "menentukan bulan ini" not in text


def test_an_exemption_granted_after_the_closing_is_said_so(app, october):
    begin_writing()
    letter = {"kind": "cuti", "letter_number": "S/9", "letter_date": date(2026, 9, 1)}
    wanted = ExemptionDraft("person", PERIOD, None, employee_id=october.budi, **letter)
    approve_exemption(propose_exemption(wanted, actor=TREASURER).id, actor=TREASURER)
    commit()
    assert "berlaku, sesudah ditutup" in paper(app, october).text


def test_somebody_listed_after_the_closing_has_what_the_supplement_took_in(app, october):
    begin_writing()
    cici = make_person(db.session.get(Unit, october.school), "Cici Baru", since="2026-10-01")
    october.cici = cici.id
    sold = sell(october, cici.id, 43_000)
    commit()
    assert "1 nota menunggu di daftar kiriman terlambat" in paper(app, october, "cici").text
    begin_writing()
    items = db.select(LateItem.id).where(LateItem.sale_id == sold.sale_id)
    accept_late(PERIOD, list(db.session.scalars(items)), actor=TREASURER)
    commit()
    text = paper(app, october, "cici").text.replace("\xa0", "")
    assert "Suplemen 2Rp43.000" in text.replace("Suplemen 2 ", "Suplemen 2")
    assert "berjumlah sama: Rp43.000" in text and "belum terdaftar saat bulan ditutup" in text
    own = sign_in(app, "employee", employee=db.session.get(Employee, cici.id)).get("/saya/2026-10").text
    assert "Tidak wajib" in own and "tidak ada belanja yang tercatat" not in own
