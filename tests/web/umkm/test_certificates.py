"""Certificates at the Dinas: lists, entering, checking, goods, ends, who lacks what, and the rules as text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.audit.rules import SYSTEM
from app.certificates.imports import CERTIFICATES
from app.certificates.lookups import get_rules_text
from app.certificates.queries.certificates import CertificateRow, list_certificates
from app.certificates.shipped import read_shipped_rules
from app.extensions import db
from app.imports.services import import_file
from app.makers.imports import PRODUCTS
from app.makers.members import bind_login
from app.makers.queries import list_maker_ids, list_product_ids
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from tests.pages import PageClient

DATA = Path(__file__).resolve().parents[3] / "app/demo/data"


@pytest.fixture
def dinas(as_role: Any) -> PageClient:
    begin_writing()
    import_file(PRODUCTS, DATA / "produk_umkm.xlsx", actor=SYSTEM)
    import_file(CERTIFICATES, DATA / "sertifikat.xlsx", actor=SYSTEM)
    commit()
    return as_role("umkm")


def certificate(number: str) -> CertificateRow:
    return next(row for row in list_certificates(clock.today()) if row.number == number)


def test_the_list_begins_with_what_lapsed_and_says_that_nobody_was_told(dinas: PageClient) -> None:
    page = dinas.get("/dinas/surat").text
    assert page.index("2068171861836-26") < page.index("2068171760800-26") < page.index("2158171322713-29")
    assert "Pengingat harian belum pernah berjalan" in page
    lapsed = dinas.get("/dinas/surat?keadaan=lapsed").text
    assert "2158171770500-26" in lapsed and "2158171322713-29" not in lapsed
    assert "2028171838160-29" in dinas.get("/dinas/surat?keadaan=belum-diperiksa").text
    assert "Tidak ada surat di sini" in dinas.get("/dinas/surat?jenis=halal&cari=%00x").text


def test_an_officer_enters_a_certificate_and_an_odd_number_is_explained(dinas: PageClient) -> None:
    maker, bagea = list_maker_ids()["dapur kenari"], list_product_ids()["dapur kenari", "bagea kenari 250 g"]
    url = f"/dinas/umkm/{maker}/surat/baru"
    dinas.get(url)
    form = {"kind": "halal", "number": "KH.12/2020", "products": [str(bagea)]}
    page = dinas.post(url, form).follow().text
    assert "Ini nomor ketetapan halal (KH)" in page and "ID32110001333131122" in page
    row = certificate("KH.12/2020")
    assert (row.source, row.is_checked, [name for _id, name in row.products]) == (
        "officer",
        False,
        ["Bagea kenari 250 g"],
    )


def test_what_was_typed_is_shown_again_beside_its_fault(dinas: PageClient) -> None:
    maker = list_maker_ids()["dapur kenari"]
    url = f"/dinas/umkm/{maker}/surat/baru"
    dinas.get(url)
    form = {"kind": "pirt", "number": "<b>2068</b>", "issued_on": "2026-05-01", "expires_on": "2025-05-01"}
    page = dinas.post(url, form, expect=422)
    assert "<b>2068</b>" in page.form().values["number"] and "Periksa tanggalnya" in page.text
    assert "Pilih salah satu" in dinas.post(url, form | {"kind": "lain"}, expect=422).text
    assert "Pilih dari daftar" in dinas.post(url, form | {"products": ["999999"]}, expect=422).text


def test_an_officer_checks_a_claimed_certificate_and_says_what_else_stands_on_it(dinas: PageClient) -> None:
    row = certificate("2028171838160-29")
    page = f"/dinas/surat/{row.id}"
    dinas.get(page)
    assert (
        "Dinkes Kota"
        in dinas.post(f"{page}/periksa", {"seen_on": "2026-11-06", "seen_by": "Dinkes Kota"}).follow().text
    )
    ahead = dinas.post(f"{page}/periksa", {"seen_on": "2026-11-08", "seen_by": "Dinkes"}, expect=422)
    assert "dilihat paling lambat hari ini" in ahead.text
    dinas.post(f"{page}/isi", {"number": row.number, "expires_on": "2029-02-28", "issuer": ""}).follow()
    assert (certificate(row.number).expires_on, certificate(row.number).issuer) == (
        date(2029, 2, 28),
        "Dinas Kesehatan",
    )
    assert "surat lain" in dinas.post(f"{page}/isi", {"number": "2028171838999-29"}, expect=422).text


@pytest.fixture
def own(dinas: PageClient) -> CertificateRow:
    """A claimed certificate of a business to which the signed-in officer is bound."""
    row = certificate("2028171838160-29")
    begin_writing()
    bind_login(row.maker_id, db.session.scalars(select(User.id)).one(), actor=SYSTEM)
    commit()
    return row


def test_nobody_checks_or_ends_the_certificate_of_an_own_business(
    dinas: PageClient, own: CertificateRow
) -> None:
    url = f"/dinas/surat/{own.id}"
    dinas.get(url)
    seen = {"seen_on": "2026-11-06", "seen_by": "Saya"}
    assert "diperiksa petugas lain" in dinas.post(f"{url}/periksa", seen, expect=422).text
    ended = {"ended_as": "revoked", "reason": "Pindah ke kota lain"}
    assert "diperiksa petugas lain" in dinas.post(f"{url}/akhiri", ended, expect=422).text
    row = certificate(own.number)
    assert (row.is_checked, row.is_open) == (False, True)


@pytest.mark.parametrize("number", ["2028171838160-29", "2028171838999-29"])
def test_nobody_enters_a_checked_certificate_of_an_own_business(
    dinas: PageClient, own: CertificateRow, number: str
) -> None:
    before = list_certificates(clock.today())
    url = f"/dinas/umkm/{own.maker_id}/surat/baru"
    dinas.get(url)
    form = {"kind": own.kind, "number": number, "seen": "y"}
    assert "diperiksa petugas lain" in dinas.post(url, form, expect=422).text
    assert list_certificates(clock.today()) == before


def test_goods_and_the_end_of_a_certificate(dinas: PageClient) -> None:
    row = certificate("2028171838160-29")
    page = f"/dinas/surat/{row.id}"
    halua = list_product_ids()["dapur kenari", "halua kenari 150 g"]
    dinas.get(page)
    dinas.post(f"{page}/barang", {"products": [str(halua)]}).follow()
    assert [name for _id, name in certificate(row.number).products] == ["Halua kenari 150 g"]
    assert (
        "harus diisi" in dinas.post(f"{page}/akhiri", {"ended_as": "revoked", "reason": ""}, expect=422).text
    )
    said = (
        dinas.post(f"{page}/akhiri", {"ended_as": "revoked", "reason": "Pindah ke kota lain"}).follow().text
    )
    assert "Dicabut penerbitnya" in said and "Pindah ke kota lain" in said
    assert row.number not in dinas.get("/dinas/surat").text
    again = dinas.post(f"{page}/akhiri", {"ended_as": "revoked", "reason": "x"}, expect=422)
    assert "sudah tidak berlaku" in again.text


def test_who_lacks_what_is_listed_by_need_and_date(dinas: PageClient) -> None:
    page = dinas.get("/dinas/surat/kurang").text
    assert "17 Oktober 2026" in page and "NIB" in page
    halal = dinas.get("/dinas/surat/kurang?butuh=halal.2026-10-17").text
    assert "Dapur Kenari" in halal and "Tenun Tanimbar" not in halal
    pirt = dinas.get("/dinas/surat/kurang?butuh=pirt-atau-md-atau-slhs").text
    assert "Kopi Tuni" in pirt and "habis masa" in pirt and "ada, belum diperiksa" in pirt


def test_an_officer_sets_the_group_of_a_product(dinas: PageClient) -> None:
    maker, syal = (
        list_maker_ids()["tenun tanimbar ibu yosina"],
        list_product_ids()["tenun tanimbar ibu yosina", "syal tenun"],
    )
    page = f"/dinas/umkm/{maker}/surat"
    dinas.get(page)
    said = (
        dinas.post(f"/dinas/umkm/{maker}/golongan", {"product_id": str(syal), "goods": "kosmetik"})
        .follow()
        .text
    )
    assert "Notifikasi kosmetik" in said
    assert "Notifikasi kosmetik</b>" not in dinas.post(
        f"/dinas/umkm/{maker}/golongan", {"product_id": str(syal), "goods": ""}
    ).follow().text  # fmt: skip
    assert "Pilih salah satu" in dinas.post(
        f"/dinas/umkm/{maker}/golongan", {"product_id": str(syal), "goods": "tak-ada"}, expect=422
    ).text  # fmt: skip


def test_the_rules_are_changed_as_text_and_every_fault_is_named(dinas: PageClient) -> None:
    assert "PP 42/2024" in dinas.get("/dinas/surat/aturan").text
    dinas.get("/dinas/surat/aturan/ubah")
    wrong = (
        read_shipped_rules()
        .replace('kinds = ["psat"]', 'kinds = ["psad"]')
        .replace("since = 2026-10-17", "since = 17")
    )
    page = dinas.post("/dinas/surat/aturan/ubah", {"content": wrong}, expect=422).text
    assert "psad" in page and "harus tanggal seperti" in page
    later = read_shipped_rules().replace("since = 2026-10-17", "since = 2027-10-17")
    assert "17 Oktober 2027" in dinas.post("/dinas/surat/aturan/ubah", {"content": later}).follow().text
    assert "2027-10-17" in get_rules_text()
    assert (
        "Tidak ada yang berubah" in dinas.post("/dinas/surat/aturan/ubah", {"content": later}).follow().text
    )
    assert "2026-10-17" in dinas.get("/dinas/surat/aturan/ubah?bawaan=1").text
