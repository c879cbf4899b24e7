"""Verbs on booths, tills and shifts. Each is given its actor and leaves one event in the trail."""

from app.booths.services.booths import change_booth, create_booth, get_or_create_booth, place_booth
from app.booths.services.heartbeat import record_till_contact, record_till_heartbeat, record_till_sync
from app.booths.services.shift_items import accept_shifts
from app.booths.services.shifts import close_shift, open_shift, record_first_count
from app.booths.services.tills import (
    enrol_till,
    get_or_renew_login_till,
    make_till_code,
    revoke_till,
    revoke_till_code,
    use_till_code,
)

__all__ = [
    "accept_shifts",
    "change_booth",
    "close_shift",
    "create_booth",
    "enrol_till",
    "get_or_create_booth",
    "get_or_renew_login_till",
    "make_till_code",
    "record_first_count",
    "record_till_contact",
    "record_till_heartbeat",
    "record_till_sync",
    "open_shift",
    "place_booth",
    "revoke_till",
    "revoke_till_code",
    "use_till_code",
]
