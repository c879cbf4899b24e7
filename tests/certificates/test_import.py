"""The sheet of certificates: refused rows say why, odd ones are taken; claims, replacements, till and public."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.audit.rules import SYSTEM
from app.certificates.imports import CERTIFICATES
from app.certificates.queries.certificates import CertificateRow, list_certificates
from app.certificates.queries.gaps import list_gaps
from app.certificates.queries.public import list_lapsed_products, list_public, list_public_of_makers
from app.certificates.rules.drafts import CertificateDraft
from app.certificates.services import record_certificate
from app.imports.services import import_file
from app.makers.profiles import join_makers, register_maker
from app.makers.queries import list_maker_ids
from app.makers.registration import MakerDraft
from app.makers.services import create_maker, create_product
from app.messages.imports import fault_sentence
from app.product_warnings.registry import find_warnings
from app.shared.transaction import begin_writing

TODAY = date(2026, 11, 7)
COLUMNS = (
    "UMKM",
    "PRODUK",
    "JENIS",
    "NOMOR",
    "TERBIT",
    "BERAKHIR",
    "PENERBIT",
    "DIPERIKSA OLEH",
    "TANGGAL DIPERIKSA",
)
NUMBER, KEY = "2068171861836-26", "206817186183626"


@pytest.fixture
def bagea(session: Any) -> int:
    begin_writing()
    maker = create_maker("Dapur Kenari", actor=SYSTEM)
    return create_product(
        maker.id, "Bagea", unit_price=9_000, effective_from=date(2026, 1, 1), category="Makanan", actor=SYSTEM
    ).id


def load(folder: Path, *rows: tuple[Any, ...]) -> Any:
    book = Workbook()
    book.active.append(COLUMNS)
    for row in rows:
        book.active.append((*row, *(None,) * (len(COLUMNS) - len(row))))
    path = folder / "sertifikat.xlsx"
    book.save(path)
    return import_file(CERTIFICATES, path, actor=SYSTEM)


def maker_of_bagea() -> int:
    return list_maker_ids()["dapur kenari"]


def only() -> CertificateRow:
    (row,) = list_certificates(TODAY)
    return row


@pytest.mark.parametrize(
    ("row", "reason", "said"),
    [
        (("Tak Ada", None, "P-IRT", NUMBER), "maker_unknown", "belum terdaftar"),
        (("Dapur Kenari", "Kue", "P-IRT", NUMBER), "product_unknown", "tidak ada pada UMKM ini"),
        (("Dapur Kenari", None, "Ijazah", NUMBER), "kind", "P-IRT"),
        (("Dapur Kenari", None, None, NUMBER), "missing", "JENIS"),
        (("Dapur Kenari", None, "P-IRT", None), "missing", "NOMOR"),
        (("Dapur Kenari", None, "P-IRT", "-./-"), "no_digits", "nomor"),
        (("Dapur Kenari", None, "P-IRT", 2068171861836.5), "not_text", "bukan teks"),
        (("Dapur Kenari", None, "P-IRT", "2" * 61), "too_long", "terlalu panjang"),
        (("Dapur Kenari", None, "P-IRT", "206\u202e817"), "characters", "karakter"),
        (("Dapur Kenari", None, "P-IRT", NUMBER, "01-07-2026", "30-06-2026"), "order", "sebelum"),
        (("Dapur Kenari", None, "P-IRT", NUMBER, "31-02-2026"), "date", "TERBIT"),
        (
            ("Dapur Kenari", None, "P-IRT", NUMBER, None, None, None, "Dinkes", "08-11-2026"),
            "checked_ahead",
            "belum",
        ),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(
    bagea: int, tmp_path: Path, row: Any, reason: str, said: str
) -> None:
    done = load(tmp_path, row)
    (fault,) = done.refused
    assert (fault.row, fault.reason) == (2, reason)
    assert said in fault_sentence(CERTIFICATES, fault)
    assert list_certificates(TODAY) == []


def test_odd_rows_are_taken_and_told_of(bagea: int, tmp_path: Path) -> None:
    done = load(
        tmp_path,
        (
            "dapur  KENARI",
            "BAGEA",
            "PIRT",
            206817186183626,
            "01-07-2021",
            date(2027, 6, 30),
            None,
            "Dinkes",
            None,
        ),
        ("Dapur Kenari", None, "Sertifikat Halal", "KH-12/2020"),
        (" ",) * 9,
    )
    assert done.counts() == {"rows": 3, "created": 2, "changed": 0, "unchanged": 0, "refused": 0, "blank": 1}
    assert {one.reason for one in done.warnings} == {"half_checked", "year", "term", "decree_number"}
    assert all(fault_sentence(CERTIFICATES, one) for one in done.warnings)
    pirt = next(row for row in list_certificates(TODAY) if row.kind == "pirt")
    assert (pirt.number, pirt.issuer, pirt.is_checked) == (NUMBER, "Dinas Kesehatan", False)


def test_the_same_number_is_one_certificate_for_several_goods(bagea: int, tmp_path: Path) -> None:
    other = create_product(
        maker_of_bagea(), "Halua", unit_price=9_000, effective_from=date(2026, 1, 1), actor=SYSTEM
    )
    done = load(
        tmp_path,
        ("Dapur Kenari", "Bagea", "Halal", "ID32110001333131122"),
        ("Dapur Kenari", "Halua", "Halal", "ID 3211.0001 3331 31122"),
        ("Dapur Kenari", "Halua", "P-IRT", NUMBER, "01-07-2021", "30-06-2026"),
        ("Dapur Kenari", "Bagea", "P-IRT", NUMBER, "01-07-2021", "30-06-2031"),
    )
    assert [(one.row, one.reason) for one in done.refused] == [(5, "twice")]
    halal = next(row for row in list_certificates(TODAY) if row.kind == "halal")
    assert {product for product, _name in halal.products} == {bagea, other.id}


def test_numbers_in_the_dinas_sheet_become_claims_and_take_what_is_said_later(session: Any) -> None:
    begin_writing()
    claims = {"pirt": f"P-IRT No. {NUMBER}, 2158171170500-26", "halal": "Ada", "shop": "tokopedia.com/x"}
    maker = register_maker(MakerDraft("Dapur Kenari", claims=claims), origin="sheet", actor=SYSTEM)
    found = {(row.kind, row.number, row.source, row.is_checked) for row in list_certificates(TODAY)}
    assert found == {
        ("pirt", NUMBER, "sheet", False), ("pirt", "2158171170500-26", "sheet", False), ("halal", "", "sheet", False),
    }  # fmt: skip
    halal = CertificateDraft(maker.id, "halal", "ID32110001333131122", "ID32110001333131122")
    assert record_certificate(halal, source="officer", actor=SYSTEM)[1] == "changed"
    assert [row.number for row in list_certificates(TODAY) if row.kind == "halal"] == ["ID32110001333131122"]


@pytest.mark.parametrize(
    ("last", "warns"),
    [(date(2026, 11, 6), True), (date(2026, 11, 7), False), (date(2026, 11, 8), False), (None, False)],
)
def test_the_till_warns_from_the_day_after_the_last(bagea: int, last: date | None, warns: bool) -> None:
    draft = CertificateDraft(maker_of_bagea(), "pirt", NUMBER, KEY, frozenset({bagea}), expires_on=last)
    record_certificate(draft, source="officer", actor=SYSTEM)
    assert list_lapsed_products(TODAY) == ([bagea] if warns else [])
    assert find_warnings(1, TODAY).get(bagea, []) == (["certificate_lapsed"] if warns else [])
    renewed = replace(
        draft, number="2068171861836-31", number_key="206817186183631", expires_on=date(2031, 6, 30)
    )
    record_certificate(renewed, source="officer", actor=SYSTEM)
    assert list_lapsed_products(TODAY) == []


def test_a_newer_certificate_of_the_same_goods_replaces_the_earlier_one(bagea: int) -> None:
    old = CertificateDraft(maker_of_bagea(), "pirt", NUMBER, KEY, frozenset({bagea}), expires_on=TODAY)
    record_certificate(old, source="officer", actor=SYSTEM)
    other = replace(old, number="2068171861837-31", number_key="206817186183731", products=frozenset())
    record_certificate(replace(other, expires_on=date(2031, 6, 30)), source="officer", actor=SYSTEM)
    assert [row.is_replaced for row in list_certificates(TODAY)] == [
        False,
        False,
    ]  # it names no goods: nobody knows
    newer = replace(
        old, number="2068171861836-31", number_key="206817186183631", expires_on=date(2031, 6, 30)
    )
    record_certificate(newer, source="officer", actor=SYSTEM)
    assert [row.number for row in list_certificates(TODAY) if row.is_replaced] == [NUMBER]


def test_the_public_sees_no_claim_no_lapsed_one_and_none_without_its_end(bagea: int) -> None:
    maker_id = maker_of_bagea()
    seen = {"checked_on": date(2026, 10, 2), "checked_by": "Dinkes"}
    draft = CertificateDraft(maker_id, "pirt", NUMBER, KEY, frozenset({bagea}))
    record_certificate(draft, source="maker", actor=SYSTEM)
    assert list_public(TODAY) == {}
    record_certificate(replace(draft, **seen), source="officer", actor=SYSTEM)
    assert list_public(TODAY) == {}  # a P-IRT has an end, and nobody said which
    record_certificate(replace(draft, expires_on=TODAY), source="officer", actor=SYSTEM)
    assert [one.number for one in list_public(TODAY)[bagea]] == [NUMBER]
    assert list_public(date(2026, 11, 8)) == {}
    halal = CertificateDraft(maker_id, "halal", "ID32110001333131122", "ID32110001333131122", **seen)
    record_certificate(halal, source="officer", actor=SYSTEM)
    assert [one.kind for one in list_public(date(2026, 11, 8), [maker_id])[bagea]] == ["halal"]
    assert {one.kind for one in list_public_of_makers(TODAY, [maker_id])[maker_id]} == {"halal", "pirt"}


def test_a_record_joined_into_another_counts_as_the_other(bagea: int) -> None:
    maker_id = maker_of_bagea()
    other = create_maker("Dapur Kenari Lama", actor=SYSTEM)
    seen = {"checked_on": date(2026, 10, 2), "checked_by": "Dinkes"}
    halal = CertificateDraft(other.id, "halal", "ID32110001333131122", "ID32110001333131122", **seen)
    record_certificate(halal, source="officer", actor=SYSTEM)
    lacks = [gap for gap in list_gaps(TODAY, [maker_id]) if gap.need.kinds == ("halal",)]
    assert len(lacks) == 1
    join_makers(other.id, maker_id, actor=SYSTEM)
    assert only().maker_id == maker_id
    assert [gap for gap in list_gaps(TODAY, [maker_id]) if gap.need.kinds == ("halal",)] == []
