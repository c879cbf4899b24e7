"""An OPD's workbook with its people of one month, for its managers (decisions 21)."""

from collections.abc import Mapping, Sequence

from app.closing import queries as closing
from app.compliance.rules import StandingRow, recap_by_unit, recap_total
from app.compliance.terms import load_month_tree
from app.directory.queries import load_tree
from app.directory.rules import ECHELONS
from app.excel.column_widths import Column, FactSheet, Sheet, Signature
from app.reports.heading import Heading, heading_of, long_date, month_name, place_of
from app.reports.month import incomplete
from app.reports.queries.sizes import count_people_in
from app.reports.registry import ReportKind, ReportRequest, given
from app.reports.report import Letterhead, Report, made_facts, read_paper
from app.reports.sheets import SheetFrame, count_note, people_sheet, recap_sheet
from app.sales.queries import get_last_sale_id
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.period import Period
from app.shared.transaction import begin_snapshot
from app.shared.words import N_

_DOTS = "(…………………………)"
_MASK = "····"
Branches = Mapping[int, tuple[int, str]]


def read_opd(period: Period, roots: Sequence[int], made_by: str) -> Report:
    """Read the people posted in these units and all below them in one snapshot; no other person's row is read.

    Closed months are read from their snapshots, with the units of that time (`app/closing/snapshot_scope.py`); a unit
    that has since left these units gets its own line. Amounts in whole rupiah. NotFound for a unit that does not exist.
    """
    begin_snapshot()
    tree = load_month_tree(period)
    if not roots or any(root not in tree for root in roots):
        raise NotFound()
    title = " · ".join(tree.name(root) for root in roots)
    branches = {unit: (branch, tree.name(branch)) for unit, branch in tree.branches(roots).items()}
    paper, ledger_seq = read_paper(made_by), get_last_sale_id()
    current = closing.find_current_closing(period)
    heading = heading_of(period, clock.local(current.closed_at if current else clock.now()))
    rows = [
        row._replace(nip=_mask(row.nip))
        for row in closing.list_standings_of_month(period, unit_ids=frozenset(branches))
    ]
    around = _around(
        heading,
        paper,
        title,
        [] if current else incomplete(closing.list_readiness(period)),
        _find_head(rows, roots),
    )
    return Report(
        name=f"belanja-opd-{period}-{f'versi-{heading.version}' if current else 'sementara'}.xlsx",
        title=f"{title}, {month_name(period)}",
        sheets=_sheets(rows, branches, around, heading, paper, ledger_seq),
        made_by=made_by,
        footer=paper.footer(f"{title} · {month_name(period)}", ledger_seq),
        made_at=paper.made_at,
        is_provisional=current is None,
        details={
            "period": str(period), "version": heading.version, "ledger_seq": ledger_seq, "units": list(roots),
            "people": len(rows),
        },
    )  # fmt: skip


def _in_branch(row: StandingRow, branches: Branches) -> StandingRow:
    """The row with the branch of its unit as unit; a unit that has left these units keeps its own line."""
    unit_id, unit = branches.get(row.unit_id or 0, (row.unit_id, row.unit))
    return row._replace(unit_id=unit_id, unit=unit)


def _mask(nip: str | None) -> str | None:
    """The last four digits of a NIP, which distinguish people of the same name; only finance and personnel export full
    numbers."""
    return f"{_MASK}{nip[-4:]}" if nip else None


def _find_head(rows: Sequence[StandingRow], roots: Sequence[int]) -> StandingRow | None:
    """The head of the units: the only person posted there with the highest echelon; None if not exactly one."""
    there = [
        row
        for row in rows
        if row.unit_id in roots and row.echelon in ECHELONS and row.status != "not_obliged"
    ]
    highest = min((ECHELONS.index(row.echelon) for row in there), default=None)
    heads = [row for row in there if ECHELONS.index(row.echelon) == highest]
    return heads[0] if len(heads) == 1 else None


def _around(
    heading: Heading, paper: Letterhead, title: str, open_points: list[str], head: StandingRow | None
) -> SheetFrame:
    state = "SEMENTARA" if heading.is_provisional else f"VERSI {heading.version}"
    notes = [heading.decree_line]
    if heading.is_provisional:
        moment = clock.local(paper.made_at)
        notes.append(f"SEMENTARA: bulan belum ditutup; keadaan {moment:%d-%m-%Y pukul %H.%M}.")
        notes += [f"Belum lengkap (seluruh kota): {sentence}" for sentence in open_points]
    titles = paper.titles(title.upper(), f"BULAN {month_name(heading.period).upper()} ({state})")
    letterhead = [f"PEMERINTAH {paper.city.upper()}", title.upper()]
    return SheetFrame(letterhead, titles, notes, _signatures(paper, title, head))


def _signatures(paper: Letterhead, title: str, head: StandingRow | None) -> tuple[Signature, Signature]:
    """The signature blocks of the OPD's head and of the person who made the list."""
    dated = f"{place_of(paper.city)}, {long_date(clock.local_date(paper.made_at))}"
    return (
        Signature(
            "", ["Mengetahui,", head.position if head else f"Kepala {title}"], head.name if head else _DOTS
        ),
        Signature(dated, ["Dibuat oleh,"], paper.made_by or _DOTS),
    )


def _sheets(
    rows: list[StandingRow], branches: Branches, around: SheetFrame, heading: Heading, paper: Letterhead,
    ledger_seq: int,
) -> list[Sheet | FactSheet]:  # fmt: skip
    placed = [_in_branch(row, branches) for row in rows if row.unit_id is not None]
    short, units = [row for row in rows if row.status == "short"], recap_by_unit(rows)
    facts = [
        *made_facts("Pegawai OPD sendiri dalam satu bulan", paper, ledger_seq),
        ("Bulan", month_name(heading.period)),
        ("Keadaan", around.titles[1]),
        ("Aturan", heading.decree_line.removeprefix("Dasar: ")),
        ("Hari acuan jabatan", f"tanggal {heading.reference_day}"),
        ("Isi", None),
        ("Pegawai dalam daftar", count_note(recap_total(rows, ""))),
        ("Belanja (Rp)", (recap_total(rows, "").bought, "rupiah")),
        ("Untuk siapa", "hanya untuk pengelola OPD ini; jangan ditempel atau dibagikan sebagai daftar nama"),
        ("Suplemen", "tidak mengubah angka yang dibekukan"),
    ]  # fmt: skip
    return [
        recap_sheet(around, "Rekap unit", "REKAPITULASI BELANJA PER UNIT KERJA", recap_by_unit(placed),
                    Column("Unit kerja", 46), recap_total(rows, "")),
        people_sheet(around, "Pegawai", "BELANJA PER PEGAWAI", rows, units, "unit_id"),
        people_sheet(around, "Belum memenuhi", "PEGAWAI YANG BELUM MEMENUHI BATAS MINIMAL", short, units,
                     "unit_id"),
        FactSheet("Keterangan", facts, letterhead=around.letterhead, titles=["KETERANGAN LAPORAN", *around.titles]),
    ]  # fmt: skip


def _count_people_below(request: ReportRequest) -> int:
    tree = load_tree()
    return count_people_in(frozenset().union(*(tree.below(root) for root in request.roots)))


OPD = ReportKind(
    "opd",
    N_("Buku OPD"),
    parameters=("month", "units"),
    audiences=("opd",),
    help="Buku satu OPD: pegawainya sendiri dalam satu bulan.",
    open=lambda request, made_by: read_opd(given(request.period), request.roots, made_by),
    count_rows=_count_people_below,
    dated_title=N_("Buku OPD %(month)s"),
)
