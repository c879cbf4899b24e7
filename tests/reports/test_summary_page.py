"""The page for the mayor says what the sheet says, on one page that can be read without a glass."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest

from app.reports.export import export_report
from app.reports.month import Compliance
from app.reports.registry import ReportRequest
from app.reports.summary import summary_sheet
from app.reports.summary_page import write_summary_page
from tests.pdf.reading import pages_of, sizes_of, text_of
from tests.pdf.test_text import HOSTILE
from tests.reports.every import Everything, make_everything, opened, written
from tests.reports.papers import AT, make_month, make_row, make_rows
from tests.standing import OCTOBER


def drawn(month: Compliance) -> bytes:
    stream = io.BytesIO()
    write_summary_page(stream, None, month=month, footer="Kota Ambon", made_at=AT)
    return stream.getvalue()


@pytest.mark.parametrize("version", [0, 2])
def test_every_text_and_figure_of_the_sheet_stands_on_the_page(version: int) -> None:
    month = make_month(make_rows(12, 6), version)
    said = text_of(drawn(month))
    for name, value in summary_sheet(month, with_names=False).facts:
        for part in (name, *str(value or "").split("; September 2026: ")):
            assert (
                part in said
                or part in ("Dalam satu kalimat", "Oktober 2026", "Banyaknya")
                or _figure(part, said)
            )
    assert "Rp123.456" in said
    assert ("SEMENTARA" in said) == (version == 0)
    assert "Ibu Bendahara" in said


def _figure(part: str, said: str) -> bool:
    """A share and its counts stand below each other, so they are looked for one by one."""
    if part.startswith("Tiga angka"):
        return True
    large, _, small = part.rstrip(")").partition(" (")
    return bool(small) and large in said and small in said


def test_a_title_behind_a_name_ends_the_sentence_itself() -> None:
    said = text_of(drawn(replace(make_month(make_rows(12, 6)), made_by="Ani Contoh, M.Si.")))
    assert "Dibuat oleh Ani Contoh, M.Si." in said and "M.Si.." not in said


def test_it_names_nobody() -> None:
    rows = [make_row(number, 1, name="Rahasia", status="exempt", note="sakit Rahasia") for number in range(9)]
    assert "Rahasia" not in text_of(drawn(make_month(rows)))


def test_the_worst_month_still_fits_one_page_in_eight_points() -> None:
    long = "W" * 200
    rows = [row._replace(opd=f"{long}{row.opd_id}") for row in make_rows(12, 6)]
    month = make_month(rows, letterhead=[long[:120]] * 5, city=long[:80], is_demo=True)
    month = replace(month, made_by="日本 \u202e" + "x" * 200)
    content = drawn(month)
    assert len(pages_of(content)) == 1
    assert min(sizes_of(content)) >= 8
    assert "hal lain" in text_of(content)


@pytest.mark.parametrize(
    "rows", [[], make_rows(1, 2), make_rows(3, 5)], ids=["nobody", "two people", "three offices"]
)
def test_a_month_with_few_people_has_its_page(rows: Any) -> None:
    assert len(pages_of(drawn(make_month(rows, 0)))) == 1


def test_hostile_names_of_offices_are_drawn_and_the_bytes_are_the_same_each_time() -> None:
    rows = [row._replace(opd=HOSTILE[row.opd_id or 0]) for row in make_rows(len(HOSTILE), 6)]
    assert drawn(make_month(rows)) == drawn(make_month(rows))


def test_finance_gets_it_of_an_open_month(session: Any, tmp_path: Any) -> None:
    everything: Everything = make_everything()
    assert everything.october
    order = ReportRequest("compliance", period=OCTOBER, content="ringkasan")
    report = opened(order)
    assert report.name == "ringkasan-belanja-umkm-2026-10-sementara.pdf"
    assert "2 dari 2 pegawai yang wajib sudah memenuhi (100 %)" in text_of(written(report))
    made = export_report(tmp_path / "x", order, made_by="Bendahara")
    assert (made.is_stored, made.details["kind"]) == (False, "ringkasan")
    assert len(pages_of((tmp_path / "x").read_bytes())) == 1
