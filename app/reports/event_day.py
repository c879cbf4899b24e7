"""The event day's workbook: buyers by hour, OPD and booth, and sales by maker.

Works for any business date; the 7th is the day of the joint shopping.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.closing import queries as closing
from app.compliance.rules import StandingRow
from app.excel.column_widths import Bars, Column, FactSheet, Sheet
from app.reports.queries.day import Day, DaySale, get_day
from app.reports.queries.sizes import count_people
from app.reports.registry import ReportKind, given
from app.reports.report import Letterhead, Report, format_day, made_facts, read_paper
from app.sales.queries import get_last_sale_id
from app.shared import clock
from app.shared.money import format_rupiah
from app.shared.period import Period
from app.shared.transaction import begin_snapshot
from app.shared.words import N_
from app.turns.queries import list_contacts, list_turns

_NO = Column("No.", 6, "number_no")
_FIGURES = (
    Column("Pembeli pegawai", 12, "integer"),
    Column("Nota", 10, "integer"),
    Column("Nilai (Rp)", 17, "rupiah"),
)
_NOWHERE = "Tanpa OPD"


def read_event_day(day: date, made_by: str) -> Report:
    """Read one business date in one snapshot; amounts in whole rupiah."""
    begin_snapshot()
    paper, sales_day = read_paper(made_by), get_day(day)
    people = closing.list_standings_of_month(Period(day.year, day.month))
    ledger_seq = get_last_sale_id()
    sheets: list[Sheet | FactSheet] = [
        _hours(paper, day, sales_day), _opds(paper, day, sales_day, people), _booths(paper, day, sales_day),
        _makers(paper, day, sales_day), _turns(paper, day), _facts(paper, day, sales_day, ledger_seq),
    ]  # fmt: skip
    return Report(
        name=f"hari-belanja-{day.isoformat()}.xlsx",
        title=f"Hari belanja {format_day(day)}",
        sheets=sheets,
        made_by=made_by,
        footer=paper.footer(f"Hari belanja {format_day(day)}", ledger_seq),
        made_at=paper.made_at,
        is_provisional=_is_provisional(day),
        details={"day": day.isoformat(), "ledger_seq": ledger_seq, "receipts": len(sales_day.sales)},
    )


def _is_provisional(day: date) -> bool:
    return closing.find_current_closing(Period(day.year, day.month)) is None


@dataclass(slots=True)
class _Tally:
    buyers: int = 0
    receipts: int = 0
    amount: int = 0
    public: int = 0


def _titles(paper: Letterhead, day: date, first: str) -> list[str]:
    state = " (SEMENTARA)" if _is_provisional(day) else ""
    return paper.titles(first, f"PEMERINTAH {paper.city.upper()}", f"{format_day(day).upper()}{state}")


def _sheet(
    paper: Letterhead, day: date, name: str, title: str, columns: Sequence[Column], rows: Sequence[Sequence[object]],
    total: Sequence[object], notes: Sequence[str], chart: Bars,
) -> Sheet:  # fmt: skip
    return Sheet(
        name=name,
        columns=columns,
        rows=rows,
        letterhead=paper.letterhead,
        titles=_titles(paper, day, title),
        total=lambda: total,
        notes=notes,
        signatures=paper.signatures(),
        chart=chart,
        empty_text="Tidak ada penjualan pada hari ini.",
    )


def _hours(paper: Letterhead, day: date, sales_day: Day) -> Sheet:
    """Buyers count in the hour of their first receipt, so that the hours sum to the day."""
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    seen: set[int] = set()
    for sale in sorted(sales_day.sales, key=lambda one: (one.at, one.id)):
        tally = tallies[clock.local(sale.at).hour]
        _count(tally, sale, seen)
    hours = range(min(tallies), max(tallies) + 1) if tallies else ()
    rows = [
        (f"{hour:02}.00–{hour:02}.59", one.buyers, one.public, one.receipts, one.amount)
        for hour in hours
        for one in (tallies[hour],)
    ]
    columns = (
        _NO, Column("Jam", 16), Column("Pembeli pegawai", 12, "integer"), Column("Nota umum", 11, "integer"),
        Column("Nota", 10, "integer"), Column("Nilai (Rp)", 17, "rupiah"),
    )  # fmt: skip
    notes = [
        "Seorang pegawai dihitung pada jam belanja pertamanya; jam menurut waktu kota, jam kasir sudah diluruskan."
    ]
    return _sheet(
        paper, day, "Per jam", "PEMBELI PER JAM", columns, rows, _total(tallies.values(), with_public=True), notes,
        Bars("Pembeli pegawai per jam", category=1, value=2, upright=True),
    )  # fmt: skip


def _count(tally: _Tally, sale: DaySale, seen: set[int]) -> None:
    tally.receipts += 1
    tally.amount += sale.amount
    if sale.employee_id is None:
        tally.public += sale.buyer_kind == "public"
    elif sale.employee_id not in seen:
        seen.add(sale.employee_id)
        tally.buyers += 1


def _total(tallies: Iterable[_Tally], *, with_public: bool = False) -> tuple[object, ...]:
    every = list(tallies)
    public = (sum(one.public for one in every),) if with_public else ()
    buyers, receipts = sum(one.buyers for one in every), sum(one.receipts for one in every)
    return (None, buyers, *public, receipts, sum(one.amount for one in every))


def _opds(paper: Letterhead, day: date, sales_day: Day, people: Sequence[StandingRow]) -> Sheet:
    places = {row.employee_id: row.opd or _NOWHERE for row in people}
    staff: dict[str, int] = defaultdict(int)
    for row in people:
        staff[row.opd or _NOWHERE] += row.status != "not_obliged"
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    seen: set[int] = set()
    for sale in sales_day.sales:
        if sale.employee_id is not None:
            _count(tallies[places.get(sale.employee_id, _NOWHERE)], sale, seen)
    names = sorted({*staff, *tallies}, key=lambda name: (-_share(tallies[name].buyers, staff[name]), name))
    rows = [
        (
            name, staff[name], one.buyers, _share(one.buyers, staff[name]) if staff[name] else None,
            one.receipts, one.amount,
        )
        for name in names
        for one in (tallies[name],)
    ]  # fmt: skip
    columns = (
        _NO, Column("Perangkat Daerah (OPD)", 46), Column("Pegawai", 10, "integer"),
        Column("Pembeli pegawai", 12, "integer"), Column("Berbelanja (%)", 12, "percent"),
        Column("Nota", 10, "integer"), Column("Nilai (Rp)", 17, "rupiah"),
    )  # fmt: skip
    everybody, buyers = sum(staff.values()), len(seen)
    counted = list(tallies.values())
    total = (
        None, everybody, buyers, _share(buyers, everybody) if everybody else None,
        sum(one.receipts for one in counted), sum(one.amount for one in counted),
    )  # fmt: skip
    return _sheet(
        paper, day, "Per OPD", "PEMBELI PER PERANGKAT DAERAH", columns, rows, total,
        ["Pegawai: yang bertugas pada bulan ini. Nota umum dan pembeli yang belum dikenal tidak mempunyai OPD."],
        Bars("Pegawai yang berbelanja (%)", category=1, value=4),
    )  # fmt: skip


def _share(part: int, whole: int) -> float:
    return min(part / whole, 1.0) if whole else 0.0


def _booths(paper: Letterhead, day: date, sales_day: Day) -> Sheet:
    tallies: dict[tuple[str, int], _Tally] = defaultdict(_Tally)
    seen: dict[int, set[int]] = defaultdict(set)
    for sale in sales_day.sales:
        _count(tallies[(sale.booth, sale.booth_id)], sale, seen[sale.booth_id])
    ordered = sorted(tallies.items(), key=lambda one: (-one[1].amount, one[0]))
    rows = [(name, one.buyers, one.receipts, one.amount) for (name, _id), one in ordered]
    _none, _buyers, receipts, amount = _total(tallies.values())
    return _sheet(
        paper, day, "Per pojok", "PENJUALAN PER POJOK", (_NO, Column("Pojok", 46), *_FIGURES), rows,
        (None, None, receipts, amount), ["Pembeli tidak dijumlahkan: seorang dapat berbelanja di dua pojok."],
        Bars("Nilai penjualan (Rp)", category=1, value=4),
    )  # fmt: skip


_UNMATCHED = "Di luar daftar ini {}: belum dicocokkan dengan UMKM mana pun."


def _makers(paper: Letterhead, day: date, sales_day: Day) -> Sheet:
    rows = [(maker.maker, maker.quantity, maker.receipts, maker.amount) for maker in sales_day.makers]
    columns = (
        _NO, Column("UMKM", 46), Column("Barang", 12, "integer"), Column("Nota", 10, "integer"),
        Column("Nilai (Rp)", 17, "rupiah"),
    )  # fmt: skip
    total = (
        None,
        sum(maker.quantity for maker in sales_day.makers),
        None,
        sum(maker.amount for maker in sales_day.makers),
    )
    return _sheet(
        paper, day, "Per UMKM", "PENJUALAN PER UMKM", columns, rows, total,
        [
            "Nota tidak dijumlahkan: satu nota dapat memuat barang beberapa UMKM.",
            *([_UNMATCHED.format(format_rupiah(sales_day.unmatched))] if sales_day.unmatched else []),
        ],
        Bars("Nilai penjualan (Rp)", category=1, value=4),
    )  # fmt: skip


_ANSWERS = {"": "belum menjawab", "accepted": "akan datang", "passed": "dilepas"}


def _turns(paper: Letterhead, day: date) -> Sheet:
    """The makers' turns at booths, their presence and their contacts (makers 23)."""
    turns, contacts = list_turns(day), list_contacts(clock.today(), day=day)
    met = Counter(contact.maker_id for contact in contacts)
    rows = [
        (
            turn.maker, turn.booth, "datang sendiri" if turn.origin == "walk_in" else _ANSWERS[turn.answer],
            clock.local(turn.came_at).strftime("%H.%M") if turn.came_at else "tidak datang", met[turn.maker_id],
            turn.story,
        )
        for turn in turns
    ]  # fmt: skip
    columns = (
        _NO, Column("UMKM", 36), Column("Pojok", 30), Column("Jawaban", 16), Column("Hadir", 14),
        Column("Kenalan usaha", 10, "integer"), Column("Yang diceritakan", 46),
    )  # fmt: skip
    return Sheet(
        name="Pelaku di pojok",
        columns=columns,
        rows=rows,
        letterhead=paper.letterhead,
        titles=_titles(paper, day, "PELAKU UMKM DI POJOK"),
        total=lambda: (None, None, None, None, sum(met[turn.maker_id] for turn in turns), None),
        notes=[f"Yang hadir: {sum(turn.came_at is not None for turn in turns)} dari {len(turns)} pelaku."],
        signatures=paper.signatures(),
        empty_text="Belum ada jadwal pada hari ini.",
    )


