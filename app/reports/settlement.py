"""Workbooks of makers' money: a single statement, and the recap of a month for the treasurer."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.excel.column_widths import Column, FactSheet, Sheet, Signature
from app.reports.heading import long_date, month_name, place_of
from app.reports.registry import ReportKind, given
from app.reports.report import Letterhead, Report, made_facts, read_paper, write_report
from app.sales.queries import get_last_sale_id
from app.settlement.queries.ageing import DebtAge, list_debt_ages
from app.settlement.queries.recap import BoothLedger, count_statements_made, list_ledger_by_booth
from app.settlement.queries.settled import SettledProduct, list_settled_losses, list_settled_products
from app.settlement.queries.statements import StatementRow, list_statements
from app.settlement.rules import AGE_BANDS
from app.shared import clock
from app.shared.money import format_rupiah
from app.shared.period import Period
from app.shared.transaction import begin_snapshot
from app.shared.words import N_

_NO = Column("No.", 5, "number_no")
_PRODUCTS = (
    _NO, Column("Barang", 34), Column("Banyaknya", 11, "integer"), Column("Harga (Rp)", 12, "rupiah"),
    Column("Jumlah (Rp)", 14, "rupiah"), Column("Bagian pojok (Rp)", 14, "rupiah"),
    Column("Hak UMKM (Rp)", 14, "rupiah"),
)  # fmt: skip
_AMOUNTS = (
    Column("Penjualan (Rp)", 15, "rupiah"), Column("Uang di pojok (Rp)", 15, "rupiah"),
    Column("Bagian pojok (Rp)", 14, "rupiah"), Column("Ganti rugi (Rp)", 13, "rupiah"),
    Column("Sisa nota lalu (Rp)", 13, "rupiah"), Column("Dibayarkan (Rp)", 15, "rupiah"),
    Column("Sudah dibayar (Rp)", 17, "rupiah"),
    Column("Belum dibayar (Rp)", 17, "rupiah"), Column("Disetor UMKM (Rp)", 16, "rupiah"),
    Column("Belum disetor (Rp)", 16, "rupiah"),
)  # fmt: skip
_FIELDS = (
    "gross",
    "held_gross",
    "share",
    "losses",
    "carried",
    "payable",
    "paid",
    "unpaid",
    "received",
    "owed",
)
_PAYABLE = (
    "Dibayarkan = uang di pojok − bagian pojok + ganti rugi + sisa nota lalu; di bawah nol disetor UMKM."
)
_TIE = (
    _NO, Column("Pojok", 30), Column("Buku penjualan (Rp)", 17, "rupiah"), Column("Sudah di nota (Rp)", 16, "rupiah"),
    Column("Belum di nota (Rp)", 16, "rupiah"), Column("Belum dicocokkan (Rp)", 16, "rupiah"),
    Column("Selisih (Rp)", 13, "rupiah"),
)  # fmt: skip
_TIE_FIELDS = ("ledger", "settled", "unsettled", "unmatched", "difference")
_AGEING = (
    _NO, Column("Pojok", 22), Column("UMKM", 26), Column("Belum jatuh tempo (Rp)", 16, "rupiah"),
    Column("Lewat 1–7 hari (Rp)", 15, "rupiah"), Column("Lewat 8–30 hari (Rp)", 15, "rupiah"),
    Column("Lewat lebih dari 30 hari (Rp)", 16, "rupiah"), Column("Belum dibayar (Rp)", 17, "rupiah"),
    Column("Dari nota bulan ini (Rp)", 16, "rupiah"), Column("Dari nota bulan lain (Rp)", 16, "rupiah"),
)  # fmt: skip
_WITH = {"booth": "pojok", "maker": "UMKM", "mixed": "sebagian pojok, sebagian UMKM"}


def build_statement_file(made_by: str) -> Callable[[StatementRow], tuple[str, bytes]]:
    """Return the function that builds a statement's workbook as (name, bytes). Reads letterhead and signers once."""
    paper, ledger_seq = read_paper(made_by), get_last_sale_id()

    def build(row: StatementRow) -> tuple[str, bytes]:
        target = io.BytesIO()
        report = _statement_report(row, paper, ledger_seq)
        write_report(target, report)
        return report.name, target.getvalue()

    return build


