"""An employee's own statement of a month or a year, with all receipts (opened from /saya, own data only)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.closing.queries import PersonMonth, list_months_of_person
from app.directory.queries import EmployeeCard, get_employee, load_tree
from app.excel.column_widths import Column, FactSheet, Sheet
from app.reports.heading import MONTHS, month_name
from app.reports.labels import PAYMENT_WORDS, STATE_WORDS, STATUS_WORDS, UNMATCHED_MAKER
from app.reports.registry import ReportKind, ReportRequest, given
from app.reports.report import Letterhead, Report, made_facts, read_paper
from app.sales.queries import SaleRow, get_last_sale_id, list_sales_of
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_snapshot
from app.shared.words import N_

_MONTHS = (
    Column("No.", 6, "number_no"),
    Column("Bulan", 18),
    Column("Batas minimal (Rp)", 16, "rupiah"),
    Column("Belanja (Rp)", 16, "rupiah"),
    Column("Kekurangan (Rp)", 16, "rupiah"),
    Column("Keadaan", 18),
    Column("Keterangan", 44),
)
_SALES = (
    Column("No.", 5, "number_no"),
    Column("Tanggal", 11, "date"),
    Column("Waktu", 16, "datetime"),
    Column("Nota", 12),
    Column("Pojok", 20),
    Column("UMKM", 24),
    Column("Produk", 24),
    Column("Banyaknya", 11, "integer"),
    Column("Harga (Rp)", 12, "rupiah"),
    Column("Nilai (Rp)", 12.5, "rupiah"),
    Column("Dihitung (Rp)", 14, "rupiah"),
    Column("Cara bayar", 10),
    Column("Keterangan", 24),
)


@dataclass(frozen=True, slots=True)
class Span:
    """The months of a statement, and the name of the period."""

    periods: tuple[Period, ...]
    name: str
    slug: str

    @classmethod
    def of_month(cls, period: Period) -> "Span":
        """The span of one month."""
        return cls((period,), month_name(period), str(period))

    @classmethod
    def of_year(cls, year: int) -> "Span":
        """The months of a calendar year up to the current one."""
        this = clock.this_period()
        months = tuple(one for one in (Period(year, number) for number in range(1, 13)) if one <= this)
        return cls(months, f"tahun {year}", str(year))

    @classmethod
    def of_request(cls, request: ReportRequest) -> "Span":
        """The requested month, else the requested year. NotFound if the request has neither."""
        return cls.of_month(request.period) if request.period else cls.of_year(given(request.year))

    @property
    def first_day(self) -> date:
        """The first local date."""
        return self.periods[0].first_day

    @property
    def last_day(self) -> date:
        """The last local date, possibly in the future."""
        return self.periods[-1].last_day


def read_statement(employee_id: int, span: Span, made_by: str) -> Report:
    """Read one person's months and receipts in one snapshot; amounts in whole rupiah. NotFound."""
    begin_snapshot()
    paper, ledger_seq, person = read_paper(made_by), get_last_sale_id(), get_employee(employee_id)
    months = list_months_of_person(employee_id, span.periods)
    sales = [(period, row) for period in span.periods for row in list_sales_of(employee_id, period)]
    is_open = any(month.closing is None for month in months.values())
    titles = paper.titles(
        person.full_name, f"{'BULAN ' if len(span.periods) == 1 else ''}{span.name.upper()}"
        f"{' (SEMENTARA)' if is_open else ''}",
    )  # fmt: skip
    notes = ["Sementara: bulan yang belum ditutup masih dapat berubah."] if is_open else []
    return Report(
        name=f"belanja-saya-{span.slug}.xlsx",
        title=f"Belanja saya, {span.name}",
        sheets=[
            _month_sheet(paper, titles, notes, span, months),
            _sale_sheet(paper, titles, [row for _period, row in sales]),
            _facts(paper, titles, person, months, ledger_seq),
        ],
        made_by=made_by,
        footer=paper.footer(f"Belanja saya, {span.name}", ledger_seq),
        made_at=paper.made_at,
        is_provisional=is_open,
        details={"months": span.slug, "ledger_seq": ledger_seq, "receipts": len(sales)},
    )


