"""The compliance workbook of a month: what finance signs (part 8 of the programme's papers; domain 4.2)."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from app.closing.freezing import Frozen
from app.closing.services import BuiltFile
from app.compliance.rules import Recap, StandingRow, recap_by_opd, recap_by_tier, recap_total
from app.excel.layout import Bars, Column, FactSheet, Properties, Sheet
from app.excel.writer import write_workbook
from app.reports.facts import facts_sheet
from app.reports.heading import month_name
from app.reports.month import Compliance, compliance_of, incomplete, read_compliance
from app.sales import queries as sales
from app.shared import clock
from app.shared.period import Period

STATUS_WORDS = {
    "met": "Memenuhi",
    "short": "Kurang",
    "exempt": "Dibebaskan",
    "not_obliged": "Tidak wajib",
    "no_rule": "Belum ada aturan",
    None: "Belum dicatat",
}
PAYMENT_WORDS = {"cash": "Tunai", "qris": "QRIS", "transfer": "Transfer", "none": "-"}

_RECAP = (
    Column("Jumlah pegawai", 10, "integer"),
    Column("Wajib", 9, "integer"),
    Column("Memenuhi", 10, "integer"),
    Column("Kurang", 9, "integer"),
    Column("Dibebaskan", 11, "integer"),
    Column("Belum ada aturan", 11, "integer"),
    Column("Tidak wajib", 11, "integer"),
    Column("Memenuhi (%)", 11, "percent"),
    Column("Target (Rp)", 15, "rupiah"),
    Column("Realisasi (Rp)", 15, "rupiah"),
    Column("Kekurangan (Rp)", 15, "rupiah"),
)
_PEOPLE = (
    Column("No.", 6, "number_no"),
    Column("NIP / Kode", 21, "nip"),
    Column("Nama", 30),
    Column("Status", 11),
    Column("Jabatan", 34),
    Column("Eselon", 8),
    Column("Gol.", 7),
    Column("Unit kerja", 33),
    Column("Perangkat Daerah (OPD)", 28),
    Column("Jenjang", 22),
    Column("Minimal (Rp)", 13, "rupiah"),
    Column("Belanja (Rp)", 13, "rupiah"),
    Column("Kekurangan (Rp)", 14, "rupiah"),
    Column("Keadaan", 15),
    Column("Keterangan", 28),
)
_LEDGER = (
    Column("No.", 6, "number_no"),
    Column("Nota", 12),
    Column("Tanggal", 12, "date"),
    Column("Waktu", 17, "datetime"),
    Column("Pojok", 26),
    Column("Kasir", 16),
    Column("NIP / Kode", 21, "nip"),
    Column("Pembeli", 28),
    Column("UMKM", 27),
    Column("Produk", 27),
    Column("Jumlah", 8, "integer"),
    Column("Harga (Rp)", 12, "rupiah"),
    Column("Nilai (Rp)", 13, "rupiah"),
    Column("Cara bayar", 10),
    Column("Keterangan", 24),
)


def write_compliance(
    target: str | Path | BinaryIO, period: Period, *, made_by: str, with_names: bool = True
) -> Compliance:
    """Write the workbook of a month to a path or a binary stream, and give back what it says.

    `with_names=False` leaves only the recaps and *Keterangan*: the one for the mayor. Amounts in whole rupiah.
    """
    return _write(target, read_compliance(period, made_by), with_names)


def _write(target: str | Path | BinaryIO, month: Compliance, with_names: bool) -> Compliance:
    period = month.heading.period
    if not with_names:  # the signers stay, for somebody signs it; nobody's number does
        month = replace(month, heading=month.heading.without_numbers())
    sheets: list[Sheet | FactSheet] = [_opd_sheet(month), _tier_sheet(month)]
    if with_names:
        short = [row for row in month.rows if row.status == "short"]
        sheets += [
            _people_sheet(month, "Rincian pegawai", month.rows, "RINCIAN BELANJA PER PEGAWAI"),
            _people_sheet(month, "Belum memenuhi", short, "PEGAWAI YANG BELUM MEMENUHI BATAS MINIMAL"),
            _ledger_sheet(month),
        ]
    sheets.append(facts_sheet(month, with_names))
    properties = Properties(
        title=f"Belanja UMKM {month_name(period)}",
        creator=month.made_by,
        created_at=clock.now(),
        footer_left=f"{month.heading.city} · {month_name(period)} · buku besar nomor {month.ledger_seq}",
    )
    write_workbook(target, sheets, properties=properties)
    return month


def file_name(period: Period, version: int, *, with_names: bool = True) -> str:
    """The name a downloaded workbook carries; made here, never taken from a request (threat E14)."""
    state = f"versi-{version}" if version else "sementara"
    return f"belanja-umkm-{period}-{state}{'' if with_names else '-tanpa-nama'}.xlsx"


def build_signed_file(frozen: Frozen, made_by: str) -> BuiltFile:
    """The workbook of a month that is being closed, ready to be stored with its closing (decisions 16)."""
    stream = io.BytesIO()
    _write(stream, compliance_of(frozen, made_by), with_names=True)
    return BuiltFile(file_name(frozen.period, frozen.version), stream.getvalue())


def _recap_cells(recap: Recap) -> tuple[object, ...]:
    share = recap.met / recap.obliged if recap.obliged else None
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


def _recap_sheet(month: Compliance, name: str, title: str, recaps: Sequence[Recap], first: Column) -> Sheet:
    total = recap_total(month.rows, "JUMLAH")
    return Sheet(
        name=name,
        columns=(Column("No.", 6, "number_no"), first, *_RECAP),
        rows=[(recap.name, *_recap_cells(recap)) for recap in recaps],
        letterhead=month.heading.letterhead,
        titles=_titles(month, title),
        total=lambda: (None, *_recap_cells(total)),
        notes=_notes(month),
        signatures=month.heading.signatures(),
        chart=Bars("Memenuhi batas minimal (% dari yang wajib)", category=1, value=9),
    )


def _opd_sheet(month: Compliance) -> Sheet:
    column = Column("Perangkat Daerah (OPD)", 46)
    return _recap_sheet(
        month, "Rekap OPD", "REKAPITULASI BELANJA PRODUK UMKM", recap_by_opd(month.rows), column
    )


def _tier_sheet(month: Compliance) -> Sheet:
    column = Column("Jenjang", 46)
    title = "REKAPITULASI BELANJA PRODUK UMKM PER JENJANG"
    return _recap_sheet(month, "Rekap jenjang", title, recap_by_tier(month.rows), column)


def _people_sheet(month: Compliance, name: str, rows: Sequence[StandingRow], title: str) -> Sheet:
    def total() -> tuple[object, ...]:
        recap = recap_total(rows, "")
        return (*(None,) * 9, recap.minimum, recap.bought, recap.shortfall, None, None)

    return Sheet(
        name=name,
        columns=_PEOPLE,
        rows=(_person_cells(row) for row in rows),
        letterhead=month.heading.letterhead,
        titles=_titles(month, title),
        total=total,
        notes=_notes(month),
        signatures=month.heading.signatures(),
        empty_text="Tidak ada pegawai dalam daftar ini.",
    )


def _person_cells(row: StandingRow) -> tuple[object, ...]:
    owed = row.minimum is not None
    return (
        row.nip or row.code, row.name, row.employment, row.position, row.echelon, row.grade, row.unit, row.opd,
        row.tier_name, row.minimum, row.bought, row.shortfall if owed else None, STATUS_WORDS[row.status], row.note,
    )  # fmt: skip


def _ledger_sheet(month: Compliance) -> Sheet:
    amount = 0

    def rows() -> Iterator[tuple[object, ...]]:
        nonlocal amount
        for row in sales.list_ledger_rows(month.heading.period, until_sale=month.ledger_seq):
            amount += row.amount
            yield _ledger_cells(row)

    return Sheet(
        name="Transaksi",
        columns=_LEDGER,
        rows=rows(),
        letterhead=month.heading.letterhead,
        titles=_titles(month, "TRANSAKSI YANG DIHITUNG"),
        total=lambda: (*(None,) * 11, amount, None, None),
        notes=["Pembatalan adalah baris tersendiri dengan jumlah negatif; baris asal tidak pernah diubah."],
        empty_text="Belum ada transaksi pada bulan ini.",
    )


def _ledger_cells(row: sales.LedgerRow) -> tuple[object, ...]:
    buyer = {"public": "Umum", "unresolved": f"{row.buyer or '-'} (belum dikenal)"}
    known = row.employee_id is not None
    return (
        row.receipt, row.business_date, row.sold_at, row.booth, row.cashier, row.nip or row.code,
        row.buyer if known else buyer.get(row.buyer_kind, row.buyer), row.maker, row.product, row.quantity,
        row.unit_price, row.amount, PAYMENT_WORDS.get(row.payment, row.payment), _remark(row),
    )  # fmt: skip


def _remark(row: sales.LedgerRow) -> str:
    if row.is_void:
        return f"Pembatalan: {row.reason}" if row.reason else "Pembatalan"
    return "Suplemen" if row.state == "accepted" else ""


def _titles(month: Compliance, first: str) -> list[str]:
    return [first, *month.heading.titles[1:]]


def _notes(month: Compliance) -> list[str]:
    notes = [month.heading.decree_line]
    if month.heading.is_provisional:
        moment = clock.local(clock.now())
        notes.append(f"SEMENTARA: bulan belum ditutup; keadaan {moment:%d-%m-%Y pukul %H.%M}.")
        notes += [f"Belum lengkap: {sentence}" for sentence in incomplete(month.points)]
    return notes
