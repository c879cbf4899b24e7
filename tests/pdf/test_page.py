"""Pages break between blocks that may part, repeat the head of a table, and say how many there are."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from app.pdf.page import Block, Paper, break_pages, gap, write_pages
from app.pdf.parts import paragraph
from tests.pdf.reading import pages_of
from tests.pdf.test_text import HOSTILE

NOW = datetime(2026, 11, 7, 9, 15, tzinfo=UTC)
PAPER = Paper("Judul", "Bendahara", NOW, "Kaki")


def test_a_heading_never_stands_last_on_a_page() -> None:
    title, row = Block(10, gap(0).draw, keeps_next=True), gap(50)
    pages = break_pages([row, title, row], 105)
    assert [len(page) for page in pages] == [1, 2]


def test_a_page_that_begins_with_a_row_begins_with_its_head() -> None:
    head = Block(10, gap(0).draw, keeps_next=True)
    row = Block(50, gap(0).draw, head=head)
    pages = break_pages([head, row, row, row], 110)
    assert [page[0] is head for page in pages] == [True, True]
    assert sum(page.count(row) for page in pages) == 3


def test_a_block_higher_than_a_page_stands_alone_and_ends() -> None:
    assert [len(page) for page in break_pages([gap(10), gap(900), gap(10)], 100)] == [1, 1, 1]


def test_every_page_says_its_number_and_the_same_blocks_give_the_same_bytes() -> None:
    blocks = [paragraph(text, 200) for text in HOSTILE] + [gap(700), paragraph("Akhir", 200)]
    first, again = io.BytesIO(), io.BytesIO()
    count = write_pages(first, PAPER, blocks)
    write_pages(again, PAPER, blocks)
    assert first.getvalue() == again.getvalue()
    pages = pages_of(first.getvalue())
    assert count == len(pages) > 1
    assert all(f"Halaman {number} dari {count}" in page for number, page in enumerate(pages, 1))
    assert "Akhir" in pages[-1]