def _month_sheet(
    paper: Letterhead,
    titles: Sequence[str],
    notes: Sequence[str],
    span: Span,
    months: dict[Period, PersonMonth],
) -> Sheet:
    months_shown = [(period, months[period]) for period in reversed(span.periods) if period in months]
    unrecorded = [
        period for period, month in months_shown if month.outcome.status is None and not month.outcome.bought
    ]
    months_shown = [one for one in months_shown if one[0] not in unrecorded]
    if unrecorded:
        notes = [*notes, _unrecorded_note(unrecorded[-1], unrecorded[0])]
    bought = sum(month.outcome.bought for _period, month in months_shown)
    owed = sum(month.row.minimum or 0 for _period, month in months_shown)
    shortfall = sum(month.outcome.shortfall for _period, month in months_shown)
    return Sheet(
        name="Per bulan",
        columns=_MONTHS,
        rows=[_month_cells(period, month) for period, month in months_shown],
        letterhead=paper.letterhead,
        titles=["BELANJA PRODUK UMKM", *titles],
        total=lambda: (None, owed, bought, shortfall, None, None),
        notes=notes,
        empty_text="Belum ada data pada bulan ini.",
    )


def _unrecorded_note(first: Period, last: Period) -> str:
    names = month_name(first) if first == last else f"{month_name(first)} sampai {month_name(last)}"
    return f"Belum dicatat, jadi tidak ada yang kurang: {names}."


def _month_cells(period: Period, month: PersonMonth) -> tuple[object, ...]:
    remarks = [month.row.note] if month.row.note else []
    if month.outcome.supplement:
        remarks.append(f"menurut suplemen {month.outcome.supplement}")
    if month.outcome.status is not None:
        remarks.append("sementara" if month.closing is None else f"ditutup, versi {month.closing.version}")
    return (
        month_name(period), month.row.minimum, month.outcome.bought,
        month.outcome.shortfall if month.row.minimum is not None else None,
        STATUS_WORDS[month.outcome.status], "; ".join(remarks),
    )  # fmt: skip


def _sale_sheet(paper: Letterhead, titles: Sequence[str], sales: Sequence[SaleRow]) -> Sheet:
    rows = [cells for sale in sales for cells in _sale_cells(sale)]
    counted = sum(sale.amount for sale in sales if sale.is_counted)
    return Sheet(
        name="Nota",
        columns=_SALES,
        rows=rows,
        letterhead=paper.letterhead,
        titles=["NOTA BELANJA", *titles],
        total=lambda: (*(None,) * 9, counted, None, None),
        notes=["Pembatalan adalah baris tersendiri dengan jumlah negatif. Yang menunggu belum dihitung."],
        empty_text="Belum ada nota pada bulan ini.",
    )


def _sale_cells(sale: SaleRow) -> list[tuple[object, ...]]:
    counts = sale.is_counted
    remarks = "Pembatalan" if sale.void_of else "Dibatalkan" if sale.voided_by else ""
    if sale.state != "counted":
        remarks = f"{remarks}, {STATE_WORDS[sale.state]}".lstrip(", ")
    return [
        (
            sale.business_date, sale.sold_at, sale.receipt, sale.booth, line.maker or UNMATCHED_MAKER,
            line.product, line.quantity, line.unit_price, line.amount, line.amount if counts else 0,
            PAYMENT_WORDS.get(sale.payment, sale.payment), remarks,
        )
        for line in sale.lines
    ]  # fmt: skip


def _facts(
    paper: Letterhead,
    titles: Sequence[str],
    person: EmployeeCard,
    months: dict[Period, PersonMonth],
    ledger_seq: int,
) -> FactSheet:
    facts = [
        *made_facts("Belanja saya: data diri sendiri", paper, ledger_seq),
        ("Nama", person.full_name),
        ("NIP / Kode", person.nip or person.code or "-"),
        ("Unit kerja sekarang", load_tree().name(person.unit_id)),
        ("Jabatan sekarang", person.position or "-"),
        ("Batas minimal", None),
    ]
    for period, month in months.items():
        row = month.row
        where = " · ".join(part for part in (row.tier_name, row.position, row.unit) if part)
        facts.append((f"{MONTHS[period.month - 1]} {period.year}", where or "-"))
    facts += [
        ("Arti", None),
        (
            "Yang dihitung",
            "jumlah nota dikurangi pembatalan, menurut tanggal di kota ini; tidak ada potongan gaji",
        ),
        (
            "Ada yang tidak cocok?",
            "sampaikan lewat halaman belanja Anda, atau tanyakan kepada bagian keuangan kota",
        ),
    ]
    return FactSheet("Keterangan", facts, letterhead=paper.letterhead, titles=["KETERANGAN", *titles])


def _open_statement(request: ReportRequest, made_by: str) -> Report:
    return read_statement(given(request.employee_id), Span.of_request(request), made_by)


STATEMENT = ReportKind(
    "statement",
    N_("Belanja satu pegawai"),
    parameters=("person", "span"),
    audiences=("employee",),
    help="Belanja satu pegawai: sebulan (2026-11) atau setahun (2026).",
    open=_open_statement,
    count_rows=lambda _request: 0,
    named="one",
    page_title=N_("Belanja saya, %(span)s"),
)
