"""Sheets that several workbooks share: recaps by group, and people with their purchases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.compliance.rules import Recap, StandingRow, recap_total
from app.excel.column_widths import Bars, Column, Group, Sheet, Signature, StreamedRows
from app.reports.labels import STATUS_WORDS, format_count

RECAP = (
    Column("Bertugas", 9, "integer"),
    Column("Wajib", 8, "integer"),
    Column("Memenuhi", 10, "integer"),
    Column("Kurang", 8, "integer"),
    Column("Dibebaskan", 11, "integer"),
    Column("Belum ada aturan", 10, "integer"),
    Column("Tidak wajib", 8, "integer"),
    Column("Memenuhi (%)", 10, "percent"),
    Column("Target (Rp)", 15, "rupiah"),
    Column("Realisasi (Rp)", 15, "rupiah"),
    Column("Kekurangan (Rp)", 15, "rupiah"),
)
SURPLUS_NOTE = (
    "Kelebihan belanja seorang pegawai tidak menutup kekurangan pegawai lain; karena itu kekurangan bukan target "
    "dikurangi realisasi."
)
DETAIL_NOTE = "Kolom yang tidak dicetak dibuka dengan tanda [+] di atas nama kolom."
PEOPLE = (
    Column("No.", 5, "number_no"),
    Column("NIP / Kode", 19, "nip"),
    Column("Nama", 27),
    Column("Status", 11, is_detail=True),
    Column("Jabatan", 32),
    Column("Eselon", 7, is_detail=True),
    Column("Gol.", 6, is_detail=True),
    Column("Unit kerja", 27),
    Column("Perangkat Daerah (OPD)", 26, is_detail=True),
    Column("Jenjang", 17),
    Column("Minimal (Rp)", 12, "rupiah"),
    Column("Belanja (Rp)", 12, "rupiah"),
    Column("Kekurangan (Rp)", 13, "rupiah"),
    Column("Keadaan", 12),
    Column("Keterangan", 19),
)
"""Status, echelon and grade are in the post already, the OPD is the group's heading: folded away, not printed."""


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """The shared letterhead, titles and signatures of a workbook's sheets; the first title line is the sheet's own."""

    letterhead: Sequence[str]
    titles: Sequence[str]
    notes: Sequence[str]
    signatures: tuple[Signature, Signature] | None


def recap_sheet(
    around: SheetFrame,
    name: str,
    title: str,
    recaps: Sequence[Recap],
    first: Column,
    whole: Recap,
    *,
    least: int = 0,
) -> Sheet:
    """Recaps with their sum, amounts in whole rupiah, and the share of people who met the minimum as bars. The lines
    below explain the counts. There is no percentage for fewer than `least` obliged people."""
    return Sheet(
        name=name,
        columns=(Column("No.", 6, "number_no"), first, *RECAP),
        rows=[(recap.name, *recap_cells(recap, least)) for recap in recaps],
        letterhead=around.letterhead,
        titles=[title, *around.titles],
        total=lambda: (None, *recap_cells(whole, least)),
        notes=[count_note(whole), SURPLUS_NOTE, *around.notes],
        signatures=around.signatures,
        chart=Bars("Memenuhi batas minimal (% dari yang wajib)", category=1, value=9),
    )


def count_note(recap: Recap) -> str:
    """Explain a recap's counts in one line; pages show the same text (`hitungan`)."""
    parts = [("wajib", recap.obliged), ("dibebaskan", recap.exempt), ("belum ada aturan", recap.no_rule),
             ("belum dicatat", recap.unrecorded)]  # fmt: skip
    text = " + ".join(f"{word} {format_count(count)}" for word, count in parts if count or word == "wajib")
    return (
        f"Bertugas {format_count(recap.in_service)} = {text}; wajib = memenuhi {format_count(recap.met)} + "
        f"kurang {format_count(recap.short)}. Seluruhnya dalam daftar {format_count(recap.people)}, termasuk "
        f"{format_count(recap.not_obliged)} yang tidak wajib."
    )


def recap_cells(recap: Recap, least: int = 0) -> tuple[object, ...]:
    """A recap's figures in the order of `RECAP`."""
    share = recap.met / recap.obliged if recap.obliged and recap.obliged >= least else None
    counts = (
        recap.in_service,
        recap.obliged,
        recap.met,
        recap.short,
        recap.exempt,
        recap.no_rule,
        recap.not_obliged,
    )
    return (*counts, share, recap.minimum, recap.bought, recap.shortfall)


def people_sheet(
    around: SheetFrame,
    name: str,
    title: str,
    rows: Sequence[StandingRow],
    recaps: Sequence[Recap],
    key: str = "opd_id",
) -> Sheet:
    """People by group, with the sums of each group and of all; cells are made while they are written.

    `recaps`: those of the rows, or of more rows, in the order of the groups; `key`: the field they are grouped by.
    """
    found: dict[object, list[StandingRow]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    ordered = [row for recap in recaps for row in found.get(recap.key, ())]

    def start(first: int) -> Iterator[Sequence[object]]:
        return (person_cells(ordered[place]) for place in range(first, len(ordered)))

    return Sheet(
        name=name,
        columns=PEOPLE,
        rows=StreamedRows(len(ordered), start),
        letterhead=around.letterhead,
        titles=[title, *around.titles],
        total=lambda: _sums(rows),
        notes=[*around.notes, DETAIL_NOTE],
        signatures=around.signatures,
        groups=[
            Group(recap.name, len(found[recap.key]), _sums(found[recap.key]))
            for recap in recaps
            if recap.key in found
        ],
        empty_text="Tidak ada pegawai dalam daftar ini.",
    )


def _sums(rows: Sequence[StandingRow]) -> tuple[object, ...]:
    recap = recap_total(rows, "")
    return (*(None,) * 9, recap.minimum, recap.bought, recap.shortfall, None, None)


def person_cells(row: StandingRow) -> tuple[object, ...]:
    """A person's cells in the order of `PEOPLE`."""
    owed = row.minimum is not None
    return (
        row.nip or row.code, row.name, row.employment, row.position, row.echelon, row.grade, row.unit, row.opd,
        row.tier_name, row.minimum, row.bought, row.shortfall if owed else None, STATUS_WORDS[row.status], row.note,
    )  # fmt: skip
