"""Downloaded reports about many people that may contain the signed-in person's name: who downloaded which, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_login import current_user

from app.accounts.queries import list_names
from app.audit.models import AuditEvent
from app.audit.queries import list_events
from app.closing.queries import PersonMonth, list_months_of_person
from app.directory.queries import load_tree
from app.directory.rules import UnitTree
from app.reports.registry import whom_it_names
from app.retention.breach import EXPORTS, months_of_details
from app.shared.period import Period
from app.web.reports.request_labels import report_words, span_words

MOST = 200
"""How many of the city's latest downloads are searched."""


@dataclass(frozen=True, slots=True)
class NamedReport:
    """A download by another person of a report that may contain the reader's name."""

    at: datetime
    who: str
    what: str
    about: str


def list_named_reports(employee_id: int) -> list[NamedReport]:
    """Return downloads by others of reports that cover the person, the newest first; no query per report."""
    events = [one for one in list_events(room="report", size=MOST).events if _is_of_many(one)]
    periods = sorted({period for one in events for period in months_of_details(one.details)})
    if not periods:
        return []
    months_by_period, tree = list_months_of_person(employee_id, periods), load_tree()
    mine = [one for one in events if _may_name(one.details, months_by_period, tree)]
    names = list_names({one.actor_id for one in mine if one.actor_kind == "user" and one.actor_id})
    return [
        NamedReport(
            one.at,
            names.get(one.actor_id or 0, one.actor_name),
            report_words(one.action, one.details),
            span_words(one.details),
        )
        for one in mine
    ]


def _is_of_many(event: AuditEvent) -> bool:
    is_own = (event.actor_kind, event.actor_id) == ("user", current_user.id)
    return event.action in EXPORTS and not is_own and whom_it_names(event.details) == "many"


def _may_name(
    details: Mapping[str, Any], months_by_period: Mapping[Period, PersonMonth], tree: UnitTree
) -> bool:
    units = details.get("units") or ([details["opd"]] if details.get("opd") else None)
    rows = [
        months_by_period[period].row for period in months_of_details(details) if period in months_by_period
    ]
    if units is None:
        return bool(rows)
    below = {unit for root in units if root in tree for unit in tree.below(root)}
    return any(row.unit_id in below or row.opd_id in units for row in rows)
