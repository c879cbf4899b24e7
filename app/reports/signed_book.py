"""The book of a closed month as PDF for auditors: figures, reasons, all persons, and how to verify it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from app.compliance.rules import FEWEST_NAMELESS, Recap, StandingRow, recap_by_opd, recap_total
from app.pdf.page import LANDSCAPE, Block, Paper, Pen, gap, write_pages
from app.pdf.parts import QUIET, draw_qr, fact, heading, letterhead, paragraph, signatures, titles
from app.pdf.table import Field, Part, table_blocks
from app.pdf.text import Style
from app.reports.heading import month_name
from app.reports.labels import STATUS_WORDS, format_count
from app.reports.month import Compliance, incomplete
from app.reports.sheets import RECAP, SURPLUS_NOTE, count_note, recap_cells
from app.reports.summary import summary_sentence
from app.shared import clock
from app.shared.shares import with_comma

MOST_PEOPLE = 20_000
"""Of more people the book has the recaps alone and refers to the workbook: a paper of thousands of pages is none."""
_SENTENCE = Style(11, is_bold=True)
_QR = 104.0
_TAKEN_ALONG = 4
"""So many blocks stay with the signatures, so that nobody signs a page without a row: the last person, both sums, and
the decree."""
_RECAP_WIDTHS = (48, 38, 54, 42, 60, 42, 40, 54, 72, 72, 72)
_PEOPLE = (
    Field("No.", 28, True), Field("NIP / Kode", 100), Field("Nama", 124), Field("Jabatan", 124),
    Field("Unit kerja", 92), Field("Jenjang", 64), Field("Minimal (Rp)", 58, True), Field("Belanja (Rp)", 58, True),
    Field("Kekurangan (Rp)", 62, True), Field("Keadaan", 76),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """The data for verifying the paper: the address in its QR code, and the SHA-256 of its workbook.

    `address` has no server name if the closing had none; then no QR code is drawn."""

    address: str
    workbook_sha256: str


def write_signed_book(
    target: str | Path | BinaryIO,
    month: Compliance,
    proof: Proof,
    closed_at: datetime,
    logo: bytes | None = None,
) -> int:
    """Draw the book to a path or a stream; returns the number of pages. The same month gives the same bytes."""
    heading_ = month.heading
    demo = "DEMO · " if heading_.is_demo else ""
    paper = Paper(
        title=f"Buku belanja UMKM {month_name(heading_.period)} versi {heading_.version}",
        author=month.made_by,
        made_at=closed_at,
        footer=f"{demo}{heading_.city} · {month_name(heading_.period)} · versi {heading_.version} · "
        f"SHA-256 buku Excel {proof.workbook_sha256[:16]}",
        size=LANDSCAPE,
        margin=28,
    )
    width, opds = paper.width, recap_by_opd(month.rows)
    blocks = [
        *letterhead(heading_.letterhead, width, logo),
        *titles(heading_.titles, width),
        paragraph(summary_sentence(recap_total(month.rows, "")), width, _SENTENCE),
        gap(6),
        _origin(month, proof, closed_at, width),
        *_reasons(month, width),
        *_recap(month, opds, width),
        *_people(month, opds, width),
        paragraph(heading_.decree_line, width, QUIET),
    ]
    taken_along = [replace(block, keeps_next=True) for block in blocks[-_TAKEN_ALONG:]]
    blocks = [*blocks[:-_TAKEN_ALONG], *taken_along, signatures(heading_.signatures(), width)]
    return write_pages(target, paper, blocks)


def _origin(month: Compliance, proof: Proof, closed_at: datetime, width: float) -> Block:
    """The block with the book's origin and basis, with the QR code at the right."""
    room, has_qr = width - _QR - 16, "://" in proof.address
    facts = [
        fact("Ditutup", f"{clock.local(closed_at):%d-%m-%Y pukul %H.%M} oleh {month.made_by}", room),
        fact("Nomor urut buku besar", format_count(month.ledger_seq), room),
        fact("Bukti urutan", month.chain_head, room),
        fact("SHA-256 buku Excel-nya", proof.workbook_sha256, room),
        fact("Memeriksa keaslian", f"{'Pindai kode QR' if has_qr else 'Buka alamat di bawah ini pada situs kota'}. "
             "Halaman kota menampilkan versi, jumlah orang, jumlah belanja, dan SHA-256; semuanya harus sama dengan "
             "yang tercetak di sini.", room),
        fact("Alamat di dalam kode QR" if has_qr else "Alamat", proof.address, room),
    ]  # fmt: skip
    tall = sum(one.height for one in facts)

    def draw(pen: Pen, x: float, y: float) -> None:
        if has_qr:
            draw_qr(pen, x + width - _QR, y - 6, _QR, proof.address)
        for one in facts:
            one.draw(pen, x, y)
            y += one.height

    return Block(max(tall, _QR - 6) + 6, draw)


