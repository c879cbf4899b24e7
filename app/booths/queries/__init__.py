"""Reads of booths, tills and shifts. Each file holds one kind; import from here."""

from app.booths.queries.booths import BoothRow, find_booth, get_booth, list_booth_ids, list_booths
from app.booths.queries.shifts import (
    ShiftRow,
    find_open_shift,
    find_open_shift_of,
    find_shift_facts,
    get_shift,
    list_shifts,
)
from app.booths.queries.tills import (
    TillEnd,
    TillIdentity,
    TillRow,
    count_tills,
    find_login_till,
    find_till_by_token,
    find_till_end,
    get_receipt_key,
    get_till,
    get_till_code,
    is_login_till_over,
    list_tills,
    list_waiting_codes,
)

__all__ = [
    "BoothRow",
    "ShiftRow",
    "TillEnd",
    "TillIdentity",
    "TillRow",
    "count_tills",
    "find_booth",
    "find_login_till",
    "find_open_shift",
    "find_open_shift_of",
    "find_shift_facts",
    "find_till_by_token",
    "find_till_end",
    "get_booth",
    "get_shift",
    "get_till",
    "get_till_code",
    "is_login_till_over",
    "list_booth_ids",
    "list_booths",
    "list_shifts",
    "list_tills",
    "list_waiting_codes",
    "get_receipt_key",
]
