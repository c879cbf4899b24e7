"""Verbs on booths, tills and shifts. Each is given its actor and leaves one event in the trail."""

from app.booths.services.booths import change_booth, create_booth, get_or_create_booth, place_booth
from app.booths.services.contact import note_till_contact, note_till_heartbeat, note_till_sync
from app.booths.services.shift_items import accept_shifts
from app.booths.services.shifts import close_shift, note_first_count, open_shift
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
    "note_first_count",
    "note_till_contact",
    "note_till_heartbeat",
    "note_till_sync",
    "open_shift",
    "place_booth",
    "revoke_till",
    "revoke_till_code",
    "use_till_code",
]
