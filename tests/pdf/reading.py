"""Reads a PDF back: the text of its pages, and the size of every piece of text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader


def pages_of(content: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def text_of(content: bytes) -> str:
    """All text, every run of blanks one blank."""
    return " ".join(" ".join(pages_of(content)).split())


def sizes_of(content: bytes) -> Iterator[float]:
    """The size in points of each piece of text that prints something."""
    for page in PdfReader(io.BytesIO(content)).pages:
        found: list[float] = []

        def note(
            text: str, _matrix: Any, place: Any, _font: Any, size: float, found: list[float] = found
        ) -> None:
            if text.strip():
                found.append(size * abs(place[3]))

        page.extract_text(visitor_text=note)
        yield from found
