"""Visits at the Dinas: the form begins with findings, what was typed stays, the table and workbook of readiness."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from app.audit.rules import SYSTEM
from app.makers.services import create_maker, create_product
from app.shared.transaction import begin_writing, commit
from app.visits.queries import list_findings
from app.visits.services import VisitDraft, record_visit
from tests.excel.written import read_back
from tests.pages import PageClient


@pytest.fixture
def maker_id(session: Any) -> int:
    begin_writing()
    maker = create_maker("Dapur Kenari", actor=SYSTEM)
    create_product(maker.id, "Bagea", unit_price=9_000, effective_from=date(2026, 1, 1), actor=SYSTEM)
    visited = date(2026, 10, 2)
    record_visit(
        VisitDraft(maker.id, str(uuid4()), visited, "Baristand", {"foto": "fix"}, {"foto": "<b>Cahaya</b>"}),
        actor=SYSTEM,
    )
    commit()
    return maker.id


@pytest.fixture
def dinas(as_role: Any, maker_id: int) -> PageClient:
    return as_role("umkm")


def test_the_next_visit_begins_with_open_findings_and_closes_what_is_mended(
    dinas: PageClient, maker_id: int
) -> None:
    assert "Ada foto barang" in dinas.get("/dinas/kunjungan").text
    url = f"/dinas/umkm/{maker_id}/kunjungan/baru"
    page = dinas.get(url)
    assert (
        page.text.index("Temuan kunjungan lalu")
        < page.text.index("Ada foto")
        < page.text.index("Tempat dan alat")
    )
    assert "<b>Cahaya</b>" in page.text
    typed = {"answer-foto": "good", "answer-segel": "fix", "advice-segel": "Pakai segel panas"}
    form = page.form().values | typed
    refused = dinas.post(url, form | {"visited_on": "2026-12-01"}, expect=422)
    assert "belum tiba" in refused.text and refused.form().values["advice-segel"] == ["Pakai segel panas"]
    done = dinas.post(url, form).follow().text
    assert "Kunjungan tercatat" in done and "Pakai segel panas" in done
    assert [one.item for one in list_findings()] == ["segel"]
    dinas.post(url, form)  # the same form again, by an impatient thumb
    assert [one.item for one in list_findings()] == ["segel"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Ketuk paling sedikit satu hal"),
        ({"answer-foto": "bagus"}, "Ketuk salah satu pilihan"),
        ({"answer-foto": "good", "uuid": "x"}, "Muat ulang halaman ini"),
        ({"answer-foto": "good", "visitor": ""}, "harus diisi"),
        ({"answer-foto": "good", "advice-foto": "a" * 301}, "Paling panjang 300"),
    ],
)
def test_what_cannot_be_a_visit_is_said(dinas: PageClient, maker_id: int, typed: Any, said: str) -> None:
    url = f"/dinas/umkm/{maker_id}/kunjungan/baru"
    form = dinas.get(url).form().values | typed
    assert said in dinas.post(url, form, expect=422).text


def test_a_finding_is_dropped_with_a_reason(dinas: PageClient, maker_id: int) -> None:
    (finding,) = list_findings()
    dinas.get(f"/dinas/umkm/{maker_id}/kunjungan")
    url = f"/dinas/umkm/{maker_id}/temuan/{finding.id}/gugur"
    assert "harus diisi" in dinas.post(url, {"reason": ""}, expect=422).text
    assert "Temuan digugurkan" in dinas.post(url, {"reason": "Fotonya sudah ada"}).follow().text
    assert list_findings() == []


def test_readiness_is_a_table_of_what_is_missing_and_a_workbook(dinas: PageClient) -> None:
    page = dinas.get("/dinas/kesiapan")
    assert "P-IRT atau BPOM MD" in page.text and "Kode batang pada setiap barang" in page.text
    answer = dinas.post("/dinas/laporan/buat/readiness", {}, expect=200)
    content = answer.response.get_data()
    missing = read_back(content, "Toko modern")
    assert ["Dapur Kenari", "P-IRT atau BPOM MD", "belum ada"] in [row[1:] for row in missing]
    assert any("<b>Cahaya</b>" in row for row in read_back(content, "Temuan"))