def _statement_report(row: StatementRow, paper: Letterhead, ledger_seq: int) -> Report:
    title = f"Nota penyelesaian {row.number}"
    titles = paper.titles("NOTA PENYELESAIAN", row.number, f"{row.maker.upper()}, {row.booth.upper()}")
    products, losses = list_settled_products(row.id), list_settled_losses(row.id)
    day = f"{place_of(paper.city)}, {long_date(clock.local_date(row.made_on))}"
    signatures = (
        Signature("", ["Pengelola pojok", row.booth], "(…………………………)"),
        Signature(day, ["Diterima oleh UMKM" if row.payable >= 0 else "Disetor oleh UMKM"], row.maker),
    )
    frame: dict[str, Any] = {
        "paper": paper,
        "titles": titles,
        "signatures": signatures,
        "notes": [_signed_for(row)],
    }
    sheets: list[Sheet | FactSheet] = [
        FactSheet(
            "Ringkasan", _statement_facts(row, paper, ledger_seq), letterhead=paper.letterhead, titles=titles
        ),
        _product_sheet("Terjual", products, **frame),
    ]
    if losses:
        sheets.append(_product_sheet("Ganti rugi", losses, **frame))
    return Report(
        f"nota-penyelesaian-{row.number}.xlsx", title, sheets, paper.made_by, paper.footer(title, ledger_seq),
        paper.made_at, is_provisional=False, details={"statement": row.id, "ledger_seq": ledger_seq},
    )  # fmt: skip


def _statement_facts(row: StatementRow, paper: Letterhead, ledger_seq: int) -> list[tuple[str, object]]:
    amounts = (
        ("Penjualan (Rp)", row.gross), ("Penjualan yang uangnya di pojok (Rp)", row.held_gross),
        ("Bagian pojok (Rp)", row.share), ("Ganti rugi pojok (Rp)", row.losses),
        ("Sisa nota lalu (Rp)", row.carried), _outcome(row),
    )  # fmt: skip
    return [
        *made_facts("Nota penyelesaian", paper, ledger_seq),
        ("Nota", None),
        ("Nomor", row.number),
        ("UMKM", row.maker),
        ("Pojok", row.booth),
        ("Uang ada di", _WITH[row.money_with]),
        ("Dibayar paling lambat", row.due_on),
        ("Angka", None),
        *((name, (amount, "rupiah")) for name, amount in amounts),
        ("Dihitung", "penjualan yang uangnya di pojok − bagian pojok + ganti rugi + sisa nota lalu"),
    ]


def _outcome(row: StatementRow) -> tuple[str, int]:
    """The label and amount of the statement's payable sum, depending on who pays it."""
    if row.payable < 0:
        return "Disetor UMKM kepada pojok (Rp)", -row.payable
    return "Dibayarkan kepada UMKM (Rp)", row.payable


def _signed_for(row: StatementRow) -> str:
    """The sentence above the signatures: the sum, its parts, and when it is due."""
    name, amount = _outcome(row)
    parts = (row.held_gross, row.share, row.losses, row.carried)
    money_here, share, losses, carried = map(format_rupiah, parts)
    return (
        f"{name.removesuffix(' (Rp)')}: {format_rupiah(amount)}, paling lambat {long_date(row.due_on)}. Dihitung: uang "
        f"di pojok {money_here} − bagian pojok {share} + ganti rugi {losses} + sisa nota lalu {carried}."
    )


def _product_sheet(
    name: str,
    rows: Sequence[SettledProduct],
    *,
    paper: Letterhead,
    titles: Sequence[str],
    signatures: tuple[Signature, Signature],
    notes: Sequence[str],
) -> Sheet:
    sums = [sum(getattr(row, field) for row in rows) for field in ("amount", "share", "net")]
    return Sheet(
        name=name,
        columns=_PRODUCTS,
        rows=[(row.product, row.pieces, row.unit_price, row.amount, row.share, row.net) for row in rows],
        letterhead=paper.letterhead,
        titles=titles,
        total=lambda: (None, None, None, *sums),
        notes=notes,
        signatures=signatures,
        empty_text="Tidak ada barang yang terjual.",
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """The shared letterhead, titles and signatures of the recap's sheets."""

    paper: Letterhead
    period: Period

    def sheet(
        self,
        name: str,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[object]],
        note: str,
        empty_text: str = "Tidak ada nota pada bulan ini.",
    ) -> Sheet:
        """A table whose last columns, all in rupiah, are summed."""
        texts = sum(column.kind == "text" for column in columns)
        figures = [[row[place] for row in rows] for place in range(texts, len(columns) - 1)]
        total = (*(None,) * texts, *(sum(column) for column in figures))  # type: ignore[call-overload]
        return Sheet(
            name=name,
            columns=columns,
            rows=rows,
            letterhead=self.paper.letterhead,
            titles=self.paper.titles(
                title, f"PEMERINTAH {self.paper.city.upper()}", f"BULAN {month_name(self.period).upper()}"
            ),
            total=lambda: total,
            notes=[note],
            signatures=self.paper.signatures(),
            empty_text=empty_text,
        )


