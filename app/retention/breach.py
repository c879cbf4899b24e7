"""Lists the people whose data an account or till may have leaked in a period, from the trail (UU 27/2022, article 46).

The trail records each opened page about one person, and each exported workbook. Pages that list many people are not
recorded per person; the reader must add everything that the account's office may see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.audit.models import AuditEvent
from app.audit.queries import list_events_between
from app.closing.queries import list_standings_of_month
from app.directory.queries import list_employees, load_tree
from app.excel.column_widths import Column, Properties, Sheet
from app.excel.writer import write_workbook
from app.reports.registry import whom_it_names
from app.retention.breach_makers import MakerReach, find_maker_reach, maker_sheets
from app.shared import clock
from app.shared.period import Period

OPENED = "access.open_person"
EXPORTS = ("report.export", "report.download")
_BATCH = 5_000


@dataclass(slots=True)
class AffectedPerson:
    """One person: numbers of opened pages and of workbooks, whether a till had the person, and first and last time."""

    opened: int = 0
    exported: int = 0
    is_on_till: bool = False
    first: datetime | None = None
    last: datetime | None = None

    def count_event(self, at: datetime) -> None:
        """Count one more event about the person."""
        self.first = min(self.first or at, at)
        self.last = max(self.last or at, at)


@dataclass(slots=True)
class Breach:
    """The affected people, the exported workbooks (time, report, months, number of people), and the readable makers.

    A till shows only names of makers and goods, so it can read no maker's data.
    """

    people: dict[int, AffectedPerson] = field(default_factory=dict)
    exports: list[tuple[datetime, str, str, int]] = field(default_factory=list)
    makers: MakerReach = field(default_factory=MakerReach)

    def of(self, employee_id: int) -> AffectedPerson:
        """The person's entry, created if missing."""
        return self.people.setdefault(employee_id, AffectedPerson())


def find_breach(kind: str, actor_id: int, since: datetime, until: datetime, own: int | None = None) -> Breach:
    """What a `user` or `till` could read from `since` to before `until`. `own`: the employee whose login it is.

    A till caches the whole roster, so a lost till affects everybody on it.
    """
    breach = Breach()
    if kind == "till":
        for employee_id in _list_reported_people([Period.of(clock.local_date(until))], None):
            breach.of(employee_id).is_on_till = True
        return breach
    breach.makers = find_maker_reach(actor_id, since, until)
    for event in list_events_between(kind, actor_id, since, until, (OPENED, *EXPORTS)):
        if event.action == OPENED and event.subject_id is not None:
            touched = breach.of(event.subject_id)
            touched.opened += 1
            touched.count_event(event.at)
        elif event.action in EXPORTS:
            _add_export(breach, event, own)
    return breach


def _add_export(breach: Breach, event: AuditEvent, own: int | None) -> None:
    details, periods = event.details, months_of_details(event.details)
    name = str(details.get("kind") or details.get("report") or "berkas yang ditandatangani")
    ids: Iterable[int] = ()
    named = whom_it_names(details)
    if named == "one":
        ids = [own] if own is not None else []
    elif named == "many":
        units = details.get("units") or ([details["opd"]] if details.get("opd") else None)
        ids = _list_reported_people(periods, units)
    ids = set(ids)
    breach.exports.append((event.at, name, ", ".join(map(str, periods)), len(ids)))
    for employee_id in ids:
        touched = breach.of(employee_id)
        touched.exported += 1
        touched.count_event(event.at)


def months_of_details(details: Mapping[str, object]) -> list[Period]:
    """The months of a workbook, from the details of its event."""
    if details.get("period"):
        return [Period.parse(str(details["period"]))]
    if details.get("day"):
        return [Period.of(date.fromisoformat(str(details["day"])))]
    year = details.get("year")
    return [Period(int(str(year)), month) for month in range(1, 13)] if year else []


def _list_reported_people(periods: list[Period], units: list[int] | None) -> set[int]:
    """Ids of the people in a report of these months, of these units and below, or of the whole city."""
    below = None
    if units is not None:
        tree = load_tree()
        below = frozenset().union(*(tree.below(unit) for unit in units if unit in tree))
    rows = (row for period in periods for row in list_standings_of_month(period, unit_ids=below))
    return {row.employee_id for row in rows}


def write_breach(target: str, breach: Breach, made_by: str) -> None:
    """Write the workbook: persons with number and unit, and what was read."""
    ids, tree = sorted(breach.people), load_tree()
    cards = {}
    for start in range(0, len(ids), _BATCH):
        cards.update(list_employees(ids[start : start + _BATCH]))
    people = [
        (card.full_name, card.nip or card.code or "", tree.opd_name(card.unit_id), tree.name(card.unit_id),
         one.opened, one.exported, "ya" if one.is_on_till else "", one.first, one.last)
        for card, one in ((cards[employee_id], breach.people[employee_id]) for employee_id in ids)
    ]  # fmt: skip
    titles = (("Nama", 28, "text"), ("NIP / Kode", 21, "nip"), ("OPD", 28, "text"), ("Unit", 28, "text"),
              ("Halaman dibuka", 12, "integer"), ("Dalam berkas", 12, "integer"), ("Di perangkat", 12, "text"),
              ("Pertama", 18, "datetime"), ("Terakhir", 18, "datetime"))  # fmt: skip
    left = (
        ("Waktu", 18, "datetime"),
        ("Laporan", 24, "text"),
        ("Bulan", 40, "text"),
        ("Pegawai", 12, "integer"),
    )
    sheets = [
        Sheet(
            "Yang harus diberi tahu",
            [Column(*title) for title in titles],
            people,
            titles=["Yang harus diberi tahu"],
        ),  # type: ignore[arg-type]
        Sheet(
            "Berkas yang keluar",
            [Column(*one) for one in left],
            breach.exports,
            titles=["Berkas yang keluar"],
        ),  # type: ignore[arg-type]
        *maker_sheets(breach.makers),
    ]
    write_workbook(target, sheets, properties=Properties(title="Kebocoran data", creator=made_by))
