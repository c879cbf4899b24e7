"""A maker reads what a visit found and says when it is mended; others' findings are not there."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from app.audit.rules import SYSTEM
from app.shared.transaction import begin_writing, commit
from app.visits.queries import list_findings
from app.visits.services import VisitDraft, record_visit
from tests.pages import PageClient


def visit(maker_id: int) -> None:
    begin_writing()
    seen = VisitDraft(
        maker_id, str(uuid4()), date(2026, 11, 2), "Dinas", {"segel": "fix"}, {"segel": "Pakai lilin"}
    )
    record_visit(seen, actor=SYSTEM)
    commit()


def test_a_maker_says_that_a_finding_is_mended(phone: PageClient, market: Any) -> None:
    assert "Tidak ada yang perlu diperbaiki" in phone.get("/usaha/temuan").text
    visit(market.own.maker_id)
    page = phone.get("/usaha/temuan").text
    assert "Kemasan rapat" in page and "Pakai lilin" in page
    (finding,) = list_findings()
    assert "Menunggu dilihat petugas" in phone.post(f"/usaha/temuan/{finding.id}/selesai").follow().text
    assert list_findings()[0].state == "said_done"


def test_a_foreign_finding_is_not_there(phone: PageClient, market: Any) -> None:
    visit(market.foreign.maker_id)
    (finding,) = list_findings()
    assert "Kemasan rapat" not in phone.get("/usaha/temuan").text
    phone.post(f"/usaha/temuan/{finding.id}/selesai", expect=404)
    assert list_findings()[0].state == "open"