def _facts(paper: Letterhead, day: date, sales_day: Day, ledger_seq: int) -> FactSheet:
    buyers = {sale.employee_id for sale in sales_day.sales if sale.employee_id is not None}
    unknown = [one for one in sales_day.sales if one.employee_id is None and one.buyer_kind == "unresolved"]
    public = [one for one in sales_day.sales if one.buyer_kind == "public"]
    facts = [
        *made_facts("Hari belanja: pembeli dan penjualan satu hari", paper, ledger_seq),
        ("Hari", format_day(day)),
        ("Keadaan", "SEMENTARA, bulan belum ditutup" if _is_provisional(day) else "Bulan sudah ditutup"),
        ("Angka hari itu", None),
        ("Pembeli pegawai", len(buyers)),
        ("Nota", len(sales_day.sales)),
        ("Nota umum", len(public)),
        ("Nota pembeli belum dikenal", len(unknown)),
        ("Nilai penjualan (Rp)", (sales_day.turnover, "rupiah")),
        ("Nota yang dibatalkan", sales_day.reversed),
        ("Kiriman yang menunggu keputusan", sales_day.pending),
        ("Arti", None),
        ("Yang dihitung", "nota hari itu yang berlaku; nota yang dibatalkan dan pembatalannya tidak ikut"),
        ("Yang menunggu", "belum dihitung di mana pun sampai keuangan memutuskan"),
    ]
    titles = _titles(paper, day, "KETERANGAN LAPORAN")
    return FactSheet("Keterangan", facts, letterhead=paper.letterhead, titles=titles)


EVENT_DAY = ReportKind(
    "event-day",
    N_("Hari belanja"),
    parameters=("day",),
    audiences=("finance",),
    help="Hari belanja: pembeli per jam, OPD, pojok, dan UMKM.",
    open=lambda request, made_by: read_event_day(given(request.day), made_by),
    count_rows=lambda _request: count_people(),
    named="nobody",
    dated_title=N_("Hari belanja %(day)s"),
    page_title=N_("Hari belanja %(day)s"),
    description=N_("Pembeli per jam, per OPD, per pojok, dan per UMKM pada satu hari; biasanya tanggal 7."),
)
