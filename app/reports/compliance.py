"""The compliance workbook of a month: what finance signs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from app.closing.archive import list_supplement_items
from app.closing.queries import list_supplement_gains
from app.compliance.rules import (
    FEWEST_NAMELESS,
    NamelessGroup,
    Recap,
    merge_nameless,
    recap_by_opd,
    recap_by_tier,
    recap_total,
)
from app.excel.column_widths import Column, FactSheet, Sheet, StreamedRows
from app.reports.facts import facts_sheet
from app.reports.heading import month_name
from app.reports.labels import PAYMENT_WORDS, STATUS_WORDS, UNMATCHED_MAKER
from app.reports.month import Compliance, incomplete, read_compliance
from app.reports.report import Report
from app.reports.sheets import DETAIL_NOTE, SheetFrame, people_sheet, recap_sheet
from app.reports.summary import summary_sheet
from app.reports.summary_page import write_summary_page
from app.reports.supplement import effect_sheets, supplement_sheet
from app.sales.queries.report import LedgerRow, get_ledger_extent, list_ledger_rows
from app.shared import clock
from app.shared.period import Period

__all__ = [
    "STATUS_WORDS",
    "file_name",
    "read_compliance_report",
    "report_of",
]

_LEDGER = (
    Column("No.", 5, "number_no"),
    Column("Nota", 12.5),
    Column("Tanggal", 10.5, "date"),
    Column("Waktu", 15.5, "datetime"),
    Column("Pojok", 18),
    Column("Kasir", 16, is_detail=True),
    Column("NIP / Kode", 19, "nip"),
    Column("Pembeli", 23),
    Column("UMKM", 20),
    Column("Produk", 20),
    Column("Banyaknya", 9.5, "integer"),
    Column("Harga (Rp)", 10.5, "rupiah"),
    Column("Nilai (Rp)", 12, "rupiah"),
    Column("Cara bayar", 10, is_detail=True),
    Column("Keterangan", 24),
)


def read_compliance_report(
    period: Period, made_by: str, *, with_names: bool = True, with_supplement: bool = False
) -> Report:
    """Read a month in one snapshot as a report: open months live, closed ones from their snapshot.

    `with_supplement` adds a sheet with the items of a closed month's supplements.
    """
    return report_of(read_compliance(period, made_by), with_names, with_supplement)


def report_of(month: Compliance, with_names: bool = True, with_supplement: bool = False) -> Report:
    """The report of a month already read; the ledger's rows are read while they are written."""
    period = month.heading.period
    if not with_names:  # the signers' names remain, but not their numbers
        month = replace(month, heading=month.heading.without_numbers())
    demo = "DEMO · " if month.heading.is_demo else ""
    return Report(
        name=file_name(period, month.heading.version, with_names=with_names, with_supplement=with_supplement),
        title=f"Belanja UMKM {month_name(period)}",
        sheets=_sheets(month, with_names, with_supplement),
        made_by=month.made_by,
        footer=f"{demo}{month.heading.city} · {month_name(period)} · {_state(month)} · "
        f"buku besar nomor {month.ledger_seq}{_chain(month)}",
        made_at=clock.now(),
        is_provisional=month.heading.is_provisional,
        details={
            "period": str(period), "version": month.heading.version, "ledger_seq": month.ledger_seq,
        },
    )  # fmt: skip


def read_summary_page(period: Period, made_by: str) -> Report:
    """Read a month in one snapshot as the page for the mayor; its only sheet has the same content without the chart."""
    month = read_compliance(period, made_by)
    whole = report_of(month, with_names=False)
    draw = partial(write_summary_page, month=month, footer=whole.footer, made_at=whole.made_at)
    name = whole.name.replace("belanja-umkm", "ringkasan-belanja-umkm").replace("-tanpa-nama.xlsx", ".pdf")
    return replace(whole, name=name, sheets=[summary_sheet(month, with_names=False)], draw=draw)


def _state(month: Compliance) -> str:
    return "SEMENTARA" if month.heading.is_provisional else f"versi {month.heading.version}"


def _chain(month: Compliance) -> str:
    """The shortened chain head for the foot of every page; the sheet *Keterangan* has all of it."""
    place, _sign, head = month.chain_head.partition(":")
    return f" · bukti urutan {place}:{head[:16]}" if head else ""


def _sheets(month: Compliance, with_names: bool, with_supplement: bool) -> list[Sheet | FactSheet]:
    sheets: list[Sheet | FactSheet] = [
        summary_sheet(month, with_names),
        _opd_sheet(month, with_names),
        _tier_sheet(month, with_names),
    ]
    if with_names:
        short = [row for row in month.rows if row.status == "short"]
        around, opds = _around(month), recap_by_opd(month.rows)
        sheets += [
            people_sheet(around, "Rincian pegawai", "RINCIAN BELANJA PER PEGAWAI", month.rows, opds),
            people_sheet(around, "Belum memenuhi", "PEGAWAI YANG BELUM MEMENUHI BATAS MINIMAL", short, opds),
            _ledger_sheet(month),
        ]
    if with_supplement:
        items = list_supplement_items(month.heading.period, month.heading.version)
        gains = list_supplement_gains(month.heading.period)
        sheets += [supplement_sheet(month.heading, items), *effect_sheets(month.heading, month.rows, gains)]
    return [*sheets, facts_sheet(month, with_names)]


