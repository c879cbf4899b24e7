"""The year's table: twelve months by person and by OPD, coloured by the share of the minimum.

Closed months are read from snapshots, open ones live; unrecorded months are left out, future months are blank. The
figures are stored in arrays, so that a province of 150.000 people takes some tens of megabytes.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from app.closing import queries as closing
from app.compliance.rules import Recap, StandingRow, recap_by_opd, recap_total
from app.excel.column_widths import Column, FactSheet, Group, Kind, Scale, Sheet, StreamedRows
from app.months.queries import list_months
from app.reports.heading import MONTHS, month_name
from app.reports.queries.sizes import count_people
from app.reports.registry import ReportKind, given
from app.reports.report import Letterhead, Report, made_facts, read_paper
from app.reports.sheets import DETAIL_NOTE, SheetFrame
from app.sales.queries import get_last_sale_id
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_snapshot
from app.shared.words import N_

_CODES = (None, "met", "short", "exempt", "not_obliged", "no_rule")
_MARKS = {"exempt": "bebas", "not_obliged": "–", "no_rule": "?", None: "·"}
_LEGEND = (
    "bebas = dibebaskan; – = tidak wajib; ? = belum ada aturan; · = belum dikenal pada bulan itu; "
    "kosong = bulan yang akan datang."
)
_NOTHING = -1


@dataclass(slots=True)
class YearTable:
    """The months of all people. `bought` and `minimum` in whole rupiah, by month, then by index in `people`."""

    months: list[Period] = field(default_factory=list)
    unrecorded: list[Period] = field(default_factory=list)
    people: list[tuple[str, str, str, str]] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    bought: list["array[int]"] = field(default_factory=list)
    minimum: list["array[int]"] = field(default_factory=list)
    status: list[bytearray] = field(default_factory=list)
    opds: dict[int | str | None, dict[Period, Recap]] = field(default_factory=dict)
    city: dict[Period, Recap] = field(default_factory=dict)

    def add(self, period: Period, rows: Sequence[StandingRow]) -> None:
        """Add a month; months must come in order. A person's last name, unit and OPD are kept."""
        self.months.append(period)
        for row in rows:
            place = self.places.setdefault(row.employee_id, len(self.people))
            person = (row.nip or row.code or "", row.name, row.unit or "", row.opd or "Tanpa unit")
            if place == len(self.people):
                self.people.append(person)
            else:
                self.people[place] = person
        bought, minimum = array("q", [0]) * len(self.people), array("q", [_NOTHING]) * len(self.people)
        status = bytearray(len(self.people))
        for row in rows:
            place = self.places[row.employee_id]
            bought[place] = row.bought
            minimum[place] = _NOTHING if row.minimum is None else row.minimum
            status[place] = _CODES.index(row.status)
        self.bought.append(bought)
        self.minimum.append(minimum)
        self.status.append(status)
        self.city[period] = recap_total(rows, "")
        for recap in recap_by_opd(rows):
            self.opds.setdefault(recap.key, {})[period] = recap

    def order(self) -> list[int]:
        """The indexes of people, sorted by OPD, unit and name."""
        return sorted(range(len(self.people)), key=lambda place: (*self.people[place][:0:-1], place))


def read_year(year: int, made_by: str, *, opd_id: int | None = None) -> Report:
    """Read a calendar year in one snapshot, of the whole city or of one OPD; amounts in whole rupiah."""
    begin_snapshot()
    paper, ledger_seq, this = read_paper(made_by), get_last_sale_id(), clock.this_period()
    matrix, calendar = YearTable(), [Period(year, month) for month in range(1, 13)]
    for period in calendar:
        if period > this:
            matrix.months.append(period)
            continue
        rows = closing.list_standings_of_month(period)
        if all(row.status is None for row in rows):
            matrix.unrecorded.append(period)
        else:
            matrix.add(period, rows if opd_id is None else [row for row in rows if row.opd_id == opd_id])
    closed = {one.period for one in list_months() if one.is_closed}
    still_open = [one for one in matrix.months[: len(matrix.bought)] if one not in closed]
    where = "" if opd_id is None else next((_opd_name(recaps) for recaps in matrix.opds.values()), "")
    titles = paper.titles(
        where.upper() or f"PEGAWAI PEMERINTAH {paper.city.upper()}",
        f"TAHUN {year}{' (SEMENTARA)' if still_open else ''}",
    )
    sheets = _sheets(matrix, paper, titles, still_open)
    sheets.append(_facts(matrix, paper, titles, closed, calendar, ledger_seq))
    title = f"Matriks tahun {year}" + (f", {where}" if where else "")
    return Report(
        name=f"matriks-{year}{'' if opd_id is None else f'-opd-{opd_id}'}.xlsx",
        title=title,
        sheets=sheets,
        made_by=made_by,
        footer=paper.footer(title, ledger_seq),
        made_at=paper.made_at,
        is_provisional=bool(still_open),
        details={"year": year, "opd": opd_id, "ledger_seq": ledger_seq, "people": len(matrix.people)},
    )


