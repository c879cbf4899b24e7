"""`/saya`: what was bought, what is left until when, why this amount, and what became of what came late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.audit.rules import SYSTEM, Actor
from app.audit.services import record_event
from app.shared import clock as city_clock
from app.shared.period import Period
from tests.pages import PageClient
from tests.people import Staff, accept, buy, buy_late, close, decline, make_till, take_back
from tests.standing import make_person

OCTOBER = Period(2026, 10)


def test_the_figure_says_what_is_bought_of_what_and_until_when(ani: PageClient, staff: Staff) -> None:
    buy(staff.ani, 15_000)
    page = ani.get("/saya/")
    assert page.h1 == "November 2026"
    assert "Rp15.000 dari Rp20.000" in page.text.replace("\u00a0", " ")
    assert "Kurang Rp5.000" in page.text and "sampai 30 Nov (23 hari lagi)" in page.text


@pytest.mark.parametrize(
    ("bought", "word"), [(19_999, "Kurang Rp1"), (20_000, "Memenuhi"), (20_001, "Memenuhi")]
)
def test_the_minimum_is_met_from_its_very_rupiah(
    ani: PageClient, staff: Staff, bought: int, word: str
) -> None:
    buy(staff.ani, bought)
    assert word in ani.get("/saya/").words("span", class_="status")[0]


@pytest.mark.clock("2026-11-30 23:50")
def test_on_the_last_day_the_page_says_today(ani: PageClient) -> None:
    assert "(hari ini)" in ani.get("/saya/").text


@pytest.mark.clock("2026-12-01 00:05")
def test_the_day_after_a_new_month_begins_and_the_old_one_says_when_it_closes(
    ani: PageClient, staff: Staff
) -> None:
    buy(staff.ani, 15_000)
    assert ani.get("/saya/").h1 == "Desember 2026"
    assert (
        "Bulan ini sudah berakhir; angka akhir ditetapkan pada 7 Desember 2026."
        in ani.get("/saya/2026-11").text
    )


@pytest.mark.clock("2026-12-10 09:00")
def test_a_month_whose_closing_day_has_passed_is_not_called_settled(ani: PageClient, staff: Staff) -> None:
    buy(staff.ani, 15_000)
    page = ani.get("/saya/2026-11").text
    assert "belum ditutup. Seharusnya ditutup pada 7 Desember 2026" in page
    assert "angka akhir ditetapkan" not in page


def test_the_fold_tells_posting_tier_decree_and_whom_to_ask(ani: PageClient) -> None:
    told = " ".join(ani.get("/saya/").words("dl", class_="facts"))
    assert "Jabatan pada 1 November 2026 Guru Ahli Muda · PNS · SMP Negeri 4" in told
    assert "Eselon IV dan fungsional" in told
    assert "Uji 1/2026" in told and "2 Januari 2026" in told
    assert "Bagian keuangan kota" in told


def test_a_purchase_shows_day_product_maker_booth_and_amount(ani: PageClient, staff: Staff) -> None:
    buy(staff.ani, 15_000, "2026-11-03")
    (purchase,) = ani.get("/saya/").words("li", class_="purchase")
    for part in ("3 Nov", "Bagea kenari", "Dapur Kenari", "Balai Kota", "Rp15.000"):
        assert part in purchase


def test_somebody_else_s_purchase_is_not_on_my_page(ani: PageClient, staff: Staff) -> None:
    buy(staff.budi, 15_000, goods="Sagu lempeng")
    assert "Sagu lempeng" not in ani.get("/saya/").body


def test_a_reversal_and_its_note_point_at_each_other_and_sum_to_nothing(
    ani: PageClient, staff: Staff
) -> None:
    sale = buy(staff.ani, 15_000)
    void = take_back(sale)
    page = ani.get("/saya/")
    addresses = [link.get("href") for link in page.all("a")]
    assert f"#nota-{sale.id}" in addresses and f"#nota-{void.id}" in addresses
    assert "salah barang" in page.text and "Kurang Rp20.000" in page.text


@pytest.fixture
def closed_october(staff: Staff) -> Staff:
    """October closed with Ani at 15.000 of 20.000."""
    buy(staff.ani, 15_000, "2026-10-05")
    close(OCTOBER)
    return staff


def test_what_came_late_is_received_and_waits(ani: PageClient, closed_october: Staff) -> None:
    buy_late(closed_october.ani, 5_000, "2026-10-20")
    page = ani.get("/saya/2026-10")
    assert "diterima, menunggu" in page.text
    assert "Kurang Rp5.000" in page.text


def test_what_was_accepted_counts_by_its_supplement(ani: PageClient, closed_october: Staff) -> None:
    accept(buy_late(closed_october.ani, 5_000, "2026-10-20"))
    page = ani.get("/saya/2026-10")
    assert "Memenuhi (suplemen 1)" in page.text
    assert "dihitung (suplemen 1)" in page.text


def test_what_was_declined_says_why(ani: PageClient, closed_october: Staff) -> None:
    decline(buy_late(closed_october.ani, 5_000, "2026-10-20"), "nota ganda")
    page = ani.get("/saya/2026-10")
    assert "tidak dihitung" in page.text and "nota ganda" in page.text and "Kurang Rp5.000" in page.text


def test_a_closed_month_keeps_the_posting_and_decree_it_was_closed_with(
    ani: PageClient, closed_october: Staff
) -> None:
    closed_october.ani.name = "Nama Baru"
    closed_october.school.name = "SMP Negeri 40"
    page = ani.get("/saya/2026-10")
    assert "SMP Negeri 4" in page.text and "SMP Negeri 40" not in page.text
    assert "Bulan ini sudah ditutup pada 7 November 2026." in page.text


def test_months_before_recording_read_not_recorded_and_never_short(ani: PageClient, staff: Staff) -> None:
    buy(staff.ani, 1_000, "2026-11-02")
    page = ani.get("/saya/2026-08")
    assert "Belum dicatat" in page.text and "Kurang" not in page.text


def test_twelve_months_stand_in_the_table_with_their_minimum(ani: PageClient, staff: Staff) -> None:
    buy(staff.ani, 25_000, "2026-10-05")
    rows = {row["Bulan"]: row for row in ani.get("/saya/").rows(0)}
    assert len(rows) == 12
    assert rows["Oktober 2026"] == {"Bulan": "Oktober 2026", "Belanja": "Rp25.000", "Minimal": "Rp20.000"}
    assert rows["September 2026"]["Belanja"] == "belum dicatat"


def test_the_page_says_which_booth_was_not_heard_since_when(ani: PageClient, staff: Staff) -> None:
    make_till("Balai Kota", city_clock.now() - timedelta(days=1), unsent=3)
    page = ani.get("/saya/")
    assert "Balai Kota belum sinkron sejak 6 November 2026, 09.15 WIT" in page.text.replace("\u00a0", " ")
    assert "3 nota menunggu dikirim" in page.text


def test_with_every_till_heard_today_the_page_says_so(ani: PageClient, staff: Staff) -> None:
    make_till("Balai Kota", city_clock.now())
    assert "Semua pojok sudah mengirim" in ani.get("/saya/").text


def test_a_closed_month_is_not_called_provisional(ani: PageClient, closed_october: Staff) -> None:
    assert "sementara" not in ani.get("/saya/2026-10").text.lower()


@pytest.mark.parametrize(
    "address", ["/saya/2026-12", "/saya/2020-01", "/saya/2026-13", "/saya/?bulan=kemarin"]
)
def test_a_month_the_page_does_not_have_is_not_found(ani: PageClient, address: str) -> None:
    ani.get(address, 404)


def test_the_month_picker_leads_to_the_month_s_own_address(ani: PageClient) -> None:
    assert ani.get("/saya/", 303, query={"bulan": "2026-09"}).location == "/saya/2026-09"


def test_a_login_without_a_person_gets_a_page_that_says_what_to_do(as_role: Any, session: Any) -> None:
    one = as_role("employee")
    for address in ("/saya/", "/saya/2026-11", "/saya/kartu", "/saya/kartu.png", "/saya/akses"):
        assert "Minta admin kota" in one.get(address).text


def test_somebody_nobody_knew_that_month_owes_nothing(as_role: Any, staff: Staff, session: Any) -> None:
    late = as_role("employee", employee=make_person(staff.school, "Eka Baru", since="2026-11-02"))
    assert "Tidak ada yang kurang" in late.get("/saya/2026-10").text


def test_the_number_of_queries_does_not_grow_with_purchases_or_months(
    ani: PageClient, closed_october: Staff, count_queries: Any
) -> None:
    buy_late(closed_october.ani, 5_000, "2026-10-20")
    ani.get("/saya/kartu")
    with count_queries() as few:
        ani.get("/saya/2026-10")
    for day in range(1, 29):
        buy(closed_october.ani, 1_000, f"2026-10-{day:02}")
        buy_late(closed_october.ani, 1_000, f"2026-10-{day:02}")
    ani.get("/saya/kartu")
    with count_queries() as many:
        ani.get("/saya/2026-10")
    assert len(few) == len(many) <= 24, many


def test_the_card_carries_the_random_token_and_no_number(ani: PageClient, staff: Staff) -> None:
    page = ani.get("/saya/kartu")
    assert "Ani Latuconsina" in page.text and "SMP Negeri 4" in page.text
    assert 'class="qr-code"' in page.body
    assert staff.ani.code not in page.body and staff.ani.card_token not in page.body


def test_the_card_can_be_kept_as_a_picture(ani: PageClient) -> None:
    picture = ani.get("/saya/kartu.png")
    assert picture.data.startswith(b"\x89PNG")
    assert "attachment" in picture.headers["Content-Disposition"]


def test_who_opened_my_data_is_told_by_name_and_as_what(ani: PageClient, staff: Staff, as_role: Any) -> None:
    assert "Belum ada yang membuka" in ani.get("/saya/akses").text
    other = as_role("opd", unit=staff.office, username="operator.dinas")
    other.get(f"/opd/pegawai/{staff.ani.id}")
    (row,) = ani.get("/saya/akses").rows()
    assert row["Apa"] == "Membuka data belanja Anda"
    assert "operator.dinas" in row["Siapa"].lower() and "OPD" in row["Siapa"]


def test_a_change_of_my_posting_is_told(ani: PageClient, staff: Staff, session: Any) -> None:
    record_event("directory.transfer", actor=SYSTEM, subject="employee", subject_id=staff.ani.id)
    record_event("directory.transfer", actor=SYSTEM, subject="employee", subject_id=staff.budi.id)
    (row,) = ani.get("/saya/akses").rows()
    assert row["Apa"] == "Mengubah data kepegawaian Anda"


def test_what_i_do_to_my_own_data_is_not_told_as_somebody_s_deed(ani: PageClient, staff: Staff) -> None:
    me = Actor("user", ani.user.id, "ani")
    record_event("directory.transfer", actor=me, subject="employee", subject_id=staff.ani.id)
    assert "Belum ada yang membuka" in ani.get("/saya/akses").text


def test_reports_of_many_that_name_me_are_told_and_no_others(
    ani: PageClient, staff: Staff, session: Any
) -> None:
    office = Actor("user", 77, "keuangan")
    month = {"period": "2026-11", "report": "compliance"}
    told = {
        "lengkap": {**month, "kind": "lengkap"},
        "nameless": {**month, "kind": "tanpa-nama"},
        "my office": {"period": "2026-11", "report": "opd", "kind": "opd", "units": [staff.office.id]},
        "another": {"period": "2026-11", "report": "opd", "kind": "opd", "units": [staff.health.id]},
        "before me": {**month, "kind": "lengkap", "period": "2015-01"},
    }
    for details in told.values():
        record_event("report.export", actor=office, subject="report", details=details)
    record_event("report.export", actor=Actor("user", ani.user.id, "ani"), details=told["lengkap"])
    rows = ani.get("/saya/akses").rows()
    assert [(row["Laporan"], row["Masa"]) for row in rows] == [
        ("Buku OPD", "November 2026"), ("Kepatuhan, lengkap dengan nama", "November 2026"),
    ]  # fmt: skip
