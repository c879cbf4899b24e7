"""The goods card (*kartu barang*) as a workbook and on paper: one product at one booth, move by move."""

from app.excel.column_widths import Column, FactSheet, Sheet, Signature
from app.reports.heading import long_date, place_of
from app.reports.labels import MOVE_WORDS, format_count
from app.reports.registry import ReportKind, ReportRequest, given
from app.reports.report import Letterhead, Report, made_facts, read_paper
from app.reports.statement import Span
from app.sales.queries import get_last_sale_id
from app.settlement.queries.goods_card import SettledRow, get_settled_card
from app.shared import clock
from app.shared.transaction import begin_snapshot
from app.shared.words import N_
from app.stock.queries.card import GoodsCard

_COLUMNS = (
    Column("No.", 5, "number_no"), Column("Tanggal", 12, "date"), Column("Gerak", 16), Column("Nota titip", 16),
    Column("Nota penyelesaian", 18), Column("Barang masuk", 9, "integer"), Column("Barang keluar", 9, "integer"),
    Column("Terjual", 9, "integer"), Column("Dibatalkan", 11, "integer"), Column("Sisa", 9, "integer"),
    Column("Keterangan", 34),
)  # fmt: skip
_SUMMED = ("came", "gone", "sold", "taken_back")
BELOW_ZERO = (
    "Terjual lebih banyak daripada yang tercatat datang. Penjualannya tetap sah; yang kurang catatannya."
)


def read_goods_card(booth_id: int, product_id: int, span: Span, made_by: str) -> Report:
    """Read the card of a month or a year in one snapshot, in pieces. NotFound for a product never at the booth."""
    begin_snapshot()
    first, last = span.first_day, span.last_day
    paper, ledger_seq = read_paper(made_by), get_last_sale_id()
    settled = get_settled_card(booth_id, product_id, first, last)
    card = settled.card
    title = f"Kartu barang {card.product}, {card.booth}, {span.name}"
    titles = paper.titles(
        "KARTU BARANG", card.product.upper(), f"{card.maker.upper()}, {card.booth.upper()}", span.name.upper()
    )
    sheet = Sheet(
        name="Kartu barang",
        columns=_COLUMNS,
        rows=[_opening(card), *(_cells(row) for row in settled.rows)],
        letterhead=paper.letterhead,
        titles=titles,
        total=lambda: (*(None,) * 4, *map(card.sum_of, _SUMMED), None, None),
        notes=_notes(card),
        signatures=_signatures(card, paper),
    )
    facts = [
        *made_facts("Kartu barang", paper, ledger_seq),
        ("Barang", None), ("Produk", card.product), ("UMKM", card.maker), ("Pojok", card.booth),
        ("Dari", first), ("Sampai", min(last, clock.local_date(paper.made_at))),
        ("Cara membaca", None),
        ("Terjual", "penjualan satu hari dalam satu baris; dua baris bila di antaranya ada barang masuk atau keluar"),
        ("Dibatalkan", "penjualan yang dibatalkan: barangnya kembali ke rak pada hari pembatalannya"),
        ("Belum dicocokkan", "baris yang diketik tanpa produk baru dihitung setelah dicocokkan dengan barang ini"),
    ]  # fmt: skip
    sheets = [sheet, FactSheet("Keterangan", facts, letterhead=paper.letterhead, titles=titles)]
    return Report(
        f"kartu-barang-{booth_id}-{product_id}-{span.slug}.xlsx", title, sheets, made_by,
        paper.footer(title, ledger_seq), paper.made_at, is_provisional=last >= clock.local_date(paper.made_at),
        details={
            "months": span.slug, "booth": booth_id, "product": product_id, "ledger_seq": ledger_seq,
            "rows": len(card.rows),
        },
    )  # fmt: skip


def _opening(card: GoodsCard) -> tuple[object, ...]:
    blank = (None,) * 6
    return (card.first, "Sisa awal", *blank, card.opening, _minus(card.opening))


def _cells(settled: SettledRow) -> tuple[object, ...]:
    row = settled.row
    figures = (getattr(row, name) or None for name in _SUMMED)
    numbers = ", ".join(statement.number for statement in settled.statements)
    return (row.day, MOVE_WORDS[row.kind], row.note, numbers, *figures, row.balance, _remark(settled))


def _remark(settled: SettledRow) -> str:
    row = settled.row
    parts = (
        row.reason,
        f"baik sampai {long_date(row.best_before)}" if row.best_before else "",
        "sebagian belum di nota" if settled.statements and settled.is_unsettled else "",
        "belum di nota" if settled.is_unsettled and not settled.statements else "",
        _minus(row.balance),
    )
    return "; ".join(part for part in parts if part)


def _minus(balance: int) -> str:
    return "stok minus" if balance < 0 else ""


def _notes(card: GoodsCard) -> list[str]:
    came, gone, sold, taken_back = (format_count(card.sum_of(name)) for name in _SUMMED)
    note = (
        f"Sisa awal {format_count(card.opening)} + masuk {came} − keluar {gone} − terjual {sold} + batal {taken_back} "
        f"= sisa akhir {format_count(card.closing)}, sama dengan rak pada saat itu."
    )
    is_minus = min(card.opening, *(row.balance for row in card.rows), 0) < 0
    return [note, *([f"Stok minus: {BELOW_ZERO}"] if is_minus else [])]


def _signatures(card: GoodsCard, paper: Letterhead) -> tuple[Signature, Signature]:
    day = f"{place_of(paper.city)}, {long_date(clock.local_date(paper.made_at))}"
    manager = Signature("", ["Pengelola pojok", card.booth], "(…………………………)")
    return manager, Signature(day, ["UMKM"], card.maker)


def _open_goods_card(request: ReportRequest, made_by: str) -> Report:
    span = Span.of_request(request)
    return read_goods_card(given(request.booth_id), given(request.product_id), span, made_by)


GOODS_CARD = ReportKind(
    "goods-card",
    N_("Kartu barang"),
    parameters=("booth", "product", "span"),
    audiences=("manager", "maker"),
    help="Kartu barang: satu barang di satu pojok, sebulan (2026-11) atau setahun (2026).",
    open=_open_goods_card,
    count_rows=lambda _request: 2 * 366,  # about two rows a day at most
    named="nobody",
    page_title=N_("Kartu barang, %(span)s"),
)
