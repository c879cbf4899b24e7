"""Reads of visits, findings, capacity, and what is missing for shops and export."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.certificates.lookups import get_rulebook
from app.certificates.queries.certificates import list_certificates
from app.certificates.rules.validity import HOLDING
from app.extensions import db
from app.makers.models import Maker, MakerProfile, Product
from app.photos.models import Upload
from app.shared.columns import table
from app.shared.errors import NotFound
from app.visits.models import Capacity, Finding, FindingPhoto, Visit, VisitAnswer
from app.visits.rules import LIVE, TARGETS, Answer, MakerFacts, Missing, find_missing

_VISIT, _ANSWER, _FINDING, _CAPACITY = table(Visit), table(VisitAnswer), table(Finding), table(Capacity)
_PHOTO, _UPLOAD = table(FindingPhoto), table(Upload)
_MAKER, _PROFILE, _PRODUCT = table(Maker), table(MakerProfile), table(Product)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit with its numbers of good points and of faults."""

    id: int
    visited_on: date
    visitor: str
    remark: str
    good: int
    fix: int


def list_visits(maker_id: int) -> list[VisitRow]:
    """The visits to a maker, the latest first. One statement."""
    good, fix = (func.count().filter(_ANSWER.c.answer == one) for one in ("good", "fix"))
    query = (
        select(_VISIT.c.id, _VISIT.c.visited_on, _VISIT.c.visitor, _VISIT.c.remark, good, fix)
        .join_from(_VISIT, _ANSWER)
        .where(_VISIT.c.maker_id == maker_id)
        .group_by(_VISIT.c.id, _VISIT.c.visited_on, _VISIT.c.visitor, _VISIT.c.remark)
        .order_by(_VISIT.c.visited_on.desc(), _VISIT.c.id.desc())
    )
    return [VisitRow(*row) for row in db.session.execute(query)]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with its maker and the day it was found."""

    id: int
    maker_id: int
    maker: str
    item: str
    advice: str
    state: str
    found_on: date
    said_at: datetime | None


def list_findings(maker_ids: Collection[int] | None = None) -> list[FindingRow]:
    """Live findings of these makers (None: all): those reported as fixed first, then the oldest. One statement."""
    query = (
        select(
            _FINDING.c.id, _FINDING.c.maker_id, _MAKER.c.name, _FINDING.c.item, _FINDING.c.advice, _FINDING.c.state,
            _VISIT.c.visited_on, _FINDING.c.said_at,
        )
        .join_from(_FINDING, _VISIT, _VISIT.c.id == _FINDING.c.visit_id)
        .join(_MAKER, _MAKER.c.id == _FINDING.c.maker_id)
        .where(_FINDING.c.state.in_(LIVE))
        .order_by(_FINDING.c.state.desc(), _VISIT.c.visited_on, _FINDING.c.id)
    )  # fmt: skip
    if maker_ids is not None:
        query = query.where(_FINDING.c.maker_id.in_(maker_ids))
    return [FindingRow(*row) for row in db.session.execute(query)]


def get_finding(finding_id: int, maker_ids: Collection[int]) -> FindingRow:
    """One live finding of these makers. NotFound."""
    for finding in list_findings(maker_ids):
        if finding.id == finding_id:
            return finding
    raise NotFound()


def list_answers(maker_ids: Collection[int] | None = None) -> dict[int, dict[str, Answer]]:
    """Maker id → point → latest answer; unanswered points are left out. One statement."""
    query = (
        select(_VISIT.c.maker_id, _ANSWER.c.item, _ANSWER.c.answer)
        .join_from(_ANSWER, _VISIT, _VISIT.c.id == _ANSWER.c.visit_id)
        .order_by(_VISIT.c.visited_on, _VISIT.c.id)
    )
    if maker_ids is not None:
        query = query.where(_VISIT.c.maker_id.in_(maker_ids))
    answers: dict[int, dict[str, Answer]] = {}
    for maker_id, item, answer in db.session.execute(query):
        answers.setdefault(maker_id, {})[item] = answer
    return answers


@dataclass(frozen=True, slots=True)
class ProductCapacity:
    """A product on sale with its pieces per month, None if unknown."""

    product_id: int
    maker_id: int
    name: str
    has_barcode: bool
    pieces: int | None


def list_capacity(day: date, maker_ids: Collection[int] | None = None) -> list[ProductCapacity]:
    """The products on sale with their monthly capacity on a local date. One statement."""
    newest = (
        select(_CAPACITY.c.pieces)
        .where(_CAPACITY.c.product_id == _PRODUCT.c.id, _CAPACITY.c.since <= day)
        .order_by(_CAPACITY.c.since.desc())
        .limit(1)
        .correlate(_PRODUCT)
        .scalar_subquery()
    )
    query = (
        select(_PRODUCT.c.id, _PRODUCT.c.maker_id, _PRODUCT.c.name, _PRODUCT.c.barcode.is_not(None), newest)
        .where(_PRODUCT.c.is_active)
        .order_by(_PRODUCT.c.search_name)
    )
    if maker_ids is not None:
        query = query.where(_PRODUCT.c.maker_id.in_(maker_ids))
    return [
        ProductCapacity(row[0], row[1], row[2], bool(row[3]), row[4]) for row in db.session.execute(query)
    ]


@dataclass(frozen=True, slots=True)
class Readiness:
    """The missing requirements of one maker by target, its last visit, and the monthly capacity of all its products."""

    maker_id: int
    maker: str
    village: str
    visited_on: date | None
    pieces: int | None
    missing: dict[str, list[Missing]]


def list_readiness(day: date, maker_ids: Collection[int] | None = None) -> list[Readiness]:
    """The missing requirements of makers with goods on sale, by target, on a local date. Seven statements."""
    goods: dict[int, list[ProductCapacity]] = {}
    for one in list_capacity(day, maker_ids):
        goods.setdefault(one.maker_id, []).append(one)
    answers, checked_kinds = list_answers(maker_ids), _list_checked_kinds(day)
    last = select(_VISIT.c.maker_id, func.max(_VISIT.c.visited_on)).group_by(_VISIT.c.maker_id)
    visited = {row[0]: row[1] for row in db.session.execute(last)}
    query = (
        select(_MAKER.c.id, _MAKER.c.name, _PROFILE.c.village, _PROFILE.c.nib)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _MAKER.c.id)
        .where(_MAKER.c.is_active)
        .order_by(_MAKER.c.search_name)
    )
    readiness = []
    for maker_id, name, village, nib in db.session.execute(query):
        if maker_id not in goods:
            continue
        kinds = checked_kinds.get(maker_id, set()) | ({"nib"} if nib else set())
        facts = MakerFacts(answers.get(maker_id, {}), kinds, _facts(goods[maker_id]))
        pieces = [one.pieces for one in goods[maker_id] if one.pieces is not None]
        missing = {target.slug: find_missing(target, facts) for target in TARGETS}
        total = sum(pieces) if pieces else None
        readiness.append(Readiness(maker_id, name, village or "", visited.get(maker_id), total, missing))
    return readiness


def _list_checked_kinds(day: date) -> dict[int, set[str]]:
    """Maker id → kinds of its checked and valid certificates."""
    checked_kinds: dict[int, set[str]] = {}
    for row in list_certificates(day):
        if row.is_open and row.is_checked and row.validity in HOLDING:
            checked_kinds.setdefault(row.maker_id, set()).add(row.kind)
    return checked_kinds


def _facts(goods: Collection[ProductCapacity]) -> set[str]:
    """`barcode` and `capacity`, each if every product has it."""
    facts = set()
    if all(one.has_barcode for one in goods):
        facts.add("barcode")
    if all(one.pieces is not None for one in goods):
        facts.add("capacity")
    return facts


def get_kind_titles(missing: Missing) -> str:
    """The titles of the kinds of a missing certificate; "" for anything else."""
    rulebook = get_rulebook()
    return " atau ".join(rulebook.title_of(code) for code in missing.kinds)


@dataclass(frozen=True, slots=True)
class FindingPicture:
    """A picture of a finding."""

    id: int
    finding_id: int
    sha256: str


def list_finding_photos(finding_ids: Collection[int]) -> dict[int, list[FindingPicture]]:
    """Finding id → its pictures, oldest first; findings without any are left out. One statement."""
    query = (
        select(_PHOTO.c.id, _PHOTO.c.finding_id, _UPLOAD.c.sha256)
        .join_from(_PHOTO, _UPLOAD)
        .where(_PHOTO.c.finding_id.in_(finding_ids))
        .order_by(_PHOTO.c.id)
    )
    photos: dict[int, list[FindingPicture]] = {}
    for row in db.session.execute(query):
        photos.setdefault(row[1], []).append(FindingPicture(*row))
    return photos


def get_finding_photo(photo_id: int, finding_id: int, maker_ids: Collection[int]) -> FindingPicture:
    """One picture of a finding of these makers. NotFound."""
    owner = db.session.scalar(select(_FINDING.c.maker_id).where(_FINDING.c.id == finding_id))
    for one in list_finding_photos([finding_id]).get(finding_id, []) if owner in maker_ids else []:
        if one.id == photo_id:
            return one
    raise NotFound()
