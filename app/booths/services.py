"""Setting up booths and changing them."""

from sqlalchemy.exc import IntegrityError

from app.audit.rules import Actor
from app.audit.services import record_event
from app.booths.errors import BoothNameMissing, BoothNameTaken
from app.booths.models import Booth
from app.booths.queries import find_booth, get_booth
from app.booths.rules import DEFAULT_MODE, OpeningHours
from app.extensions import db
from app.makers.rules import fold_name, tidy_name
from app.shared import clock


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


def place_booth(booth_id: int, *, address: str, hours: OpeningHours | None, actor: Actor) -> Booth:
    """Set where a booth stands and when it is open, for buyers to read. NotFound.

    `hours` None: nobody knows yet, and pages say nothing of opening hours.
    """
    booth = get_booth(booth_id)
    booth.address, booth.hours = tidy_name(address), hours.as_stored() if hours else None
    db.session.flush()
    details = {"address": booth.address, "hours": booth.hours}
    record_event("booths.place", actor=actor, subject="booth", subject_id=booth.id, details=details)
    return booth


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
