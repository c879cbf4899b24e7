"""The workbook of a closed month's supplements: what arrived after the signing, and why (decisions 17)."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from app.closing import queries as closing
from app.closing.archive import SupplementItem, list_supplement_items
from app.closing.models import Closing
from app.excel.layout import Column, FactSheet, Sheet
from app.reports.heading import Heading, heading_of, month_name
from app.reports.report import Report, write_report
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.period import Period
from app.shared.transaction import begin_snapshot

KIND_WORDS = {"sale": "Penjualan", "void": "Pembatalan", "resolution": "Pembeli ditetapkan"}
_COLUMNS = (
    Column("No.", 6, "number_no"),
    Column("Suplemen", 10, "integer"),
    Column("Diterima", 17, "datetime"),
    Column("Nota", 12),
    Column("Tanggal", 12, "date"),
    Column("Tiba", 17, "datetime"),
    Column("Jenis", 18),
    Column("NIP / Kode", 21, "nip"),
    Column("Pembeli", 32),
    Column("Nilai (Rp)", 14, "rupiah"),
    Column("Alasan", 40),
)


def write_supplement(target: str | Path | BinaryIO, period: Period, *, made_by: str) -> Heading:
    """Write all supplements of the version in force. NotFound while the month is open or has none."""
    write_report(target, read_supplement(period, made_by))
    return _heading(period)


def _heading(period: Period) -> Heading:
    return replace(heading_of(period, clock.local(clock.now())), dated=clock.today())


def read_supplement(period: Period, made_by: str) -> Report:
    """Read all supplements of the version in force in one snapshot. NotFound while there is none."""
    begin_snapshot()
    current = closing.find_current_closing(period)
    items = list_supplement_items(period, current.version) if current else []
    if current is None or not items:
        raise NotFound()
    heading = _heading(period)
    demo = "DEMO · " if heading.is_demo else ""
    return Report(
        kind="compliance",
        name=f"belanja-umkm-{period}-versi-{heading.version}-suplemen.xlsx",
        title=f"Suplemen {month_name(period)}",
        sheets=[supplement_sheet(heading, items), _facts(heading, current, items, made_by)],
        made_by=made_by,
        footer=f"{demo}{heading.city} · {month_name(period)} · versi {current.version}",
        made_at=clock.now(),
        is_provisional=False,
        details={"period": str(period), "version": heading.version, "ledger_seq": current.ledger_seq},
    )


def _facts(heading: Heading, current: Closing, items: Sequence[SupplementItem], made_by: str) -> FactSheet:
    return FactSheet(
        "Keterangan",
        [
            ("Laporan", None),
            ("Bulan", month_name(heading.period)),
            ("Versi yang ditutup", current.version),
            ("Bukti urutan saat ditutup", f"{current.chain_seq}:{current.chain_head}"),
            ("Dibuat oleh", made_by),
            ("Dibuat pada", clock.now()),
            ("Banyak suplemen", len({item.number for item in items})),
            ("Jumlah suplemen (Rp)", (sum(item.amount for item in items), "rupiah")),
            ("Arti", "Berkas yang ditandatangani tidak berubah; suplemen berdiri di sampingnya."),
        ],
        letterhead=heading.letterhead,
        titles=["KETERANGAN LAPORAN", *heading.titles[1:]],
    )


def _titles(heading: Heading) -> list[str]:
    return ["SUPLEMEN SESUDAH PENUTUPAN BULAN", *heading.titles[1:]]


def supplement_sheet(heading: Heading, items: Sequence[SupplementItem]) -> Sheet:
    """What was taken in after the signing, supplement by supplement; amounts in whole rupiah."""
    return Sheet(
        name="Suplemen",
        columns=_COLUMNS,
        rows=[
            (
                item.number, item.accepted_at, item.receipt, item.business_date, item.arrived_at,
                KIND_WORDS[item.kind], item.nip or item.code, item.buyer, item.amount, item.reason,
            )
            for item in items
        ],
        letterhead=heading.letterhead,
        titles=_titles(heading),
        total=lambda: (None,) * 8 + (sum(item.amount for item in items), None),
        notes=[heading.decree_line],
        signatures=heading.signatures(),
        empty_text="Tidak ada suplemen.",
    )  # fmt: skip
