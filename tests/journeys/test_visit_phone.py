"""An officer on a phone: certificates, a visit by taps, readiness; nothing wider than the screen, axe content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from app.audit.rules import SYSTEM
from app.certificates.rules.drafts import CertificateDraft
from app.certificates.services import record_certificate
from app.extensions import db
from app.makers.services import create_maker, create_product
from app.shared.transaction import begin_writing, commit
from app.visits.queries import list_findings
from tests.page_checks import fits

pytestmark = pytest.mark.sqlite


def test_a_visit_by_taps(
    session: Any, as_role: Any, open_browser: Callable[..., Page], axe: Any, shot: Any
) -> None:
    begin_writing()
    maker = create_maker("Dapur Kenari", actor=SYSTEM)
    product = create_product(
        maker.id, "Bagea kenari 250 g", unit_price=9_000, effective_from=date(2026, 1, 1), category="Makanan",
        actor=SYSTEM,
    )  # fmt: skip
    lapsed = CertificateDraft(
        maker.id,
        "pirt",
        "2068171861836-26",
        "206817186183626",
        frozenset({product.id}),
        expires_on=date(2026, 6, 30),
    )
    certificate_id, _outcome = record_certificate(lapsed, source="officer", actor=SYSTEM)
    commit()
    page = open_browser("phone", as_role("umkm"))

    def look(path: str, waited: str, name: str) -> None:
        page.goto(path)
        page.wait_for_selector(waited)
        assert fits(page), name
        axe(page)
        shot(page, f"dinas-{name}-phone")

    look("/dinas/surat", "text=2068171861836-26", "certificates")
    look(f"/dinas/surat/{certificate_id}", "text=Tandai sudah diperiksa", "certificate")
    look("/dinas/surat/kurang", "text=17 Oktober 2026", "missing")
    look("/dinas/surat/aturan", "text=Ubah aturan", "rules")
    look(f"/dinas/umkm/{maker.id}/surat", "text=Golongan barang", "maker-certificates")
    look(f"/dinas/umkm/{maker.id}/kunjungan/baru", "text=Simpan kunjungan", "visit")
    taps = page.locator("fieldset.taps").first
    taps.locator("label.tap:has-text('Perbaiki')").click()
    assert taps.locator("label.tap").first.bounding_box()["height"] >= 48  # type: ignore[index]
    page.click("button:has-text('Simpan kunjungan')")
    page.wait_for_selector("text=Kunjungan tercatat")
    assert fits(page)
    axe(page)
    db.session.rollback()
    assert len(list_findings()) == 1
    look("/dinas/kesiapan", "text=Unduh Excel", "readiness")
