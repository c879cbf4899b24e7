"""Which reports there are, opened by name with values that can be kept: what a page, a command or a job asks for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.closing import queries as closing
from app.directory.queries import load_tree
from app.reports.compliance import read_compliance_report, read_summary_page
from app.reports.event_day import read_event_day
from app.reports.ledger import read_ledger
from app.reports.opd import read_opd
from app.reports.queries.sizes import count_people, count_people_in, count_receipts_of
from app.reports.report import Report
from app.reports.statement import Span, read_statement
from app.reports.supplement import read_supplement
from app.reports.year import read_year
from app.shared.errors import NotFound
from app.shared.period import Period

CONTENTS = ("lengkap", "tanpa-nama", "dengan-suplemen", "suplemen", "ringkasan")
"""What of a month's compliance: with names, recaps only, with the supplements beside, the supplements alone, and one
page as PDF."""
SMALL = 10_000
"""So many rows are written while the page waits; more become a job."""


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """One report somebody wants; each value is None where that kind of report does not ask for it.

    `roots` are the units an OPD's own workbook begins with, `employee_id` whose statement it is.
    """

    kind: str
    period: Period | None = None
    content: str | None = None
    day: date | None = None
    year: int | None = None
    opd_id: int | None = None
    roots: tuple[int, ...] = ()
    employee_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As a job keeps it: ids, months and dates."""
        return {
            "kind": self.kind,
            "period": str(self.period) if self.period else None,
            "content": self.content,
            "day": self.day.isoformat() if self.day else None,
            "year": self.year,
            "opd_id": self.opd_id,
            "roots": list(self.roots),
            "employee_id": self.employee_id,
        }

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "ReportRequest":
        """The order a job kept."""
        return cls(
            **{
                **kept,
                "period": Period.parse(kept["period"]) if kept["period"] else None,
                "day": date.fromisoformat(kept["day"]) if kept["day"] else None,
                "roots": tuple(kept["roots"]),
            }
        )


def open_report(order: ReportRequest, made_by: str) -> Report:
    """Read what was ordered in one snapshot. NotFound for what there is not (a supplement, a unit, a person)."""
    match order:
        case ReportRequest(kind="compliance", period=Period() as period, content=content):
            return _compliance(period, content or "lengkap", made_by)
        case ReportRequest(kind="event-day", day=date() as day):
            return read_event_day(day, made_by)
        case ReportRequest(kind="year", year=int(year)):
            return read_year(year, made_by, opd_id=order.opd_id)
        case ReportRequest(kind="ledger", period=Period() as period):
            return read_ledger(period, made_by)
        case ReportRequest(kind="opd", period=Period() as period):
            return read_opd(period, order.roots, made_by)
        case ReportRequest(kind="statement", employee_id=int(employee_id)):
            span = Span.of_month(order.period) if order.period else Span.of_year(order.year or 0)
            return read_statement(employee_id, span, made_by)
    raise NotFound()


def _compliance(period: Period, content: str, made_by: str) -> Report:
    if content == "suplemen":
        return read_supplement(period, made_by)
    if content == "ringkasan":
        return read_summary_page(period, made_by)
    if content == "dengan-suplemen" and closing.find_current_closing(period) is None:
        raise NotFound()
    return read_compliance_report(
        period, made_by, with_names=content != "tanpa-nama", with_supplement=content == "dengan-suplemen"
    )


def count_expected_rows(order: ReportRequest) -> int:
    """About how many rows reading and writing it will take; cheap, and rather too many than too few."""
    match order.kind:
        case "compliance" if order.content in ("tanpa-nama", "suplemen", "ringkasan"):
            return count_people()
        case "compliance" if order.period:
            return count_people() + count_receipts_of(order.period)
        case "ledger" if order.period:
            return count_receipts_of(order.period)
        case "year":
            return 2 * count_people()
        case "event-day":
            return count_people()
        case "opd":
            tree = load_tree()
            return count_people_in(frozenset().union(*(tree.below(root) for root in order.roots)))
    return 0


@dataclass(frozen=True, slots=True)
class Signed:
    """The signed bytes of a closed month with what the trail says of them."""

    name: str
    content: bytes
    version: int
    ledger_seq: int


def find_signed_file(order: ReportRequest) -> Signed | None:
    """The signed bytes, where exactly those were ordered: the whole workbook of a closed month (decisions 16)."""
    if order.kind != "compliance" or order.content != "lengkap" or order.period is None:
        return None
    current = closing.find_current_closing(order.period)
    if current is None:
        return None
    stored = closing.get_stored_file(order.period, current.version)
    return Signed(stored.name, stored.content, current.version, current.ledger_seq)
