"""Verbs on who a maker is: registered, completed, seen by an officer, paused, closed, joined by hand (makers 1, 2)."""

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
    """Take a maker in with what was said. `origin`: self, clerk or sheet. NameMissing, MakerNameTaken."""
    maker = create_maker(draft.name, actor=actor, origin=origin)
    complete_maker(maker.id, draft, actor=actor)
    return maker


def complete_maker(maker_id: int, draft: MakerDraft, *, actor: Actor) -> bool:
    """Write what a draft says and the record does not say yet or otherwise; blanks change nothing. True if so."""
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
    """The profile of a maker, made where an older record has none. NotFound."""
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
    """An officer has seen the maker: `active` from now on. MakerStateWrong for a closed one."""
    profile = get_profile(maker_id)
    if profile.state == "closed":
        raise MakerStateWrong()
    profile.seen_at, profile.seen_by = clock.now(), actor.id or 0
    _set_state(profile, "active", "umkm.see_maker", actor)


def pause_maker(maker_id: int, *, actor: Actor) -> None:
    """Hide a maker's goods for a while; no product changes. MakerStateWrong unless it sells."""
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
    """End a maker's record; sales, goods and money keep naming it. MakerStateWrong if it is closed already."""
    profile = get_profile(maker_id)
    if profile.state == "closed":
        raise MakerStateWrong()
    _set_state(profile, "closed", "umkm.close_maker", actor)


def join_makers(maker_id: int, into_id: int, *, actor: Actor) -> None:
    """Say that a record is the same maker as another. Nothing that names it is rewritten. JoinRefused, NotFound."""
    profile, survivor = get_profile(maker_id), get_profile(into_id)
    if maker_id == into_id or profile.joined_into_id is not None or survivor.joined_into_id is not None:
        raise JoinRefused()
    # Records joined into this one before now mean the survivor, so that one step always leads there.
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
