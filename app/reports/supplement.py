"""The workbook of a closed month's supplements: items that arrived after the signing, with reasons (decisions 17)."""

from collections.abc import Sequence
from dataclasses import replace

from app.closing import queries as closing
from app.closing.archive import SupplementItem, list_supplement_items
from app.closing.models import Closing
from app.closing.rules import after_supplements
from app.closing.supplement_gains import SupplementGain
from app.compliance.rules import StandingRow, recap_by_opd, recap_total
from app.excel.column_widths import Column, FactSheet, Sheet
from app.reports.heading import Heading, heading_of, month_name
from app.reports.labels import STATUS_WORDS
from app.reports.report import Report
from app.reports.sheets import SheetFrame, recap_sheet
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.period import Period
from app.shared.transaction import begin_snapshot

KIND_WORDS = {"sale": "Penjualan", "void": "Pembatalan", "resolution": "Pembeli ditetapkan"}
_COLUMNS = (
    Column("No.", 6, "number_no"),
    Column("Suplemen", 10, "ordinal"),
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

_EFFECTS = (
    Column("No.", 5, "number_no"),
    Column("NIP / Kode", 19, "nip"),
    Column("Nama", 28),
    Column("Perangkat Daerah (OPD)", 32),
    Column("Minimal (Rp)", 13, "rupiah"),
    Column("Belanja saat ditutup (Rp)", 15, "rupiah"),
    Column("Suplemen (Rp)", 13, "rupiah"),
    Column("Belanja sesudahnya (Rp)", 15, "rupiah"),
    Column("Keadaan saat ditutup", 13),
    Column("Keadaan sesudahnya", 13),
)


def _heading(period: Period) -> Heading:
    return replace(heading_of(period, clock.local(clock.now())), dated=clock.today())


def read_supplement(period: Period, made_by: str) -> Report:
    """Read all supplements of the version in force in one snapshot. NotFound if there is none."""
    begin_snapshot()
    current = closing.find_current_closing(period)
    items = list_supplement_items(period, current.version) if current else []
    if current is None or not items:
        raise NotFound()
    heading = _heading(period)
    demo = "DEMO · " if heading.is_demo else ""
    return Report(
        name=f"belanja-umkm-{period}-versi-{heading.version}-suplemen.xlsx",
        title=f"Suplemen {month_name(period)}",
        sheets=[
            supplement_sheet(heading, items),
            *effect_sheets(
                heading, closing.list_standings_of_month(period), closing.list_supplement_gains(period)
            ),
            _facts(heading, current, items, made_by),
        ],
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
    """The items accepted after the signing, by supplement; amounts in whole rupiah."""
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


def effect_sheets(
    heading: Heading, rows: Sequence[StandingRow], gains: Sequence[SupplementGain]
) -> list[Sheet | FactSheet]:
    """The people whose month the supplements changed, with old and new values, and the recap with supplements; whole
    rupiah."""
    added: dict[int, list[tuple[int, int]]] = {}
    for gain in gains:
        added.setdefault(gain.employee_id, []).append((gain.number, gain.amount))
    after = [_with_supplements(row, added.get(row.employee_id, ())) for row in rows]
    pairs = [(old, new) for old, new in zip(rows, after, strict=True) if old.employee_id in added]
    unlisted = len(added) - len(pairs)
    around = SheetFrame(heading.letterhead, heading.titles[1:], [heading.decree_line], heading.signatures())
    recap = recap_sheet(
        around, "Rekap dengan suplemen", "REKAPITULASI DENGAN SUPLEMEN", recap_by_opd(after),
        Column("Perangkat Daerah (OPD)", 40), recap_total(after, "JUMLAH"),
    )  # fmt: skip
    return [_effects(around, pairs, unlisted), recap]


def _with_supplements(row: StandingRow, gains: Sequence[tuple[int, int]]) -> StandingRow:
    if not gains:
        return row
    now = after_supplements(row.status, row.minimum, row.bought, gains)
    return row._replace(status=now.status, bought=now.bought, shortfall=now.shortfall)  # type: ignore[arg-type]


def _effects(around: SheetFrame, pairs: Sequence[tuple[StandingRow, StandingRow]], unlisted: int) -> Sheet:
    changed = sum(old.status != new.status for old, new in pairs)
    notes = [f"{changed} orang berubah keadaannya. Berkas yang ditandatangani tidak berubah.", *around.notes]
    if unlisted:
        notes.insert(
            0, f"{unlisted} orang belum terdaftar saat bulan ditutup; notanya ada di lembar Suplemen."
        )
    cells = [
        (
            old.nip or old.code, old.name, old.opd, old.minimum, old.bought, new.bought - old.bought, new.bought,
            STATUS_WORDS[old.status], STATUS_WORDS[new.status],
        )
        for old, new in sorted(pairs, key=lambda pair: pair[0].status == pair[1].status)
    ]  # fmt: skip
    sums = [sum(row[place] or 0 for row in cells) for place in (3, 4, 5, 6)]
    return Sheet(
        name="Akibat suplemen",
        columns=_EFFECTS,
        rows=cells,
        letterhead=around.letterhead,
        titles=["AKIBAT SUPLEMEN: SIAPA YANG BERUBAH", *around.titles],
        total=lambda: (None, None, None, *sums, None, None),
        notes=notes,
        signatures=around.signatures,
        empty_text="Tidak ada pegawai yang belanjanya berubah.",
    )
