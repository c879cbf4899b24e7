"""A month on one A4 page for the mayor: the figures of the sheet *Ringkasan*, with a chart, without names."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from app.compliance.rules import Recap
from app.pdf.page import Block, Paper, gap, write_pages
from app.pdf.parts import QUIET, Bar, Figure, bars, fact, figures, heading, letterhead, paragraph, titles
from app.pdf.text import Style
from app.reports.heading import month_name
from app.reports.month import Compliance
from app.reports.summary import LEAST, NOTHING_OPEN, TITLE, Summary, met_parts, summarise
from app.shared import clock

_SENTENCE = Style(12, is_bold=True)


def write_summary_page(
    target: str | Path | BinaryIO,
    logo: bytes | None,
    *,
    month: Compliance,
    footer: str,
    made_at: datetime,
) -> int:
    """Draw the page to a path or a stream; returns the number of pages, which is one. The same month and time give the
    same bytes."""
    paper = Paper(
        title=f"Ringkasan {month_name(month.heading.period)}",
        author=month.made_by,
        made_at=made_at,
        footer=footer,
        margin=40,
    )
    summary = summarise(month, with_names=False)
    for points, offices in _smaller(len(summary.points), len(summary.best)):
        best, worst = summary.best[:offices], summary.worst[:offices]
        blocks = [
            *letterhead(month.heading.letterhead, paper.width, logo),
            *_blocks(month, replace(summary, best=best, worst=worst), paper, points),
        ]
        if sum(block.height for block in blocks) <= paper.height:
            break
    return write_pages(target, paper, blocks)


def _smaller(points: int, offices: int) -> list[tuple[int, int]]:
    """The numbers of open points and offices to try, largest first, until they fit one page; the rest is counted."""
    return [(most, offices) for most in range(points, -1, -1)] + [
        (0, most) for most in range(offices - 1, -1, -1)
    ]


def _blocks(month: Compliance, summary: Summary, paper: Paper, most: int) -> list[Block]:
    width = paper.width
    name = month_name(month.heading.period.previous())
    shown = [
        Figure(figure.title, figure.large, figure.small, f"{name}:", figure.before)
        for figure in summary.figures
    ]
    return [
        *titles([TITLE, *month.heading.titles[1:]], width),
        paragraph(summary.sentence, width, _SENTENCE),
        gap(8),
        figures(shown, width),
        *_picture(summary, width),
        gap(6),
        heading("Dibebaskan dan yang belum selesai", width),
        fact("Dibebaskan", summary.exempt, width),
        *_points(summary, width, most),
        gap(6),
        *_foot(month, paper),
    ]


def _picture(summary: Summary, width: float) -> list[Block]:
    """The chart with the shares of the best and worst offices, and the city's share as a line."""
    if not summary.best:
        return []
    mark = _bar("Seluruh kota", summary.total)
    best, worst = ([_bar(one.name, one) for one in some] for some in (summary.best, summary.worst))
    return [
        gap(4), heading(f"OPD tertinggi ({LEAST})", width), *bars(best, width, mark),
        gap(6), heading(f"OPD terendah ({LEAST})", width), *bars(worst, width, mark),
    ]  # fmt: skip


def _bar(name: str, recap: Recap) -> Bar:
    large, small = met_parts(recap)
    return Bar(name, recap.met / recap.obliged, f"{large} ({small})")


def _points(summary: Summary, width: float, most: int) -> list[Block]:
    if not summary.points:
        return [fact(summary.points_title, f"Tidak ada: {NOTHING_OPEN}.", width)]
    shown, left = summary.points[:most], len(summary.points) - most
    lines = [f"{number}. {text}" for number, text in enumerate(shown, 1)]
    lines += [f"dan {left} hal lain; selengkapnya pada lembar Ringkasan"] if left else []
    names = [summary.points_title, *[""] * (len(lines) - 1)]
    return [fact(name, text, width) for name, text in zip(names, lines, strict=True)]


def _foot(month: Compliance, paper: Paper) -> list[Block]:
    notes = [month.heading.decree_line]
    if month.heading.is_provisional:
        moment = clock.local(paper.made_at)
        notes.append(f"SEMENTARA: bulan belum ditutup; keadaan {moment:%d-%m-%Y pukul %H.%M}.")
    else:
        notes.append(f"Angka bulan yang sudah ditutup, versi {month.heading.version}.")
    return [
        paragraph(note, paper.width, QUIET)
        for note in [*notes, f"Dibuat oleh {month.made_by.removesuffix('.')}."]
    ]
