"""Pages of lowered months, and proposals decided together, as a treasurer uses them."""

import pytest
from sqlalchemy import select

from app.compliance.models import Exemption, MinimumReduction
from app.compliance.queries import list_standings
from app.extensions import db
from app.months.services import set_closed
from tests.logins import sign_in
from tests.standing import (
    NOVEMBER,
    OCTOBER,
    make_tree,
)
from tests.web.finance.test_exemptions import NIP, ONE, form, proposal, statuses

MONTH = {
    "period": "2026-11",
    "percent": "50",
    "reason": "barang habis",
    "letter_number": "5",
    "letter_date": "2026-11-03",
}


def test_a_month_is_lowered_and_lifted_again(treasurer):
    looked = treasurer.get("/keuangan/pembebasan/bulan").form().submit(expect=200, **MONTH)
    assert [row.minimum for row in list_standings(NOVEMBER)] == [20_000] * 3
    page = looked.form().submit(button="langkah=simpan").follow()
    assert "November 2026: diturunkan 50 %" in page.text
    assert [row.minimum for row in list_standings(NOVEMBER)] == [10_000] * 3
    page.form("/keuangan/pembebasan/bulan/2026-11/batal").submit()
    assert [row.minimum for row in list_standings(NOVEMBER)] == [20_000] * 3


def test_a_lowering_shows_the_sums_before_it_is_saved(treasurer):
    looked = treasurer.get("/keuangan/pembebasan/bulan").form().submit(expect=200, **MONTH)
    rows = {next(iter(row.values())): (row["Sekarang"], row["Nanti"]) for row in looked.rows()}
    assert rows["Jumlah batas minimal"] == ("Rp60.000", "Rp30.000")
    assert looked.all("section", id="akibat")[0].get("data-focus") is not None


def test_a_waived_month_asks_whether_it_is_meant_for_everybody(treasurer):
    looked = (
        treasurer.get("/keuangan/pembebasan/bulan").form().submit(expect=200, **(MONTH | {"percent": "100"}))
    )
    assert "3 orang yang wajib menjadi dibebaskan" in looked.text
    asked = looked.form().submit(expect=422, button="langkah=simpan")
    assert "Centang kalau memang semua orang" in asked.text
    assert db.session.scalars(select(MinimumReduction)).all() == []
    asked.form().submit(button="langkah=simpan", sure="y")
    assert statuses() == ["exempt"] * 3


def test_a_percentage_changed_after_the_look_wants_another_look(treasurer):
    looked = treasurer.get("/keuangan/pembebasan/bulan").form().submit(expect=200, **MONTH)
    looked.form().submit(expect=200, button="langkah=simpan", percent="60")
    assert db.session.scalars(select(MinimumReduction)).all() == []


def test_an_exemption_of_everybody_asks_whether_it_is_meant(treasurer):
    looked = form(treasurer).submit(expect=200, button="langkah=periksa", scope="everyone", **ONE)
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
def test_a_month_is_not_lowered_without_all_that_belongs_to_it(treasurer, session, typed, sentence):
    set_closed(OCTOBER)
    page = treasurer.get("/keuangan/pembebasan/bulan").form().submit(expect=422, **(MONTH | typed))
    assert sentence in page.text
    assert db.session.scalars(select(MinimumReduction)).all() == []


def ticked(page, *ones, button="langkah=setujui", expect=303, **facts):
    return page.form("putuskan").submit(
        expect=expect, button=button, rows=[str(one.id) for one in ones], **facts
    )


def test_the_list_says_per_proposal_what_it_would_do(treasurer, session):
    set_closed(OCTOBER)
    proposal(from_period=OCTOBER)
    (row,) = treasurer.get("/keuangan/pembebasan").rows()
    assert "November 2026: 3 orang keluar dari yang wajib" in row["Akibatnya"]
    assert "Bulan yang sudah ditutup tidak berubah: Oktober 2026" in row["Akibatnya"]


def test_ticked_proposals_are_approved_together(treasurer, session):
    one, two = proposal(), proposal(scope="tier", tier_code="eselon-iv")
    other = proposal(scope="tier", tier_code="pppk")
    page = ticked(treasurer.get("/keuangan/pembebasan"), one, two).follow()
    assert "2 usulan disetujui dan berlaku." in page.text
    assert statuses() == ["exempt"] * 3
    assert db.session.get(Exemption, other.id).state == "proposed"


def test_ticked_proposals_are_declined_only_with_a_reason_and_only_when_ticked(treasurer, session):
    one = proposal()
    page = treasurer.get("/keuangan/pembebasan")
    assert "Alasan harus diisi" in ticked(page, one, button="langkah=tolak", expect=422).text
    assert "Centang dulu" in ticked(page, button="langkah=tolak", expect=422).text
    ticked(page, one, button="langkah=tolak", reason="belum ada surat")
    session.expire_all()
    assert (db.session.get(Exemption, one.id).state, one.decision_reason) == ("rejected", "belum ada surat")


def test_one_that_was_decided_meanwhile_leaves_the_others_as_they_were(treasurer, session):
    one, two = proposal(), proposal(scope="tier", tier_code="eselon-iv", letter_number="10")
    page = treasurer.get("/keuangan/pembebasan")
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
def test_a_month_is_read_as_people_write_it_where_the_browser_has_no_month_field(treasurer, typed):
    months = ONE | {"from_period": typed, "until_period": typed}
    looked = form(treasurer).submit(
        expect=200, button="langkah=periksa", scope="person", person=NIP, **months
    )
    assert looked.rows() == [{"Bulan": "November 2026", "Keluar dari yang wajib": "1 orang"}]


@pytest.mark.parametrize("typed", ["13-2026", "2026", "smarch 2026", "november", "november 26"])
def test_what_is_no_month_gets_its_sentence(treasurer, typed):
    months = ONE | {"from_period": typed}
    page = form(treasurer).submit(expect=422, button="langkah=periksa", scope="person", person=NIP, **months)
    assert "Tulis bulan sebagai tahun-bulan, misalnya 2026-11, atau November 2026." in page.text
    assert f'value="{typed}"' in page.body
