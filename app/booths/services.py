"""Verbs on booths, tills and shifts. Each is given its actor and leaves one event in the trail."""

import uuid as uuids

from sqlalchemy import bindparam, update
from sqlalchemy.exc import IntegrityError

from app.audit.rules import Actor
from app.audit.services import record_event
from app.booths.errors import (
    BoothNameMissing,
    BoothNameTaken,
    BoothNotInUse,
    ShiftAlreadyClosed,
    ShiftAlreadyOpen,
    TillAlreadyRevoked,
    TillNameMissing,
)
from app.booths.models import Booth, Shift, Till
from app.booths.queries import find_booth, find_open_shift, get_booth, get_shift, get_till
from app.booths.rules import DEFAULT_MODE, hash_token, new_token
from app.extensions import db
from app.shared import clock
from app.shared.columns import table
from app.shared.hot import Hot
from app.umkm.rules import fold_name, tidy_name

_TILL = table(Till)
_SEEN = Hot(
    update(_TILL)
    .where(_TILL.c.id == bindparam("till_id"))
    .values(
        last_seen_at=bindparam("seen_at"),
        last_synced_at=bindparam("synced_at"),
        unsent_count=bindparam("unsent"),
    )
)


def create_booth(name: str, *, actor: Actor, mode: str = DEFAULT_MODE, unit_id: int | None = None) -> Booth:
    """Set up a booth. BoothNameMissing, BoothNameTaken."""
    shown = tidy_name(name)
    if not shown:
        raise BoothNameMissing("name")
    if find_booth(shown) is not None:
        raise BoothNameTaken("name")
    booth = Booth(
        name=shown,
        search_name=fold_name(shown),
        mode=mode,
        unit_id=unit_id,
        is_active=True,
        created_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(booth)
    except IntegrityError as error:  # two at once: the database has the last word
        raise BoothNameTaken("name") from error
    record_event("booths.create", actor=actor, subject="booth", subject_id=booth.id, details={"mode": mode})
    return booth


def get_or_create_booth(name: str, *, actor: Actor) -> Booth:
    """The booth of this name; set up in mode "catat saja" where it is new. BoothNameMissing."""
    found = find_booth(name)
    if found is not None:
        return found
    try:
        return create_booth(name, actor=actor)
    except BoothNameTaken:  # somebody else just made it
        found = find_booth(name)
        if found is None:
            raise
        return found


def change_booth(
    booth_id: int, *, name: str, mode: str, unit_id: int | None, is_active: bool, actor: Actor
) -> Booth:
    """Rename a booth, change its mode, unit or whether it is in use. BoothNameMissing, BoothNameTaken."""
    booth, shown = get_booth(booth_id), tidy_name(name)
    if not shown:
        raise BoothNameMissing("name")
    other = find_booth(shown)
    if other is not None and other.id != booth.id:
        raise BoothNameTaken("name")
    booth.name, booth.search_name = shown, fold_name(shown)
    booth.mode, booth.unit_id, booth.is_active = mode, unit_id, is_active
    db.session.flush()
    record_event(
        "booths.change", actor=actor, subject="booth", subject_id=booth.id,
        details={"mode": mode, "unit": unit_id, "active": is_active},
    )  # fmt: skip
    return booth


def enrol_till(booth_id: int, name: str, *, actor: Actor) -> tuple[Till, str]:
    """Enrol a device at a booth. The token is given out here and never again: only its hash is kept.

    TillNameMissing, BoothNotInUse.
    """
    booth, shown = get_booth(booth_id), tidy_name(name)
    if not shown:
        raise TillNameMissing("name")
    if not booth.is_active:
        raise BoothNotInUse("booth")
    token = new_token()
    till = Till(
        booth_id=booth.id, name=shown, token_hash=hash_token(token), enrolled_at=clock.now(), unsent_count=0
    )
    db.session.add(till)
    db.session.flush()
    record_event(
        "booths.enrol_till", actor=actor, subject="till", subject_id=till.id, details={"booth": booth.id}
    )
    return till, token


def revoke_till(till_id: int, *, actor: Actor) -> Till:
    """Withdraw a till's token for good; its sales stay. TillAlreadyRevoked."""
    till = get_till(till_id)
    if till.revoked_at is not None:
        raise TillAlreadyRevoked()
    till.revoked_at = clock.now()
    db.session.flush()
    record_event("booths.revoke_till", actor=actor, subject="till", subject_id=till.id)
    return till


def note_till_contact(till_id: int, *, unsent: int = 0) -> None:
    """Keep that a till was just heard and how many sales it still holds. No event: this happens all day."""
    now = clock.now()
    seen = {"till_id": till_id, "seen_at": now, "synced_at": now, "unsent": unsent}
    _SEEN.write(db.session.connection(), [seen])


def open_shift(
    booth_id: int,
    cashier_id: int,
    *,
    actor: Actor,
    float_amount: int | None = None,
    till_id: int | None = None,
    uuid: str | None = None,
) -> Shift:
    """Open a shift; `float_amount` is the change money in whole rupiah, None in a booth without cash.

    ShiftAlreadyOpen (also when two tries race: the database has the last word), BoothNotInUse.
    """
    booth = get_booth(booth_id)
    if not booth.is_active:
        raise BoothNotInUse("booth")
    if find_open_shift(booth_id, cashier_id) is not None:
        raise ShiftAlreadyOpen()
    shift = Shift(
        uuid=uuid or str(uuids.uuid4()), booth_id=booth_id, till_id=till_id, cashier_id=cashier_id,
        opened_at=clock.now(), float_amount=float_amount, difference_reason="",
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(shift)
    except IntegrityError as error:
        raise ShiftAlreadyOpen() from error
    record_event(
        "booths.open_shift", actor=actor, subject="shift", subject_id=shift.id, details={"booth": booth_id}
    )
    return shift


def close_shift(shift_id: int, *, actor: Actor, counted_amount: int | None = None, reason: str = "") -> Shift:
    """Close a shift, one's own or (manager) a forgotten one. Computes nothing: sales know their shift.

    `counted_amount` is the drawer's money in whole rupiah, None where none was counted. ShiftAlreadyClosed.
    """
    shift = get_shift(shift_id)
    if shift.closed_at is not None:
        raise ShiftAlreadyClosed()
    shift.closed_at = clock.now()
    shift.closed_by = actor.id if actor.kind == "user" else None
    shift.counted_amount, shift.difference_reason = counted_amount, reason
    db.session.flush()
    record_event(
        "booths.close_shift", actor=actor, subject="shift", subject_id=shift.id,
        details={"booth": shift.booth_id, "own": shift.cashier_id == shift.closed_by},
    )  # fmt: skip
    return shift