def read_settlement(period: Period, made_by: str) -> Report:
    """Read the statements of a month, and compare the month's ledger with all statements, in one snapshot."""
    begin_snapshot()
    paper, ledger_seq = read_paper(made_by), get_last_sale_id()
    made, tie = list_statements(made_in=period)[::-1], list_ledger_by_booth(period)
    ages = list_debt_ages(made, clock.local_date(paper.made_at))
    frame, title = _Frame(paper, period), f"Penyelesaian UMKM {month_name(period)}"
    until = long_date(clock.local_date(paper.made_at))
    paid_note = f"{_PAYABLE} Sudah dan belum dibayar atau disetor: menurut catatan sampai {until}."
    listed = [(one.number, one.booth, one.maker, *_figures(one)) for one in made]
    names = (Column("Nota", 17), Column("Pojok", 24), Column("UMKM", 28))
    sheets: list[Sheet | FactSheet] = [
        frame.sheet("Nota", "NOTA PENYELESAIAN UMKM", (_NO, *names, *_AMOUNTS), listed, paid_note),
        frame.sheet(
            "Per pojok", "PENYELESAIAN PER POJOK", (_NO, names[1], *_AMOUNTS), _sum_by(made, "booth"), paid_note
        ),
        frame.sheet(
            "Per UMKM", "PENYELESAIAN PER UMKM", (_NO, names[2], *_AMOUNTS), _sum_by(made, "maker"), paid_note
        ),
        frame.sheet(
            "Umur utang", "UMUR UTANG KEPADA UMKM", _AGEING, [_age(age) for age in ages],
            f"Semua nota yang belum dibayar sampai {until}, juga dari bulan lain; nota bulan ini sama dengan kolom "
            "Belum dibayar pada lembar Nota. Lewat: dihitung dari hari sesudah batas bayar.",
            "Tidak ada utang kepada UMKM.",
        ),
        frame.sheet(
            "Kecocokan", "BUKU PENJUALAN DAN NOTA PENYELESAIAN", _TIE, [_tie(one) for one in tie],
            "Buku penjualan = sudah di nota + belum di nota + belum dicocokkan dengan UMKM; selisih harus nol.",
            "Tidak ada penjualan pada bulan ini.",
        ),
        FactSheet(
            "Keterangan", made_facts(title, paper, ledger_seq), letterhead=paper.letterhead,
            titles=["KETERANGAN LAPORAN", *paper.titles()],
        ),
    ]  # fmt: skip
    return Report(
        f"penyelesaian-umkm-{period}.xlsx", title, sheets, made_by, paper.footer(title, ledger_seq), paper.made_at,
        is_provisional=period >= clock.this_period(),
        details={"period": str(period), "ledger_seq": ledger_seq, "rows": len(made)},
    )  # fmt: skip


def _figures(row: StatementRow) -> tuple[int, ...]:
    return tuple(getattr(row, name) for name in _FIELDS)


def _sum_by(rows: Sequence[StatementRow], name: str) -> list[tuple[object, ...]]:
    """Sum the statements by booth or maker (by id), sorted by name."""
    found: dict[tuple[str, int], list[int]] = {}
    for row in rows:
        sums = found.setdefault((getattr(row, name), getattr(row, f"{name}_id")), [0] * len(_FIELDS))
        for place, amount in enumerate(_figures(row)):
            sums[place] += amount
    ordered = sorted(found.items(), key=lambda one: (one[0][0].casefold(), one[0][1]))
    return [(key[0], *sums) for key, sums in ordered]


def _age(one: DebtAge) -> tuple[object, ...]:
    bands = (one.bands.get(band, 0) for band in AGE_BANDS)
    return (one.booth, one.maker, *bands, one.total, one.of_month, one.of_others)


def _tie(one: BoothLedger) -> tuple[object, ...]:
    return (one.booth, *(getattr(one, name) for name in _TIE_FIELDS))


SETTLEMENT = ReportKind(
    "settlement",
    N_("Penyelesaian UMKM"),
    parameters=("month",),
    audiences=("finance",),
    help="Nota penyelesaian sebulan: per nota, per pojok, per UMKM, dan kecocokan dengan buku penjualan.",
    open=lambda request, made_by: read_settlement(given(request.period), made_by),
    count_rows=lambda request: count_statements_made(given(request.period)),
    named="nobody",
    dated_title=N_("Penyelesaian UMKM %(month)s"),
    page_title=N_("Penyelesaian UMKM %(month)s"),
    description=N_(
        "Nota yang dibuat bulan ini: penjualan, bagian pojok, ganti rugi, sudah dan belum dibayar, per pojok dan "
        "per UMKM; umur utang yang belum dibayar; penjualan bulan ini dicocokkan dengan buku penjualan sampai rupiah "
        "terakhir."
    ),
)
