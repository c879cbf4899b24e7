"""The page of a person's month with its evidence (*berkas*), which can be printed."""

from datetime import datetime
from typing import Any

from flask import render_template

from app.audit.models import AuditEvent
from app.closing.archive import list_supplement_items
from app.closing.dossier import list_decisions, list_evidence, list_resolutions
from app.compliance.exemptions import ExemptionRow, list_exemptions
from app.directory.models import Posting
from app.directory.queries import (
    find_current_id,
    get_employee,
    list_employees,
    list_former_numbers,
    list_postings,
    load_tree,
)
from app.disputes.queries import list_disputes_of
from app.settings import queries as settings
from app.shared.period import Period
from app.web.finance import blueprint
from app.web.finance.labels import (
    PAYMENT_WORDS,
    SERVICE_WORDS,
    SOURCE_WORDS,
    STATE_WORDS,
    action_words,
    flag_words,
    offset_words,
)
from app.web.http.access_log import OPENED, record_opening
from app.web.ui.periods import chosen_period, list_shown_periods
from app.web.ui.person_month import PersonPage, deadline_sentence, get_person_page, posting_line

WORDS = {
    "payment": PAYMENT_WORDS,
    "service": SERVICE_WORDS,
    "source": SOURCE_WORDS,
    "state": STATE_WORDS,
}


@blueprint.get("/pegawai/<id:employee_id>")
def show_person(employee_id: int) -> str:
    """Show one person's month with its evidence. The opening is recorded, and the person can read that (decisions
    23)."""
    months = list_shown_periods()
    period = chosen_period(months)
    get_employee(employee_id)  # raises before anything is recorded about somebody who does not exist
    record_opening(employee_id)
    person = get_employee(employee_id)
    current_id = find_current_id(employee_id)
    page = get_person_page(employee_id, period)
    return render_template(
        "finance/person.html",
        person=person,
        survivor=get_employee(current_id) if current_id not in (None, employee_id) else None,
        page=page,
        period=period,
        months=months,
        deadline=deadline_sentence(page),
        contact=settings.get_setting("help_contact"),
        **person_history(employee_id, page),
        **person_evidence(employee_id, page),
        words=WORDS,
        flag_words=flag_words,
        offset_words=offset_words,
        action_words=action_words,
    )


def person_history(employee_id: int, page: PersonPage) -> dict[str, Any]:
    """Return postings with the one that decided the tier, former numbers, and the month's exemptions; `later` are
    postings and exemptions that came or changed after the month was closed."""
    postings = list_postings(employee_id)
    exemptions = [one for one in list_exemptions(employee_ids=[employee_id]) if _touches(one, page.period)]
    return {
        "postings": postings,
        "decided_by": _deciding(list(postings), page),
        "later": {one.id for one in postings if _is_later(one.recorded_at, page)},
        "later_exemptions": {
            one.id for one in exemptions if _is_later(one.decided_at or one.created_at, page)
        },
        "former": list_former_numbers(employee_id),
        "exemptions": exemptions,
        "tree": load_tree(),
        "posting": posting_line(page.month.row) if page.month else "",
    }


def _deciding(postings: list[Posting], page: PersonPage) -> int | None:
    """Return the id of the posting in force on the reference day; postings are sorted newest first.

    For a closed month it is the posting in force at closing, or None if that posting was changed since (decisions 16).
    """
    candidates = (one for one in postings if not _is_later(one.recorded_at, page))
    in_force = next((one for one in candidates if one.effective_from <= page.reference_day), None)
    if in_force is None or page.month is None:
        return None
    row = page.month.row
    frozen = (row.unit_id, row.position, row.echelon, row.grade, row.employment)
    present = (in_force.unit_id, in_force.position, in_force.echelon, in_force.grade, in_force.status)
    return in_force.id if present == frozen else None


def _is_later(at: datetime, page: PersonPage) -> bool:
    """Whether this instant is after the month's closing, so that its figures do not contain it."""
    closing = page.month.closing if page.month else None
    return closing is not None and at > closing.closed_at


def _touches(one: ExemptionRow, period: Period) -> bool:
    return one.from_period <= period and (one.until_period is None or period <= one.until_period)


def person_evidence(employee_id: int, page: PersonPage) -> dict[str, Any]:
    """Return the source of each sale, who resolved its buyer, the decisions about it, and the items of supplements."""
    ids = [sale.id for sale in page.sales]
    resolutions = (
        list_resolutions([*ids, *(sale.void_of for sale in page.sales if sale.void_of)]) if ids else []
    )
    closing = page.month.closing if page.month else None
    items = list_supplement_items(page.period, closing.version) if closing else []
    return {
        "evidence": list_evidence(ids) if ids else {},
        "resolutions": resolutions,
        "resolved_people": list_employees(
            sorted({one.employee_id for one in resolutions if one.employee_id})
        ),
        "supplement": [one for one in items if one.employee_id == employee_id],
        "events": _events(employee_id, ids, page),
    }


def _events(employee_id: int, sale_ids: list[int], page: PersonPage) -> list[AuditEvent]:
    """Return the trail's events about the person, the month's sales and the closing.

    Openings are listed on the person's own page, downloads in the list of downloads.
    """
    closing = page.month.closing if page.month else None
    about: dict[str, list[int]] = {"employee": [employee_id], "sale": sale_ids}
    about["exemption"] = [
        one.id for one in list_exemptions(employee_ids=[employee_id]) if _touches(one, page.period)
    ]
    about["dispute"] = [one.id for one in list_disputes_of(employee_id) if one.period == page.period]
    if closing is not None:
        about["closing"] = [closing.id]
    return [event for event in list_decisions(about) if _is_decision(event.action)]


def _is_decision(action: str) -> bool:
    return action != OPENED and not action.startswith("report.")
