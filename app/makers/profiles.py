"""Services for makers' records: register, complete, mark as seen, pause, resume, close, join (makers 1, 2)."""

from sqlalchemy import update

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.makers.claims import pass_claims
from app.makers.errors import JoinRefused, MakerStateWrong
from app.makers.models import Maker, MakerClaim, MakerProfile
from app.makers.queries import get_maker, list_profiles
from app.makers.registration import SELLING, MakerDraft, changed_fields, new_claims
from app.makers.services import create_maker
from app.shared import clock


def register_maker(draft: MakerDraft, *, origin: str, actor: Actor) -> Maker:
    """Create a maker from a draft. `origin`: self, clerk or sheet. NameMissing, MakerNameTaken."""
    maker = create_maker(draft.name, actor=actor, origin=origin)
    complete_maker(maker.id, draft, actor=actor)
    return maker


def complete_maker(maker_id: int, draft: MakerDraft, *, actor: Actor) -> bool:
    """Write the fields of a draft that differ from the record; empty ones change nothing. True if any was written."""
    profile = get_profile(maker_id)
    stored = list_profiles([maker_id])[maker_id]
    changed = changed_fields(draft, stored.values)
    for name in changed:
        setattr(profile, name, getattr(draft, name))
    claims = new_claims(draft, stored.claims)
    for kind, text in claims:
        db.session.add(MakerClaim(maker_id=maker_id, kind=kind, text=text, claimed_at=clock.now()))
    db.session.flush()
    if changed or claims:
        details = {"fields": changed, "claims": sorted(kind for kind, _ in claims)}
        record_event(
            "umkm.complete_maker", actor=actor, subject="maker", subject_id=maker_id, details=details
        )
    if claims:
        pass_claims(maker_id, claims, actor)
    return bool(changed or claims)


def get_profile(maker_id: int) -> MakerProfile:
    """The profile of a maker; created if an older record has none. NotFound."""
    maker = get_maker(maker_id)
    profile = db.session.get(MakerProfile, maker.id)
    if profile is None:
        profile = MakerProfile(
            maker_id=maker.id, state="active" if maker.is_active else "paused", origin="catalogue"
        )
        db.session.add(profile)
        db.session.flush()
    return profile


def see_maker(maker_id: int, *, actor: Actor) -> None:
    """Record that an officer has seen the maker: `active` from now on. MakerStateWrong if it is closed."""
    profile = get_profile(maker_id)
    if profile.state == "closed":
        raise MakerStateWrong()
    profile.seen_at, profile.seen_by = clock.now(), actor.id or 0
    _set_state(profile, "active", "umkm.see_maker", actor)


def pause_maker(maker_id: int, *, actor: Actor) -> None:
    """Hide a maker's goods temporarily; its products do not change. MakerStateWrong unless it sells."""
    profile = get_profile(maker_id)
    if profile.state not in SELLING:
        raise MakerStateWrong()
    _set_state(profile, "paused", "umkm.pause_maker", actor)


def resume_maker(maker_id: int, *, actor: Actor) -> None:
    """Show a paused maker's goods again. MakerStateWrong otherwise."""
    profile = get_profile(maker_id)
    if profile.state != "paused":
        raise MakerStateWrong()
    _set_state(profile, "active" if profile.seen_at else "new", "umkm.resume_maker", actor)


def close_maker(maker_id: int, *, actor: Actor) -> None:
    """Close a maker's record; sales, goods and money still refer to it. MakerStateWrong if it is closed already."""
    profile = get_profile(maker_id)
    if profile.state == "closed":
        raise MakerStateWrong()
    _set_state(profile, "closed", "umkm.close_maker", actor)


def join_makers(maker_id: int, into_id: int, *, actor: Actor) -> None:
    """Join a record into another of the same maker. Rows that refer to it are not rewritten. JoinRefused, NotFound."""
    profile, survivor = get_profile(maker_id), get_profile(into_id)
    if maker_id == into_id or profile.joined_into_id is not None or survivor.joined_into_id is not None:
        raise JoinRefused()
    # Records joined into this one before are joined into the survivor, so that one step always leads there.
    db.session.execute(
        update(MakerProfile).where(MakerProfile.joined_into_id == maker_id).values(joined_into_id=into_id)
    )
    profile.joined_into_id, profile.state = into_id, "closed"
    _set_state(profile, "closed", "umkm.join_makers", actor)


def _set_state(profile: MakerProfile, state: str, action: str, actor: Actor) -> None:
    profile.state = state
    get_maker(profile.maker_id).is_active = state in SELLING
    db.session.flush()
    details = {"state": state, "joined_into": profile.joined_into_id}
    record_event(action, actor=actor, subject="maker", subject_id=profile.maker_id, details=details)