def _reasons(month: Compliance, width: float) -> list[Block]:
    """The reasons for closing with open points and for reopening."""
    lines = [(f"Belum selesai {number}", text) for number, text in enumerate(incomplete(month.points), 1)]
    lines += [("Alasan ditutup walau ada yang belum selesai", month.override)] if month.override else []
    lines += [
        (
            f"Versi {reopening.version} dibuka lagi",
            f"{clock.local(reopening.at):%d-%m-%Y %H.%M}, {reopening.by}: {reopening.reason}",
        )
        for reopening in month.reopenings
    ]
    if not lines:
        lines = [
            ("Tidak ada", "semua kasir sudah mengirim, tidak ada yang menunggu, tidak pernah dibuka lagi")
        ]
    return [
        heading("Yang belum selesai, alasan penutupan dan pembukaan", width),
        *(fact(*line, width) for line in lines),
    ]


def _recap(month: Compliance, opds: Sequence[Recap], width: float) -> list[Block]:
    fields = (
        Field("No.", 26, True),
        Field("Perangkat Daerah (OPD)", width - 26 - sum(_RECAP_WIDTHS)),
        *(Field(column.title, wide, True) for column, wide in zip(RECAP, _RECAP_WIDTHS, strict=True)),
    )
    whole = recap_total(month.rows, "JUMLAH")
    rows = [(str(number), one.name, *_recap_texts(one)) for number, one in enumerate(opds, 1)]
    return [
        gap(6),
        heading("Rekapitulasi per Perangkat Daerah", width),
        *table_blocks(fields, [Part("", rows)], ("", whole.name, *_recap_texts(whole))),
        gap(3),
        paragraph(count_note(whole), width, QUIET),
        paragraph(SURPLUS_NOTE, width, QUIET),
    ]


def _recap_texts(recap: Recap) -> list[str]:
    cells = zip(RECAP, recap_cells(recap, FEWEST_NAMELESS), strict=True)
    return [_figure(value) if column.kind != "percent" else _percent(value) for column, value in cells]


def _figure(value: object) -> str:
    return format_count(value) if isinstance(value, int) else "-"


def _percent(value: object) -> str:
    return f"{with_comma(100 * value)} %" if isinstance(value, float) else "-"


def _people(month: Compliance, opds: Sequence[Recap], width: float) -> list[Block]:
    if len(month.rows) > MOST_PEOPLE:
        sentence = (
            f"Rincian {format_count(len(month.rows))} pegawai ada pada buku Excel dengan SHA-256 di atas."
        )
        return [heading("Rincian per pegawai", width), paragraph(sentence, width)]
    rows: dict[object, list[StandingRow]] = {}
    for row in month.rows:
        rows.setdefault(row.opd_id, []).append(row)
    first = replace(heading("Rincian belanja per pegawai", width), begins_page=True)
    whole = _sums("JUMLAH", recap_total(month.rows, ""))
    return [first, *table_blocks(_PEOPLE, _parts(opds, rows), whole)]


def _parts(opds: Sequence[Recap], found: dict[object, list[StandingRow]]) -> Iterator[Part]:
    number = 0
    for opd in opds:
        rows = []
        for row in found[opd.key]:
            number += 1
            rows.append(_person(number, row))
        yield Part(opd.name, rows, _sums(f"Jumlah {format_count(opd.people)} orang", opd))


def _person(number: int, row: StandingRow) -> tuple[str, ...]:
    owed = row.minimum is not None
    state = STATUS_WORDS[row.status]
    return (
        format_count(number), row.nip or row.code or "-", row.name, row.position, row.unit or "-", row.tier_name or "-",
        _figure(row.minimum), _figure(row.bought), _figure(row.shortfall) if owed else "-",
        f"{state}: {row.note}" if row.note else state,
    )  # fmt: skip


def _sums(title: str, recap: Recap) -> tuple[str, ...]:
    sums = (format_count(recap.minimum), format_count(recap.bought), format_count(recap.shortfall))
    return ("", title, "", "", "", "", *sums, "")