def _opd_name(recaps: dict[Period, Recap]) -> str:
    return recaps[max(recaps)].name


def _sheets(
    matrix: YearTable, paper: Letterhead, titles: Sequence[str], still_open: Sequence[Period]
) -> list[Sheet | FactSheet]:
    notes = [_LEGEND]
    if matrix.unrecorded:
        notes.append(f"Belum dicatat: {', '.join(map(month_name, matrix.unrecorded))}.")
    if still_open:
        names = ", ".join(map(month_name, still_open))
        notes.append(
            f"SEMENTARA: belum ditutup {names}. Bulan yang ditutup dibaca dari angka yang dibekukan."
        )
    around = SheetFrame(paper.letterhead, titles, [*notes, DETAIL_NOTE], paper.signatures())
    order = matrix.order()
    opds = [(name, list(places)) for name, places in groupby(order, lambda place: matrix.people[place][3])]
    shares, amounts = _columns(matrix, "percent", "Setahun (%)"), _columns(matrix, "rupiah", "Setahun (Rp)")
    return [
        _opd_sheet(matrix, replace(around, notes=notes)),
        replace(
            _table(around, "Pegawai (%)", "BELANJA TERHADAP BATAS MINIMAL (%)", shares),
            rows=StreamedRows(len(order), lambda skip: _share_rows(matrix, order[skip:])),
            scale=Scale(5, 5 + len(matrix.months)),
            groups=[Group(name, len(places)) for name, places in opds],
        ),
        replace(
            _table(around, "Pegawai (Rp)", "BELANJA TIAP BULAN (RUPIAH)", amounts),
            rows=StreamedRows(len(order), lambda skip: _amount_rows(matrix, order[skip:])),
            total=lambda: _amount_total(matrix, order),
            groups=[Group(name, len(places), _amount_total(matrix, places)) for name, places in opds],
        ),
    ]


def _table(around: SheetFrame, name: str, title: str, columns: Sequence[Column]) -> Sheet:
    return Sheet(
        name,
        columns,
        (),
        letterhead=around.letterhead,
        titles=[title, *around.titles],
        notes=around.notes,
        signatures=around.signatures,
        empty_text="Belum ada bulan yang dicatat pada tahun ini.",
    )


def _month_columns(matrix: YearTable, width: float, kind: Kind) -> list[Column]:
    return [Column(MONTHS[period.month - 1][:3], width, kind) for period in matrix.months]


_WIDEST_UNIT = 46


def _columns(matrix: YearTable, kind: Kind, last: str) -> list[Column]:
    width = 8 if kind == "percent" else 9.2
    spare = width * (12 - len(matrix.months))  # the long names of units get the width of omitted months
    return [
        Column("No.", 5, "number_no"), Column("NIP / Kode", 18.5, "nip"), Column("Nama", 24),
        Column("Unit kerja", min(_WIDEST_UNIT, 25 + spare)), Column("Perangkat Daerah (OPD)", 26, is_detail=True),
        *_month_columns(matrix, width, kind), Column(last, 12, kind),
    ]  # fmt: skip


def _opd_sheet(matrix: YearTable, around: SheetFrame) -> Sheet:
    ordered = sorted(matrix.opds.values(), key=lambda recaps: _opd_name(recaps).casefold())
    columns = [
        Column("No.", 6, "number_no"), Column("Perangkat Daerah (OPD)", 40), Column("Pegawai", 10, "integer"),
        *_month_columns(matrix, 9, "percent"), Column("Belanja setahun (Rp)", 18, "rupiah"),
    ]  # fmt: skip
    return replace(
        _table(around, "Per OPD", "PEGAWAI YANG MEMENUHI BATAS MINIMAL (%)", columns),
        rows=[(_opd_name(recaps), *_recap_cells(matrix, recaps)) for recaps in ordered],
        total=lambda: (None, *_recap_cells(matrix, matrix.city)),
        scale=Scale(3, 2 + len(matrix.months)),
    )


