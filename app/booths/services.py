"""Creates and changes booths."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.booths.errors import BoothNameMissing, BoothNameTaken, ModeDayUnusable
from app.booths.models import Booth, FormerMode
from app.booths.queries import find_booth, get_booth
from app.booths.rules import DEFAULT_MODE, OpeningHours
from app.extensions import db
from app.makers.rules import fold_name, tidy_name
from app.shared import clock


def create_booth(name: str, *, actor: Actor, mode: str = DEFAULT_MODE, unit_id: int | None = None) -> Booth:
    """Create a booth. BoothNameMissing, BoothNameTaken."""
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
    except IntegrityError as error:  # a concurrent request took the name first
        raise BoothNameTaken("name") from error
    record_event("booths.create", actor=actor, subject="booth", subject_id=booth.id, details={"mode": mode})
    return booth


def get_or_create_booth(name: str, *, actor: Actor) -> Booth:
    """The booth of this name; a new one is created in mode "catat saja". BoothNameMissing."""
    booth = find_booth(name)
    if booth is not None:
        return booth
    try:
        return create_booth(name, actor=actor)
    except BoothNameTaken:  # a concurrent request created it
        booth = find_booth(name)
        if booth is None:
            raise
        return booth


def place_booth(booth_id: int, *, address: str, hours: OpeningHours | None, actor: Actor) -> Booth:
    """Set a booth's address and opening hours, which buyers can read. NotFound.

    `hours` None: not entered yet; pages then show no opening hours.
    """
    booth = get_booth(booth_id)
    booth.address, booth.hours = tidy_name(address), hours.as_stored() if hours else None
    db.session.flush()
    details = {"address": booth.address, "hours": booth.hours}
    record_event("booths.place", actor=actor, subject="booth", subject_id=booth.id, details=details)
    return booth


def change_booth(
    booth_id: int,
    *,
    name: str,
    mode: str,
    unit_id: int | None,
    is_active: bool,
    actor: Actor,
    mode_from: date | None = None,
) -> Booth:
    """Change a booth's name, mode, unit or whether it is active. BoothNameMissing, BoothNameTaken, ModeDayUnusable.

    A new mode applies from today or from an earlier local date; each sale counts by the mode of its day.
    """
    booth, shown = get_booth(booth_id), tidy_name(name)
    if not shown:
        raise BoothNameMissing("name")
    other = find_booth(shown)
    if other is not None and other.id != booth.id:
        raise BoothNameTaken("name")
    if mode != booth.mode:
        _end_mode(booth, mode_from or clock.today(), actor)
    booth.name, booth.search_name = shown, fold_name(shown)
    booth.mode, booth.unit_id, booth.is_active = mode, unit_id, is_active
    db.session.flush()
    record_event(
        "booths.change", actor=actor, subject="booth", subject_id=booth.id,
        details={"mode": mode, "unit": unit_id, "active": is_active},
    )  # fmt: skip
    return booth


def _end_mode(booth: Booth, day: date, actor: Actor) -> None:
    """Store that the present mode ended on this day; if it changes twice on a day, the mode before the first change."""
    last = db.session.scalar(select(func.max(FormerMode.until)).where(FormerMode.booth_id == booth.id))
    if day > clock.today() or (last is not None and day < last):
        raise ModeDayUnusable("mode_from")
    if day == last:
        return
    row = FormerMode(
        booth_id=booth.id, mode=booth.mode, until=day, changed_at=clock.now(), changed_by=actor.id
    )
    db.session.add(row)
    db.session.flush()
    seal_states("booth_former_mode", [row.id])
