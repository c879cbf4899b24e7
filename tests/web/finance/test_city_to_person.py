"""The city at a glance and the way down to one person."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.audit.models import AuditEvent
from app.directory.models import Employee, Unit
from app.extensions import db
from app.months.services import accept_late
from app.sales.corrections.voids import FINANCE, void_sale
from app.sales.services import resolve_buyer
from app.shared.transaction import begin_writing, commit
from tests.office import TREASURER, October, close, sell
from tests.pages import Page, PageClient
from tests.standing import OCTOBER, make_person


def told(page: Page, number: int = 0) -> list[dict[str, str]]:
    """The rows of a table, without the marks of its order."""
    return [{head.rstrip(" ↕↑↓"): word for head, word in row.items()} for row in page.rows(number)]


NIP = "196801012000031009"


def test_the_city_is_one_sentence(finance: PageClient) -> None:
    page = finance.get("/keuangan/?bulan=2026-10")
    assert page.h1 == "1 dari 2 memenuhi (50 %)"
    assert "Kurang Rp5.000 seluruhnya." in page.text
    assert "Sementara:" in page.text


def test_every_count_leads_to_the_people_behind_it(finance: PageClient, october: October) -> None:
    page = finance.get("/keuangan/?bulan=2026-10")
    cell = next(
        link
        for link in page.all("a")
        if f"opd={october.opd}" in link.get("href", "") and "short" in link.get("href", "")
    )
    people = finance.get(cell.get("href", ""))
    assert [row["Nama"] for row in told(people)] == ["Budi ContohGuru"]
    assert told(people)[0]["Kekurangan"] == "Rp5.000"


def test_the_sum_of_the_table_is_the_sum_of_its_rows(finance: PageClient) -> None:
    page = finance.get("/keuangan/?bulan=2026-10")
    table = page.all("table")[-1]
    foot = ["".join(cell.itertext()).strip() for cell in table.findall("tfoot/tr/*")]
    rows = told(page, -1)
    assert foot[1] == str(sum(int(row["Wajib"]) for row in rows)) == "2"


def test_the_sum_of_those_judged_leads_to_exactly_them(finance: PageClient, october: October) -> None:
    """Neither who is exempt or without a rule, nor a word that is no state."""
    make_person(db.session.get_one(Unit, october.school), "Cici Contoh", status="PPPK", echelon="")
    page = finance.get("/keuangan/?bulan=2026-10")
    for part in ("tfoot", "tbody"):
        links = page.all("table")[-1].find(part).iter("a")
        link = next(one for one in links if "obliged" in one.get("href", ""))
        people = finance.get(link.get("href", ""))
        assert [row["Nama"] for row in told(people)] == ["Ani ContohKepala Seksi", "Budi ContohGuru"]
        assert link.text == "2"


@pytest.mark.parametrize("order", ["nama", "-nama", "persen", "-kekurangan", "belanja", "apa saja", "-"])
def test_the_table_can_be_sorted_by_anything_asked(finance: PageClient, order: str) -> None:
    finance.get("/keuangan/", query={"bulan": "2026-10", "urut": order})


def test_what_waits_stands_at_the_right_with_its_page(finance: PageClient) -> None:
    links = finance.get("/keuangan/?bulan=2026-10").links
    assert links["Tutup Oktober 2026"] == "/keuangan/bulan/2026-10"
    assert links["1 pembeli belum dikenal"] == "/keuangan/putuskan/pembeli?bulan=2026-10"


def test_what_is_due_comes_first_with_its_points_and_its_day(finance: PageClient) -> None:
    page = finance.get("/keuangan/")
    (due,) = page.all("section", class_="due")
    text = " ".join("".join(due.itertext()).split())
    assert text.startswith("Oktober 2026 belum ditutup Hari tutupnya 6 November 2026")
    assert "1 pembeli belum dikenal" in text and not list(due.iter("form"))


def test_a_month_with_nothing_open_is_closed_from_the_front_page(
    finance: PageClient, october: October
) -> None:
    resolve_buyer(october.unknown, october.budi, "ditelepon", actor=TREASURER)
    commit()
    page = finance.get("/keuangan/").form("/keuangan/bulan/2026-10/tutup").submit().follow()
    assert "Oktober 2026 ditutup, versi 1." in page.text
    assert not finance.get("/keuangan/").all("section", class_="due")


def test_a_month_before_recording_is_not_short(finance: PageClient) -> None:
    page = finance.get("/keuangan/?bulan=2026-09")
    assert page.h1 == "Belum dicatat"
    assert "Kurang" not in page.text


@pytest.mark.parametrize("month", ["2031-01", "1999-01", "2026-13", "x", "2026-1"])
def test_a_month_the_desk_does_not_have_is_not_found(finance: PageClient, month: str) -> None:
    finance.get("/keuangan/", query={"bulan": month}, expect=404)


def test_the_page_of_an_opd_compares_it_with_the_city(finance: PageClient, october: October) -> None:
    page = finance.get(f"/keuangan/opd/{october.opd}?bulan=2026-10")
    assert page.h1 == "Dinas Pendidikan"
    assert "1 dari 2 memenuhi (50 %); seluruh kota 50 %." in page.text
    assert [row["Unit kerja"] for row in told(page)] == ["Dinas Pendidikan", "SD Negeri 1"]


def test_a_unit_that_is_no_opd_has_no_page(finance: PageClient, october: October) -> None:
    finance.get(f"/keuangan/opd/{october.school}", expect=404)
    finance.get("/keuangan/opd/999999", expect=404)


def test_the_page_of_a_tier_lists_its_offices(finance: PageClient) -> None:
    page = finance.get("/keuangan/jenjang/eselon-iv?bulan=2026-10")
    assert page.h1 == "Eselon IV dan fungsional"
    finance.get("/keuangan/jenjang/tidak-ada?bulan=2026-10", expect=404)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Ani Contoh", "Budi Contoh"]),
        ({"keadaan": "met"}, ["Ani Contoh"]),
        ({"keadaan": "bukan keadaan"}, ["Ani Contoh", "Budi Contoh"]),
        ({"cari": "budi"}, ["Budi Contoh"]),
        ({"cari": "sd negeri"}, ["Budi Contoh"]),
        ({"jenjang": "eselon-iv", "cari": "ani"}, ["Ani Contoh"]),
        ({"opd": "99999999999999999999"}, ["Ani Contoh", "Budi Contoh"]),
        ({"urut": "-belanja"}, ["Ani Contoh", "Budi Contoh"]),
        ({"urut": "belanja"}, ["Budi Contoh", "Ani Contoh"]),
        ({"halaman": "99999"}, ["Ani Contoh", "Budi Contoh"]),
    ],
)
def test_people_are_filtered_and_sorted(finance: PageClient, query: dict[str, str], names: list[str]) -> None:
    page = finance.get("/keuangan/pegawai", query={"bulan": "2026-10", **query})
    links = [link.text for link in page.all("a") if (link.get("href") or "").startswith("/keuangan/pegawai/")]
    assert [text for text in links if text in ("Ani Contoh", "Budi Contoh")] == names


def test_filters_that_leave_nobody_say_so(finance: PageClient) -> None:
    assert "Tidak ada yang cocok" in finance.get("/keuangan/pegawai?bulan=2026-10&cari=zzz").text


@pytest.fixture
def budi_with_nip(october: October, session: Any) -> int:
    """Budi carries a NIP."""
    db.session.get_one(Employee, october.budi).nip = NIP
    db.session.flush()
    return october.budi


def test_a_nip_opens_the_person_and_never_stands_in_an_address(
    finance: PageClient, budi_with_nip: int
) -> None:
    page = finance.get("/keuangan/pegawai?bulan=2026-10").form("cari-orang").submit(text=NIP)
    assert page.location.startswith(f"/keuangan/pegawai/{budi_with_nip}")
    assert NIP not in page.location


def test_part_of_a_nip_lists_who_it_may_be(finance: PageClient, budi_with_nip: int) -> None:
    page = finance.get("/keuangan/pegawai?bulan=2026-10").form("cari-orang").submit(expect=200, text="1009")
    assert [row["Nama"] for row in told(page)] == ["Budi ContohGuru"]
    assert NIP not in page.body


def test_too_few_digits_find_nobody(finance: PageClient, budi_with_nip: int) -> None:
    page = finance.get("/keuangan/pegawai?bulan=2026-10").form("cari-orang").submit(expect=422, text="196")
    assert "paling sedikit 4 angka" in page.text


def test_a_name_filters_the_list(finance: PageClient) -> None:
    page = finance.get("/keuangan/pegawai?bulan=2026-10").form("cari-orang").submit(text="budi").follow()
    assert "1 orang dalam daftar ini." in page.text


def test_the_berkas_tells_why_and_what(finance: PageClient, october: October) -> None:
    page = finance.get(f"/keuangan/pegawai/{october.budi}?bulan=2026-10")
    assert page.h1 == "Budi Contoh"
    for said in ("Eselon IV dan fungsional", "Rp20.000", "Uji 1/2026", "menentukan bulan ini", "Rp15.000"):
        assert said in page.text, said


def test_a_reversal_and_its_sale_point_at_each_other(
    finance: PageClient, october: October, session: Any
) -> None:
    sale = sell(october, october.budi, 9_000, "2026-11-02")
    void = void_sale(sale.sale_id or 0, "salah orang", by=FINANCE, actor=TREASURER)
    page = finance.get(f"/keuangan/pegawai/{october.budi}?bulan=2026-11")
    assert page.links["nota asalnya"] == f"#nota-{sale.sale_id}"
    assert page.links["dibatalkan"] == f"#nota-{void.sale_id}"
    assert "Membatalkan nota" in page.text


def test_opening_a_berkas_is_noted_for_that_person(finance: PageClient, october: October) -> None:
    finance.get(f"/keuangan/pegawai/{october.budi}?bulan=2026-10")
    (event,) = db.session.query(AuditEvent).filter_by(action="access.open_person")
    assert (event.subject_id, event.details) == (october.budi, {"as": "finance"})


def test_a_person_who_does_not_exist_is_not_found_and_not_noted(finance: PageClient) -> None:
    finance.get("/keuangan/pegawai/999999", expect=404)
    assert db.session.query(AuditEvent).filter_by(action="access.open_person").count() == 0


def test_a_closed_month_shows_its_supplement_beside_frozen_figures(
    finance: PageClient, october: October, session: Any
) -> None:
    close()
    sell(october, october.budi, 9_000)
    accept_late(OCTOBER, None, actor=TREASURER)
    page = finance.get(f"/keuangan/pegawai/{october.budi}?bulan=2026-10")
    assert "Memenuhi (suplemen 1)" in page.text
    assert "Angka di atas dibekukan" in page.text
    frozen = told(finance.get("/keuangan/pegawai?bulan=2026-10&cari=budi"))[0]
    assert (frozen["Belanja"], frozen["Kekurangan"]) == ("Rp15.000Rp9.000 suplemen", "Rp5.000")
    city = finance.get("/keuangan/?bulan=2026-10")
    assert city.h1 == "1 dari 2 memenuhi (50 %)"
    assert "Suplemen sesudah ditutup: Rp9.000 untuk 1 orang." in city.text


@pytest.mark.parametrize("role", ["cashier", "manager", "employee", "opd", "personnel", "admin"])
def test_nobody_else_enters(october: October, as_role: Any, role: str) -> None:
    client = as_role(role, unit=october.opd)
    for path in (
        "/keuangan/",
        "/keuangan/pegawai",
        f"/keuangan/pegawai/{october.budi}",
        "/keuangan/bulan",
        "/keuangan/laporan",
    ):
        client.get(path, expect=403)


PATHS = [
    "/keuangan/?bulan=2026-10", "/keuangan/opd/{opd}?bulan=2026-10", "/keuangan/jenjang/eselon-iv?bulan=2026-10",
    "/keuangan/pegawai?bulan=2026-10", "/keuangan/pegawai/{budi}?bulan=2026-10",
    "/keuangan/bulan", "/keuangan/bulan/2026-10", "/keuangan/laporan?bulan=2026-10",
    "/keuangan/pojok", "/keuangan/perlu-diperiksa",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_page_asks_as_often_for_forty_people_as_for_two(
    app: Flask, finance: PageClient, october: October, count_queries: Any, path: str, session: Any
) -> None:
    address = path.format(opd=october.opd, budi=october.budi)
    finance.get(address)  # the first request of a session writes its own lines
    with count_queries() as few:
        finance.get(address)
    begin_writing()
    school = db.session.get_one(Unit, october.school)
    for number in range(40):
        person = make_person(school, f"Orang {number}")
        sell(october, person.id, 1_000, "2026-10-30")
        sell(october, october.budi, 500, "2026-10-30")
    commit()
    with count_queries() as many:
        finance.get(address)
    assert len(many) <= len(few) + 1, many
