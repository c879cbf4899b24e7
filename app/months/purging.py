"""Why late items were declined or accepted, after the archive period of their month."""

from collections.abc import Collection

from app.audit.purging import Erasure
from app.months.models import LateItem
from app.shared.columns import table
from app.shared.period import Period

_LATE = table(LateItem)


def list_late_reasons(periods: Collection[Period]) -> list[Erasure]:
    """The reason of every decided late item of these months; what was decided stays."""
    return [
        Erasure(
            "late",
            _LATE,
            {"decision_reason": ""},
            (_LATE.c.period.in_(periods), _LATE.c.decision.is_not(None)),
        )
    ]
