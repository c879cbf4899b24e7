"""Decides late items of any months at once."""

from app.decisions.registry import DecisionRequest, Outcome
from app.months.services import accept_late, decline_late, move_late
from app.sales.errors import MonthMissing
from app.sales.queries.open_items import list_late_by_month
from app.shared.errors import NotFound
from app.shared.period import Period
from app.shared.reason import read_reason
from app.shared.words import NN_


def accept(request: DecisionRequest) -> Outcome:
    """Accept late items into their months; those of closed months into supplements. NotFound, LateItemNotPending."""
    done = [accept_late(period, ids, actor=request.actor) for period, ids in _by_month(request.ids)]
    count = sum(one.count for one in done)
    supplements = [(one.supplement, one.period) for one in done if one.supplement is not None]
    if supplements:
        sentence = NN_("%(count)s kiriman diterima: %(where)s.")
        return Outcome(count, supplements=supplements, sentence=sentence)
    return Outcome(count)


def decline(request: DecisionRequest) -> Outcome:
    """Decide that late items never count. ReasonMissing, NotFound, LateItemNotPending."""
    reason = read_reason(request.reason)
    months = _by_month(request.ids)
    return Outcome(sum(decline_late(period, ids, reason, actor=request.actor) for period, ids in months))


def move(request: DecisionRequest) -> Outcome:
    """Set the month of items with a doubtful clock and accept them there. MonthMissing, NotFound, MonthIsFixed."""
    target = request.target
    if target is None:
        raise MonthMissing("target")
    for period, ids in _by_month(request.ids):
        move_late(period, ids, target, actor=request.actor)
    return Outcome(accept_late(target, request.ids, actor=request.actor).count, month=target)


def _by_month(ids: list[int]) -> list[tuple[Period, list[int]]]:
    months = list_late_by_month(ids)
    if sum(map(len, months.values())) != len(ids):
        raise NotFound()
    return list(months.items())  # in order of time, as every writer locks months
