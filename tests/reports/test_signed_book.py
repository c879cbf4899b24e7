"""The book an auditor holds: every figure is the standings', every page is counted, the reasons stand in it."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from app.compliance.rules import recap_by_opd, recap_total
from app.pdf.page import Pen
from app.pdf.parts import draw_qr
from app.pdf.text import printable
from app.reports import signed_book
from app.reports.labels import format_count
from app.reports.month import Compliance
from app.reports.sheets import recap_cells
from app.reports.signed_book import Proof, write_signed_book
from tests.pdf.reading import pages_of, sizes_of, text_of
from tests.pdf.test_text import HOSTILE
from tests.reports.papers import AT, make_month, make_row, make_rows

PROOF = Proof("https://kota.example/cek/buku/2026-10/2/abcdefghijklmnopqrstuv", "ab" * 32)


def drawn(month: Compliance, proof: Proof = PROOF) -> bytes:
    stream = io.BytesIO()
    write_signed_book(stream, month, proof, AT)
    return stream.getvalue()


def lines_of(content: bytes) -> list[list[str]]:
    """What stands on each line of each page, from left to right."""
    found = []
    for page in PdfReader(io.BytesIO(content)).pages:
        rows: dict[float, list[tuple[float, str]]] = defaultdict(list)

        def note(text: str, _c: Any, place: Any, _f: Any, _s: Any, rows: Any = rows) -> None:
            if text.strip():
                rows[place[5]].append((place[4], text.strip()))

        page.extract_text(visitor_text=note)
        found += [[text for _x, text in sorted(rows[y])] for y in sorted(rows, reverse=True)]
    return found


def test_every_person_stands_in_the_book_with_the_figures_of_the_standings() -> None:
    rows = make_rows(9, 11)
    lines = {line[1]: line for line in lines_of(drawn(make_month(rows))) if len(line) > 1}
    for row in rows:
        line = lines[str(row.nip)]
        assert line[-4:-1] == [format_count(one) for one in (row.minimum or 0, row.bought, row.shortfall)]
        assert line[-1] == ("Memenuhi" if row.status == "met" else "Kurang")


def test_subtotals_recaps_and_the_sum_are_those_of_the_standings() -> None:
    rows = make_rows(5, 12)
    content = drawn(make_month(rows))
    lines = lines_of(content)
    for opd in recap_by_opd(rows):
        sums = [format_count(one) for one in (opd.minimum, opd.bought, opd.shortfall)]
        assert [f"Jumlah {opd.people} orang", *sums] in lines
        counts = [format_count(one) for one in recap_cells(opd)[:7] if isinstance(one, int)]
        (recap,) = (line for line in lines if len(line) > 8 and line[1] == opd.name)
        assert recap[2:9] == counts
        assert recap[-3:] == sums
    whole = recap_total(rows, "")
    sums = [format_count(one) for one in (whole.minimum, whole.bought, whole.shortfall)]
    assert ["JUMLAH", *sums] in lines
    assert sum(line[0] == "JUMLAH" for line in lines) == 2


def test_the_reasons_the_seal_and_the_signers_stand_in_it() -> None:
    said = text_of(drawn(make_month(make_rows(2, 3))))
    for part in (
        "Kasir Pasar rusak; berita acara 12/2026", "Nota buku pasar tertinggal", "Versi 1 dibuka lagi",
        PROOF.address, PROOF.workbook_sha256, "1987:" + "0f" * 32, "Mengetahui,", "Ambon, 7 November 2026",
        "NIP. " + "1" * 18, "Perwali 5/2026",
    ):  # fmt: skip
        assert part in said


def test_pages_are_counted_heads_repeated_and_nothing_is_smaller_than_eight_points() -> None:
    content = drawn(make_month(make_rows(3, 60)))
    pages = pages_of(content)
    assert all(f"Halaman {number} dari {len(pages)}" in page for number, page in enumerate(pages, 1))
    people = [page for page in pages if "Pegawai " in page]
    assert len(people) > 5
    assert all("NIP / Kode" in page and re.search(r"Dinas Nomor \d", page) for page in people)
    assert sum("(lanjutan)" in page for page in people) > 3
    assert min(sizes_of(content)) >= 8


@pytest.mark.parametrize("people", range(14, 34))
def test_nobody_signs_a_page_without_a_row(people: int) -> None:
    last = pages_of(drawn(make_month(make_rows(1, people))))[-1]
    assert "JUMLAH" in last and "NIP. " in last
    assert "Pegawai " in last


def test_hostile_text_is_drawn_whole_and_the_same_month_gives_the_same_bytes() -> None:
    rows = [
        make_row(
            place, 1, name=text, position=text[:200], unit=text, note=text[:300], tier_name=text
        )._replace(opd=text)
        for place, text in enumerate(HOSTILE)
    ]
    month = make_month(rows, city="Kota <b>\u202e")
    content = drawn(month)
    assert content == drawn(month)
    packed = text_of(content).replace(" ", "")
    assert printable(HOSTILE[-2]).replace(" ", "") in packed
    assert "\u202e" not in packed


def test_a_book_closed_without_a_known_address_has_no_qr_but_its_code() -> None:
    month = make_month(make_rows(1, 2))
    content = drawn(month, replace(PROOF, address="/cek/buku/2026-10/2/abc"))
    said = text_of(content)
    assert "/cek/buku/2026-10/2/abc" in said
    assert "Buka alamat di bawah ini" in said and "Pindai kode QR" not in said
    assert "Pindai kode QR" in text_of(drawn(month))
    assert content.count(b" re") <= drawn(month).count(b" re")


def test_a_province_is_referred_to_the_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_book, "MOST_PEOPLE", 5)
    said = text_of(drawn(make_month(make_rows(2, 3))))
    assert "Rincian 6 pegawai ada pada buku Excel" in said
    assert "Pegawai 1" not in said


def test_the_drawn_code_is_the_code() -> None:
    """The rectangles, read back as dark and light, are the matrix of the text."""
    import segno  # noqa: PLC0415

    dark: set[tuple[int, int]] = set()

    class Paper(Pen):
        def __init__(self) -> None:
            pass

        def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
            if colour == "#000000":
                dark.update((round(y), round(x) + place) for place in range(round(width)))

    wanted = [list(row) for row in segno.make_qr(PROOF.address, error="m").matrix_iter(border=4)]
    draw_qr(Paper(), 0, 0, float(len(wanted)), PROOF.address)
    assert dark == {(y, x) for y, row in enumerate(wanted) for x, one in enumerate(row) if one}
