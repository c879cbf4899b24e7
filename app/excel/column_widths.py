"""The parts of a workbook, without spreadsheet terms: the reports fill these in, `writer`
writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["text", "nip", "rupiah", "integer", "ordinal", "percent", "date", "datetime", "number_no"]
KINDS = ("text", "nip", "rupiah", "integer", "ordinal", "percent", "date", "datetime", "number_no")


@dataclass(frozen=True)
class Column:
    """One column: its title, its width in characters, and what its cells are.

    ``rupiah`` and ``integer`` take whole numbers, ``ordinal`` a place in an order (1908: no mark, no sum),
    ``percent`` a fraction (0.5 is shown as 50,0%),
    ``datetime`` an aware instant (shown on the city's clock). ``number_no`` counts from 1 by itself: such
    a column has *no* place in the rows. ``None`` leaves a cell blank; text in a column of numbers ("-")
    stays text. ``is_detail``: folded away behind a [+] above the columns, and not printed.
    """

    title: str
    width: float = 14
    kind: Kind = "text"
    is_detail: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of column: {self.kind}")


@dataclass(frozen=True)
class Signature:
    """One of the two signature blocks under a report: place and date (may be ""), the role in one or more lines, four
    blank lines, name, rank, and the NIP line. Empty lines at the end are left out."""

    place_date: str
    role: Sequence[str]
    name: str
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True)
class Bars:
    """A bar chart below a sheet's table: one horizontal bar per row, or ``upright`` bars for hours and months. Columns
    are counted from 0 in ``Sheet.columns``; the axis has the format of the value column."""

    title: str
    category: int
    value: int
    upright: bool = False


@dataclass(frozen=True)
class Scale:
    """Columns (from 0, both inclusive) whose cells are coloured by their value, pale at 0, deep at ``full``."""

    first: int
    last: int
    full: float = 1.0


@dataclass(frozen=True)
class StreamedRows:
    """Rows made while they are read: their number, and the function that makes them from a given row (from 0) on."""

    count: int
    start: Callable[[int], Iterator[Sequence[object]]]

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Sequence[object]]:
        return self.start(0)


@dataclass(frozen=True)
class Group:
    """A number of consecutive rows with a heading above them and, if given, their sums below as in ``Sheet.total``."""

    title: str
    count: int
    total: Sequence[object] = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet with one table. ``rows`` is read once, streamed, and may have any length.

    ``total`` is called after the last row, and gives one value per column (without the ``number_no``
    ones), None where nothing is summed; the label JUMLAH fills the columns before the first sum. ``notes``
    may likewise be a callable. ``titles`` are the centred lines; the first is the largest. ``groups``, where given,
    are those of all rows, in order; pages show the rows without them. ``has_room_to_sign``: each row is high enough to
    be signed in by hand.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    letterhead: Sequence[str] = ()
    titles: Sequence[str] = ()
    total: Callable[[], Sequence[object]] | None = None
    total_label: str = "JUMLAH"
    notes: Sequence[str] | Callable[[], Sequence[str]] = ()
    signatures: tuple[Signature, Signature] | None = None
    chart: Bars | None = None
    scale: Scale | None = None
    groups: Sequence[Group] = ()
    empty_text: str = "Tidak ada data."
    has_room_to_sign: bool = False


@dataclass(frozen=True)
class FactSheet:
    """A sheet of names and values (*Keterangan*). A fact whose value is None is a heading.

    Whole numbers, dates and instants keep their kind; ``Rupiah`` amounts are given as ``(amount, "rupiah")``.
    """

    name: str
    facts: Iterable[tuple[str, object]]
    letterhead: Sequence[str] = ()
    titles: Sequence[str] = ()


@dataclass(frozen=True)
class Properties:
    """The file's properties. ``created_at`` is an aware instant; without it the file has no time, and the same content
    gives the same bytes. ``logo``: a PNG at the left of each letterhead."""

    title: str = ""
    creator: str = ""
    created_at: datetime | None = None
    page_label: str = "Halaman {page} dari {pages}"
    footer_left: str = ""
    logo: bytes | None = None


def has_logo(sheet: Sheet | FactSheet, properties: Properties) -> bool:
    """Whether this sheet gets the logo: it has a letterhead, and there is a logo."""
    return bool(properties.logo and sheet.letterhead)
