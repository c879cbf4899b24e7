"""The sales ledger of a month, row by row: counted, parked, reversed, corrected and resolved sales."""

from collections.abc import Iterator, Sequence
from itertools import islice

from app.closing import queries as closing
from app.excel.column_widths import Column, FactSheet, Sheet, StreamedRows
from app.reports.heading import month_name
from app.reports.labels import (
    BUYER_WORDS,
    FLAG_WORDS,
    JOURNAL_WORDS,
    PAYMENT_WORDS,
    SOURCE_WORDS,
    STATE_WORDS,
    UNMATCHED_MAKER,
)
from app.reports.queries.journal import JournalExtent, JournalRow, get_journal_extent, list_journal
from app.reports.queries.sizes import count_receipts_of
from app.reports.registry import ReportKind, given
from app.reports.report import Letterhead, Report, made_facts, read_paper
from app.reports.sheets import DETAIL_NOTE
from app.sales.queries import get_last_sale_id, sum_period
from app.shared.period import Period
from app.shared.transaction import begin_snapshot
from app.shared.words import N_

_COLUMNS = (
    Column("No.", 5, "number_no"),
    Column("Urutan", 8, "ordinal", is_detail=True),
    Column("Nota", 12.5),
    Column("Jenis", 12),
    Column("Keadaan", 11),
    Column("Tanggal", 11, "date", is_detail=True),
    Column("Waktu jual", 15.5, "datetime"),
    Column("Waktu tiba", 16, "datetime", is_detail=True),
    Column("Pojok", 16),
    Column("Perangkat", 11, is_detail=True),
    Column("Kasir / petugas", 13, is_detail=True),
    Column("Sumber", 16, is_detail=True),
    Column("NIP / Kode", 19, "nip"),
    Column("Pembeli", 22),
    Column("Ditulis", 16, "nip", is_detail=True),
    Column("UMKM", 18),
    Column("Produk", 18, is_detail=True),
    Column("Banyaknya", 11, "integer", is_detail=True),
    Column("Harga (Rp)", 11, "rupiah", is_detail=True),
    Column("Nilai (Rp)", 12.5, "rupiah"),
    Column("Dihitung (Rp)", 13, "rupiah"),
    Column("Cara bayar", 8, is_detail=True),
    Column("Merujuk nota", 12.5),
    Column("Alasan", 20),
    Column("Tanda", 18, is_detail=True),
)
"""Twelve columns are printed; the others are folded away beside them."""
_SUM_PLACE = 19  # the index of "Dihitung (Rp)" in the values of a row, which have no running number


def read_ledger(period: Period, made_by: str) -> Report:
    """Read a month's ledger in one snapshot; amounts in whole rupiah."""
    begin_snapshot()
    paper, extent, ledger_seq = read_paper(made_by), get_journal_extent(period), get_last_sale_id()
    is_open = closing.find_current_closing(period) is None
    title = f"Buku penjualan {month_name(period)}"
    titles = paper.titles(
        "BUKU PENJUALAN", f"PEMERINTAH {paper.city.upper()}",
        f"BULAN {month_name(period).upper()}{' (SEMENTARA)' if is_open else ''}",
    )  # fmt: skip
    facts = FactSheet(
        "Keterangan",
        _facts(period, paper, extent.counted, is_open, ledger_seq),
        letterhead=paper.letterhead,
        titles=["KETERANGAN LAPORAN", *titles[1:]],
    )
    return Report(
        name=f"buku-penjualan-{period}.xlsx",
        title=title,
        sheets=[_sheet(period, paper, titles, extent), facts],
        made_by=made_by,
        footer=paper.footer(title, ledger_seq),
        made_at=paper.made_at,
        is_provisional=is_open,
        details={"period": str(period), "ledger_seq": ledger_seq, "rows": extent.rows},
    )


