"""Erases the reasons of decided late items after the archive period of their month."""

from collections.abc import Collection

from app.audit.purging import Erasure, count_due, erase
from app.months.models import LateItem
from app.privacy.registry import PURGING, PurgePart
from app.shared.columns import table
from app.shared.period import Period

_LATE = table(LateItem)


def list_late_reasons(periods: Collection[Period]) -> list[Erasure]:
    """Erases the reason of every decided late item of these months; the decision stays."""
    return [
        Erasure(
            "late",
            _LATE,
            {"decision_reason": ""},
            (_LATE.c.period.in_(periods), _LATE.c.decision.is_not(None)),
        )
    ]


PURGING.register(
    PurgePart(
        "late_reasons",
        21,
        "words",
        lambda due: count_due(list_late_reasons(due.periods)),
        lambda due: erase(list_late_reasons(due.periods)),
    )
)
