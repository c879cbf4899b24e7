"""The dossier (*berkas*) on paper: all evidence of one person's month, as an official page for an auditor."""

from typing import Any

from flask import render_template
from flask_login import current_user

from app.closing.archive import list_versions
from app.closing.dossier import list_chain_positions, list_late_decisions, list_reviews, sum_month
from app.compliance.terms import list_lowered
from app.directory.models import Posting
from app.directory.queries import get_employee
from app.directory.rules import UnitTree
from app.disputes.queries import list_disputes_about, list_disputes_of
from app.minimums.queries import list_decrees
from app.minimums.rules import PostingKey, match_tier
from app.settings import queries as settings
from app.shared import clock
from app.web.finance import blueprint
from app.web.finance.decree_labels import match_sentences
from app.web.finance.labels import action_words, flag_words, offset_words
from app.web.finance.person import WORDS, person_evidence, person_history
from app.web.http.access_log import record_opening
from app.web.ui.periods import chosen_period, list_shown_periods
from app.web.ui.person_month import PersonPage, get_person_page


@blueprint.get("/pegawai/<id:employee_id>/berkas")
def print_dossier(employee_id: int) -> str:
    """Show one person's month for A4. For a closed month, name, post and rule come from the snapshot. The opening is
    recorded, and the person can read that (decisions 16, 23)."""
    period = chosen_period(list_shown_periods())
    get_employee(employee_id)
    record_opening(employee_id)
    person = get_employee(employee_id)
    page = get_person_page(employee_id, period)
    history = person_history(employee_id, page)
    return render_template(
        "finance/person_paper.html",
        person=person,
        page=page,
        period=period,
        name=page.month.row.name if page.is_closed and page.month else person.full_name,
        letterhead=_letterhead(page),
        sums=_sums(employee_id, page),
        tier_reasons=_tier_reasons(page, history["postings"], history["decided_by"], history["tree"]),
        lowered=list_lowered().get(period),
        words=WORDS,
        made_by=current_user.display_name,
        made_at=clock.now(),
        flag_words=flag_words,
        offset_words=offset_words,
        action_words=action_words,
        **history,
        **person_evidence(employee_id, page),
        **_further_evidence(employee_id, page),
    )


def _letterhead(page: PersonPage) -> list[str]:
    lines = page.month.closing.header.get("letterhead") if page.month and page.month.closing else None
    return list(lines or settings.get_letterhead())


def _sums(employee_id: int, page: PersonPage) -> Any:
    if page.month is None:
        return None
    version = page.month.closing.version if page.month.closing else None
    return sum_month(page.period, employee_id, version, page.month.row.bought, page.sales)


def _further_evidence(employee_id: int, page: PersonPage) -> dict[str, Any]:
    """Return places in the chain, late decisions, reviews of flags, disputes with answers, and the signed file."""
    ids = [sale.id for sale in page.sales]
    disputes = {one.id: one for group in list_disputes_about(ids).values() for one in group}
    disputes |= {one.id: one for one in list_disputes_of(employee_id) if one.period == page.period}
    closing = page.month.closing if page.month else None
    versions = list_versions(page.period) if closing else []
    return {
        "places": list_chain_positions(ids) if ids else {},
        "late": list_late_decisions(ids) if ids else [],
        "reviews": list_reviews(ids) if ids else [],
        "disputes": [disputes[key] for key in sorted(disputes)],
        "signed": next((one for one in versions if closing and one.version == closing.version), None),
    }


def _tier_reasons(
    page: PersonPage, postings: list[Posting], decided_by: int | None, tree: UnitTree
) -> list[tuple[str, bool]]:
    """Return the tier's conditions in words, each with whether the posting meets it.

    A decree never changes, so the decree of a closed month is found by the number in the snapshot.
    """
    number = page.decree.number if page.decree else None
    decree = next((one for one in list_decrees() if one.number == number), None)
    if decree is None or page.month is None:
        return []
    tier = next((one for one in decree.tiers if one.code == page.month.row.tier), None)
    if tier is None:
        return []
    posting = next((one for one in postings if one.id == decided_by), None)
    return [
        (sentence, _holds(tier, number, posting, tree))
        for number, sentence in enumerate(match_sentences(tier, tree))
    ]


def _holds(tier: Any, number: int, posting: Posting | None, tree: UnitTree) -> bool:
    if posting is None:
        return False
    key = PostingKey(
        posting.status,
        posting.echelon,
        posting.position,
        posting.position_kind,
        posting.grade,
        posting.unit_id,
    )
    alone = type(tier)(tier.position, tier.code, tier.name, tier.minimum, (tier.matches[number],))
    return match_tier([alone], key, tree) is not None