def _recap_cells(matrix: YearTable, recaps: dict[Period, Recap]) -> tuple[object, ...]:
    """The number of people in the last month, the share of people who met by month, and the year's sum."""
    newest = recaps[max(recaps)] if recaps else None
    shares: list[object] = []
    for period in matrix.months:
        recap = recaps.get(period)
        if period not in matrix.city:
            shares.append(None)
        elif recap is None:
            shares.append("·")
        else:
            shares.append(recap.met / recap.obliged if recap.obliged else "–")
    return (newest.in_service if newest else 0, *shares, sum(one.bought for one in recaps.values()))


def _share_rows(matrix: YearTable, order: Sequence[int]) -> Iterator[Sequence[object]]:
    for place in order:
        cells: list[object] = []
        got = owed = 0
        for bought, minimum, status in zip(matrix.bought, matrix.minimum, matrix.status, strict=True):
            code = _CODES[status[place]] if place < len(status) else None
            if code in ("met", "short"):
                cells.append(bought[place] / minimum[place] if minimum[place] else 1.0)
                got, owed = got + min(bought[place], minimum[place]), owed + minimum[place]
            else:
                cells.append(_MARKS[code])
        blank = [None] * (len(matrix.months) - len(cells))
        yield (*matrix.people[place], *cells, *blank, got / owed if owed else None)


def _amount_rows(matrix: YearTable, order: Sequence[int]) -> Iterator[Sequence[object]]:
    for place in order:
        cells: list[object] = []
        whole = 0
        for bought, status in zip(matrix.bought, matrix.status, strict=True):
            is_recorded = place < len(status) and (status[place] or bought[place])
            cells.append(bought[place] if is_recorded else "·")
            whole += bought[place] if place < len(bought) else 0
        yield (*matrix.people[place], *cells, *[None] * (len(matrix.months) - len(cells)), whole)


def _amount_total(matrix: YearTable, places: Sequence[int]) -> tuple[object, ...]:
    sums = [sum(month[place] for place in places if place < len(month)) for month in matrix.bought]
    return (*(None,) * 4, *sums, *[None] * (len(matrix.months) - len(sums)), sum(sums))


def _facts(
    matrix: YearTable, paper: Letterhead, titles: Sequence[str], closed: set[Period], calendar: Sequence[Period],
    ledger_seq: int,
) -> FactSheet:  # fmt: skip
    facts = made_facts("Matriks tahun: dua belas bulan per OPD dan per pegawai", paper, ledger_seq)
    facts.append(("Keadaan tiap bulan", None))
    for period in calendar:
        if period in matrix.unrecorded:
            state = "belum dicatat"
        elif period not in matrix.city:
            state = "akan datang"
        else:
            state = "ditutup, angka yang dibekukan" if period in closed else "SEMENTARA, belum ditutup"
        facts.append((month_name(period), state))
    facts += [
        ("Arti", None),
        ("Tercapai (%)", "belanja dibagi batas minimal; setahun: kelebihan satu bulan tidak menutup bulan lain"),
        ("Tanda", _LEGEND),
        ("Suplemen", "tidak mengubah angka yang dibekukan; ada di laporan bulannya"),
    ]  # fmt: skip
    return FactSheet("Keterangan", facts, letterhead=paper.letterhead, titles=["KETERANGAN LAPORAN", *titles])


YEAR = ReportKind(
    "year",
    N_("Matriks tahun"),
    parameters=("year", "opd"),
    audiences=("finance",),
    help="Matriks tahun: dua belas bulan per OPD dan per pegawai.",
    open=lambda request, made_by: read_year(given(request.year), made_by, opd_id=request.opd_id),
    count_rows=lambda _request: 2 * count_people(),
    dated_title=N_("Matriks tahun %(year)s"),
    page_title=N_("Matriks tahun %(year)s"),
    description=N_(
        "Dua belas bulan berdampingan, per OPD dan per pegawai, dengan warna menurut seberapa jauh batas "
        "minimal tercapai."
    ),
)