def file_name(period: Period, version: int, *, with_names: bool = True, with_supplement: bool = False) -> str:
    """The file name of a downloaded workbook, never taken from a request."""
    state = f"versi-{version}" if version else "sementara"
    more = "-dengan-suplemen" if with_supplement else ""
    return f"belanja-umkm-{period}-{state}{more}{'' if with_names else '-tanpa-nama'}.xlsx"


def _around(month: Compliance) -> SheetFrame:
    heading = month.heading
    return SheetFrame(heading.letterhead, heading.titles[1:], _notes(month), heading.signatures())


def _opd_sheet(month: Compliance, with_names: bool) -> Sheet:
    column, title = Column("Perangkat Daerah (OPD)", 46), "REKAPITULASI BELANJA PRODUK UMKM"
    return _recap(month, "Rekap OPD", title, recap_by_opd(month.rows), column, with_names)


def _tier_sheet(month: Compliance, with_names: bool) -> Sheet:
    column, title = Column("Jenjang", 46), "REKAPITULASI BELANJA PRODUK UMKM PER JENJANG"
    return _recap(month, "Rekap jenjang", title, recap_by_tier(month.rows), column, with_names)


def _recap(
    month: Compliance, name: str, title: str, recaps: list[Recap], column: Column, with_names: bool
) -> Sheet:
    around, whole = _around(month), recap_total(month.rows, "JUMLAH")
    if not with_names:
        groups = merge_nameless(recaps)
        notes = [_merged_note(group) for group in groups if not group.is_alone]
        around = replace(around, notes=[*notes, *around.notes])
        recaps = [group.total for group in groups]
    return recap_sheet(around, name, title, recaps, column, whole, least=0 if with_names else FEWEST_NAMELESS)


def _merged_note(group: NamelessGroup) -> str:
    names = ", ".join(member.name for member in group.members)
    return (
        f"Digabung supaya keadaan seseorang tidak terbaca, karena ada kelompok kurang dari {FEWEST_NAMELESS} orang "
        f"atau yang hampir semuanya sama keadaannya: {names}."
    )


def _ledger_sheet(month: Compliance) -> Sheet:
    period = month.heading.period
    which = {"until_sale": month.ledger_seq, "before_supplements_of": month.heading.version or None}
    extent = get_ledger_extent(period, **which)

    def start(first: int) -> Iterator[Sequence[object]]:
        return map(_ledger_cells, list_ledger_rows(period, first=first, **which))

    return Sheet(
        name="Transaksi",
        columns=_LEDGER,
        rows=StreamedRows(extent.lines, start),
        letterhead=month.heading.letterhead,
        titles=["TRANSAKSI YANG DIHITUNG", *month.heading.titles[1:]],
        total=lambda: (*(None,) * 11, extent.amount, None, None),
        notes=[
            "Urut menurut tanggal dan jam. Pembatalan adalah baris tersendiri dengan jumlah negatif, di bawah nota "
            "yang dibatalkan; baris asal tidak pernah diubah.",
            DETAIL_NOTE,
        ],
        empty_text="Belum ada transaksi pada bulan ini.",
    )


def _ledger_cells(row: LedgerRow) -> tuple[object, ...]:
    buyer = {"public": "Umum", "unresolved": f"{row.buyer or '-'} (belum dikenal)"}
    is_employee = row.employee_id is not None
    return (
        row.receipt, row.business_date, row.sold_at, row.booth, row.cashier, row.nip or row.code,
        row.buyer if is_employee else buyer.get(row.buyer_kind, row.buyer), row.maker or UNMATCHED_MAKER,
        row.product, row.quantity, row.unit_price, row.amount,
        PAYMENT_WORDS.get(row.payment, row.payment), _remark(row),
    )  # fmt: skip


def _remark(row: LedgerRow) -> str:
    if row.is_void:
        reference = f"Membatalkan nota {row.refers_to}"
        return f"{reference}: {row.reason}" if row.reason else reference
    if row.refers_to:
        return f"Pengganti nota {row.refers_to}"
    return "Suplemen" if row.state == "accepted" else ""


def _notes(month: Compliance) -> list[str]:
    notes = [month.heading.decree_line]
    if month.heading.is_provisional:
        moment = clock.local(clock.now())
        notes.append(f"SEMENTARA: bulan belum ditutup; keadaan {moment:%d-%m-%Y pukul %H.%M}.")
        notes += [f"Belum lengkap: {sentence}" for sentence in incomplete(month.points)]
    return notes
