"""Sheets several workbooks share: a recap by some heading, and people with what they bought."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.compliance.rules import Recap, StandingRow, recap_total
from app.excel.layout import Bars, Column, Sheet, Signature, Streamed
from app.reports.words import STATUS_WORDS, spell_count

RECAP = (
    Column("Bertugas", 10, "integer"),
    Column("Wajib", 9, "integer"),
    Column("Memenuhi", 10, "integer"),
    Column("Kurang", 9, "integer"),
    Column("Dibebaskan", 11, "integer"),
    Column("Belum ada aturan", 11, "integer"),
    Column("Tidak wajib", 11, "integer"),
    Column("Memenuhi (%)", 11, "percent"),
    Column("Target (Rp)", 17, "rupiah"),
    Column("Realisasi (Rp)", 17, "rupiah"),
    Column("Kekurangan (Rp)", 17, "rupiah"),
)
SURPLUS_NOTE = (
    "Kelebihan belanja seorang pegawai tidak menutup kekurangan pegawai lain; karena itu kekurangan bukan target "
    "dikurangi realisasi."
)
PEOPLE = (
    Column("No.", 6, "number_no"),
    Column("NIP / Kode", 20, "nip"),
    Column("Nama", 28),
    Column("Status", 11),
    Column("Jabatan", 29),
    Column("Eselon", 7),
    Column("Gol.", 6),
    Column("Unit kerja", 29),
    Column("Perangkat Daerah (OPD)", 26),
    Column("Jenjang", 19),
    Column("Minimal (Rp)", 15, "rupiah"),
    Column("Belanja (Rp)", 15, "rupiah"),
    Column("Kekurangan (Rp)", 15, "rupiah"),
    Column("Keadaan", 13),
    Column("Keterangan", 22),
)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around each table of a workbook; the first title line is the sheet's own."""

    letterhead: Sequence[str]
    titles: Sequence[str]
    notes: Sequence[str]
    signatures: tuple[Signature, Signature] | None


def recap_sheet(
    around: Around,
    name: str,
    title: str,
    recaps: Sequence[Recap],
    first: Column,
    whole: Recap,
    *,
    least: int = 0,
) -> Sheet:
    """Recaps with their sum; amounts in whole rupiah, and the share of those who met as bars. The lines below say how
    the counts hang together. No percentage where fewer than `least` people are judged."""
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
    """How a recap's counts hang together, in one line; pages say the same (`hitungan`)."""
    parts = [("wajib", recap.obliged), ("dibebaskan", recap.exempt), ("belum ada aturan", recap.no_rule),
             ("belum dicatat", recap.unrecorded)]  # fmt: skip
    told = " + ".join(f"{word} {spell_count(count)}" for word, count in parts if count or word == "wajib")
    return (
        f"Bertugas {spell_count(recap.in_service)} = {told}; wajib = memenuhi {spell_count(recap.met)} + "
        f"kurang {spell_count(recap.short)}. Seluruhnya dalam daftar {spell_count(recap.people)}, termasuk "
        f"{spell_count(recap.not_obliged)} yang tidak wajib."
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


def people_sheet(around: Around, name: str, title: str, rows: Sequence[StandingRow]) -> Sheet:
    """People in the order given, with their sum; the cells are made while they are taken."""

    def start(first: int) -> Iterator[Sequence[object]]:
        return (person_cells(rows[place]) for place in range(first, len(rows)))

    def total() -> tuple[object, ...]:
        recap = recap_total(rows, "")
        return (*(None,) * 9, recap.minimum, recap.bought, recap.shortfall, None, None)

    return Sheet(
        name=name,
        columns=PEOPLE,
        rows=Streamed(len(rows), start),
        letterhead=around.letterhead,
        titles=[title, *around.titles],
        total=total,
        notes=around.notes,
        signatures=around.signatures,
        empty_text="Tidak ada pegawai dalam daftar ini.",
    )


def person_cells(row: StandingRow) -> tuple[object, ...]:
    """A person's cells in the order of `PEOPLE`."""
    owed = row.minimum is not None
    return (
        row.nip or row.code, row.name, row.employment, row.position, row.echelon, row.grade, row.unit, row.opd,
        row.tier_name, row.minimum, row.bought, row.shortfall if owed else None, STATUS_WORDS[row.status], row.note,
    )  # fmt: skip
