"""Services for visits and findings: record a visit, report a fix, drop a finding. Each records one audit event."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select, text

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.makers.members import list_bound_makers
from app.makers.queries import get_maker, list_makers_of_products
from app.photos.encoding import Picture
from app.photos.errors import PhotosFull
from app.photos.rules import MOST_PHOTOS
from app.photos.services import store_upload
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.reason import read_reason
from app.shared.transaction import lock_table
from app.visits.checklists import CURRENT, get_item
from app.visits.errors import FindingClosed, VisitAhead, VisitEmpty, VisitOfOwnMaker
from app.visits.models import Capacity, Finding, FindingPhoto, Visit, VisitAnswer
from app.visits.queries import get_finding_photo, list_finding_photos
from app.visits.rules import LIVE, Answer, State, state_after

_LOCK = text("LOCK TABLE visit IN SHARE ROW EXCLUSIVE MODE")
"""A form sent twice at once is one visit, and of two visits the later one follows the findings of the earlier."""


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """The results of a visit: answers and advice by point of the current checklist, pieces per month by product."""

    maker_id: int
    uuid: str
    visited_on: date
    visitor: str
    answers: Mapping[str, Answer]
    advice: Mapping[str, str] = field(default_factory=dict)
    pieces: Mapping[int, int] = field(default_factory=dict)
    remark: str = ""


def record_visit(draft: VisitDraft, *, actor: Actor) -> int:
    """Store a visit and update the findings; returns its id. The same uuid again changes nothing.

    VisitEmpty, VisitAhead, VisitOfOwnMaker, NotFound for a product or a uuid of another maker.
    """
    maker = get_maker(draft.maker_id)
    ensure_not_own(maker.id, actor)
    lock_table(_LOCK)
    existing = db.session.scalar(select(Visit).filter_by(uuid=draft.uuid))
    if existing is not None:
        if existing.maker_id != maker.id:
            raise NotFound("uuid")
        return existing.id
    seen = {
        code: answer
        for code, answer in draft.answers.items()
        if answer != "not_seen" and get_item(CURRENT, code)
    }
    if not seen:
        raise VisitEmpty()
    if draft.visited_on > clock.today():
        raise VisitAhead("visited_on")
    visit = Visit(
        uuid=draft.uuid, maker_id=maker.id, visited_on=draft.visited_on, visitor=read_reason(draft.visitor)[:100],
        checklist=CURRENT, remark=draft.remark, recorded_at=clock.now(), recorded_by=actor.id,
    )  # fmt: skip
    db.session.add(visit)
    db.session.flush()
    db.session.add_all(
        VisitAnswer(visit_id=visit.id, item=code, answer=answer) for code, answer in seen.items()
    )
    _follow_findings(visit, seen, draft.advice, actor)
    _record_capacity(draft, actor)
    db.session.flush()
    details = {"maker": maker.id, "seen": len(seen), "fix": sum(one == "fix" for one in seen.values())}
    record_event("visits.record", actor=actor, subject="visit", subject_id=visit.id, details=details)
    return visit.id


def _follow_findings(
    visit: Visit, seen: Mapping[str, Answer], advice: Mapping[str, str], actor: Actor
) -> None:
    query = (
        select(Finding).where(Finding.maker_id == visit.maker_id, Finding.state.in_(LIVE)).with_for_update()
    )
    live = {one.item: one for one in db.session.scalars(query)}
    for code, answer in seen.items():
        finding = live.get(code)
        state = state_after(_state(finding), answer)
        if finding is None:
            if state == "open":
                db.session.add(
                    Finding(
                        visit_id=visit.id, maker_id=visit.maker_id, item=code, advice=advice.get(code, "")[:300],
                        state="open",
                    )
                )  # fmt: skip
            continue
        if state in LIVE:
            finding.state, finding.said_at = "open", None
            finding.advice = advice.get(code, "")[:300] or finding.advice
        else:
            _close(finding, state or "dropped", actor)


def _state(finding: Finding | None) -> State | None:
    return None if finding is None else finding.state  # type: ignore[return-value]


def _close(finding: Finding, state: State, actor: Actor, reason: str = "") -> None:
    finding.state, finding.closed_at, finding.closed_by = state, clock.now(), actor.id
    finding.closing_reason = reason


def _record_capacity(draft: VisitDraft, actor: Actor) -> None:
    owners = list_makers_of_products(draft.pieces)
    for product_id, pieces in draft.pieces.items():
        if owners.get(product_id) != draft.maker_id:
            raise NotFound("pieces")
        query = select(Capacity).filter_by(product_id=product_id, since=draft.visited_on)
        row = db.session.scalar(query) or Capacity(product_id=product_id, since=draft.visited_on)
        row.pieces, row.recorded_by = pieces, actor.id
        db.session.add(row)


def say_done(finding_id: int, maker_ids: Collection[int], *, actor: Actor) -> None:
    """Record that the maker reports a fix, which an officer verifies. NotFound for another maker's, FindingClosed."""
    finding = get_live_finding(finding_id, maker_ids)
    finding.state, finding.said_at = "said_done", clock.now()
    db.session.flush()
    record_event("visits.say_done", actor=actor, subject="finding", subject_id=finding.id)


