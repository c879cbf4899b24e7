"""Services for supply notes and counts of a shelf. Each takes its actor and records one audit event."""

from app.stock.services.awaited_tills import finish_waiting_counts, receive_heartbeat, release_till
from app.stock.services.counts import (
    CountEntry,
    drop_count,
    enter_count,
    explain_count,
    finish_count,
    open_count,
)
from app.stock.services.notes import (
    LineCount,
    NoteLine,
    answer_note,
    check_note,
    hand_over,
    open_note,
    withdraw_note,
)

__all__ = [
    "CountEntry",
    "LineCount",
    "NoteLine",
    "answer_note",
    "check_note",
    "drop_count",
    "enter_count",
    "explain_count",
    "finish_count",
    "finish_waiting_counts",
    "hand_over",
    "receive_heartbeat",
    "open_count",
    "open_note",
    "release_till",
    "withdraw_note",
]