def _sheet(period: Period, paper: Letterhead, titles: Sequence[str], extent: JournalExtent) -> Sheet:
    def start(first: int) -> Iterator[Sequence[object]]:
        return map(_cells, islice(list_journal(period), first, None))

    total: list[object] = [None] * (len(_COLUMNS) - 1)
    total[_SUM_PLACE] = extent.counted
    return Sheet(
        name="Buku penjualan",
        columns=_COLUMNS,
        rows=StreamedRows(extent.rows, start),
        letterhead=paper.letterhead,
        titles=titles,
        total=lambda: total,
        notes=[
            "Nilai: seperti dicatat. Dihitung: yang masuk jumlah bulan ini; yang menunggu atau ditolak nol.",
            DETAIL_NOTE,
        ],
        signatures=paper.signatures(),
        empty_text="Belum ada transaksi pada bulan ini.",
    )


def _maker(row: JournalRow) -> str:
    return "" if row.amount is None else row.maker or UNMATCHED_MAKER


def _cells(row: JournalRow) -> tuple[object, ...]:
    buyer = row.buyer or ("" if row.buyer_kind == "employee" else BUYER_WORDS[row.buyer_kind])
    return (
        row.seq, row.receipt, JOURNAL_WORDS[row.kind], STATE_WORDS[row.state], row.business_date, row.sold_at,
        row.received_at, row.booth, row.till, row.cashier, SOURCE_WORDS.get(row.source, row.source),
        row.nip or row.code, buyer, row.typed, _maker(row), row.product, row.quantity, row.unit_price, row.amount,
        row.counted, PAYMENT_WORDS.get(row.payment, row.payment), row.refers_to, row.reason,
        ", ".join(FLAG_WORDS.get(flag, flag) for flag in row.flags),
    )  # fmt: skip


def _facts(
    period: Period, paper: Letterhead, counted: int, is_open: bool, ledger_seq: int
) -> list[tuple[str, object]]:
    sums = sum_period(period)
    return [
        *made_facts(f"Buku penjualan {month_name(period)}, setiap baris", paper, ledger_seq),
        ("Keadaan", "SEMENTARA, bulan belum ditutup" if is_open else "Bulan sudah ditutup"),
        ("Pencocokan (Rp)", None),
        ("Jumlah kolom Dihitung", (counted, "rupiah")),
        ("Jumlah buku besar bulan ini", (sums.turnover, "rupiah")),
        ("Belanja pegawai", (sums.bought, "rupiah")),
        ("Belanja umum", (sums.public, "rupiah")),
        ("Pembeli belum dikenal", (sums.unresolved, "rupiah")),
        ("Arti", None),
        ("Penjualan", "nota dari kasir, halaman kasir, atau buku penjualan"),
        ("Pembatalan", "baris tersendiri dengan jumlah negatif; baris asal tidak pernah diubah"),
        ("Perbaikan", "nota pengganti dari nota yang dibatalkan; nomor asalnya di kolom Merujuk nota"),
        ("Penetapan pembeli", "siapa pembeli nota yang belum dikenal; yang terakhir yang berlaku"),
        ("Waktu jual dan waktu tiba", "jam perangkat kasir, dan jam saat kiriman sampai di server"),
        ("Ditulis", "nomor atau nama pembeli seperti yang diketik, bila tidak dikenal"),
    ]


LEDGER = ReportKind(
    "ledger",
    N_("Buku penjualan"),
    parameters=("month",),
    audiences=("finance",),
    help="Buku penjualan sebulan: setiap baris, juga yang dibatalkan dan yang menunggu.",
    open=lambda request, made_by: read_ledger(given(request.period), made_by),
    count_rows=lambda request: count_receipts_of(given(request.period)),
    dated_title=N_("Buku penjualan %(month)s"),
    page_title=N_("Buku penjualan %(month)s"),
    description=N_(
        "Setiap baris bulan ini: penjualan, pembatalan, perbaikan, penetapan pembeli, yang menunggu, "
        "dengan sumber dan jamnya."
    ),
)