def drop_finding(
    finding_id: int, reason: str, *, maker_ids: Collection[int] | None = None, actor: Actor
) -> None:
    """Drop a finding that no longer applies. FindingClosed, VisitOfOwnMaker, ReasonMissing, NotFound."""
    finding = get_live_finding(finding_id, maker_ids)
    ensure_not_own(finding.maker_id, actor)
    _close(finding, "dropped", actor, read_reason(reason))
    db.session.flush()
    record_event("visits.drop_finding", actor=actor, subject="finding", subject_id=finding.id)


def get_live_finding(finding_id: int, maker_ids: Collection[int] | None = None) -> Finding:
    """A live finding, locked; only of these makers if given. NotFound, FindingClosed."""
    finding = db.session.scalar(select(Finding).where(Finding.id == finding_id).with_for_update())
    if finding is None or (maker_ids is not None and finding.maker_id not in maker_ids):
        raise NotFound()
    if finding.state not in LIVE:
        raise FindingClosed()
    return finding


def ensure_not_own(maker_id: int, actor: Actor) -> None:
    """Raise VisitOfOwnMaker if the actor acts for the maker."""
    if actor.kind == "user" and actor.id is not None:
        if any(maker_id in maker.ids for maker in list_bound_makers(actor.id)):
            raise VisitOfOwnMaker()


def add_finding_photo(
    finding_id: int, picture: Picture, *, maker_ids: Collection[int], actor: Actor
) -> FindingPhoto:
    """Add a picture to a live finding of these makers, unless it has it. NotFound, FindingClosed, PhotosFull."""
    finding = get_live_finding(finding_id, maker_ids)
    upload = store_upload(picture, actor=actor)
    stored = db.session.scalar(select(FindingPhoto).filter_by(finding_id=finding.id, upload_id=upload.id))
    if stored is not None:
        return stored
    if len(list_finding_photos([finding.id]).get(finding.id, [])) >= MOST_PHOTOS:
        raise PhotosFull("photo", most=MOST_PHOTOS)
    photo = FindingPhoto(finding_id=finding.id, upload_id=upload.id, made_at=clock.now())
    db.session.add(photo)
    db.session.flush()
    details = {"photo": photo.id, "upload": upload.id}
    record_event("visits.add_photo", actor=actor, subject="finding", subject_id=finding.id, details=details)
    return photo


def remove_finding_photo(photo_id: int, finding_id: int, *, maker_ids: Collection[int], actor: Actor) -> None:
    """Remove a picture from a finding of these makers; the next purge deletes its file. NotFound."""
    one = get_finding_photo(photo_id, finding_id, maker_ids)
    db.session.delete(db.session.get_one(FindingPhoto, one.id))
    db.session.flush()
    details = {"photo": one.id}
    record_event(
        "visits.remove_photo", actor=actor, subject="finding", subject_id=finding_id, details=details
    )
