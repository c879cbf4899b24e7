"""A maker's certificates on the phone: own ones and what is missing in plain words; a claim changes no checked one."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.audit.rules import SYSTEM
from app.certificates.queries.certificates import list_certificates
from app.certificates.rules.drafts import CertificateDraft
from app.certificates.services import record_certificate
from app.makers.services import set_labels
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from tests.pages import PageClient

NUMBER, KEY = "2068171861836-26", "206817186183626"


def record(maker_id: int, product_id: int, **said: Any) -> int:
    begin_writing()
    set_labels(product_id, category="Makanan", barcode=None, actor=SYSTEM)
    draft = CertificateDraft(maker_id, "pirt", NUMBER, KEY, products=frozenset({product_id}), **said)
    certificate_id, _outcome = record_certificate(draft, source="officer", actor=SYSTEM)
    commit()
    return certificate_id


def test_a_maker_reads_what_lapsed_and_what_is_missing(phone: PageClient, market: Any) -> None:
    record(market.own.maker_id, market.own.product_id, expires_on=date(2026, 6, 30))
    page = phone.get("/usaha/surat").text
    assert "habis 30 Juni 2026" in page and "P-IRT atau BPOM MD" in page and "sudah habis masa" in page
    assert "Halal belum ada" in page and "Wajib sejak 17 Oktober 2026" in page


def test_others_certificates_are_not_shown(phone: PageClient, market: Any) -> None:
    record(market.foreign.maker_id, market.foreign.product_id)
    assert NUMBER not in phone.get("/usaha/surat").text


def test_a_maker_says_what_it_has_and_changes_nothing_an_officer_saw(phone: PageClient, market: Any) -> None:
    seen = {"checked_on": date(2026, 10, 2), "checked_by": "Dinas Kesehatan"}
    record(market.own.maker_id, market.own.product_id, expires_on=date(2026, 12, 31), **seen)
    phone.get("/usaha/surat/baru")
    form = {"kind": "pirt", "number": "P-IRT No. 2068171861836-26", "expires_on": "2030-12-31"}
    assert "sudah tercatat" in phone.post("/usaha/surat/baru", form).follow().text
    (row,) = list_certificates(clock.today(), maker_ids=[market.own.maker_id])
    assert row.expires_on == date(2026, 12, 31)
    page = phone.post("/usaha/surat/baru", {"kind": "halal", "number": "ID32110001333131122"}).follow().text
    assert "Tercatat" in page and "Belum diperiksa" in page
    assert "Pilih dari daftar" in phone.post(
        "/usaha/surat/baru", form | {"products": [str(market.foreign.product_id)]}, expect=422
    ).text  # fmt: skip
