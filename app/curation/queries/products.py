"""Reads of products' state in curation, and of holds. For pages, catalogue and tills."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select

from app.curation.models import Agency, ProductHold, ProductVersion, Submission
from app.curation.rules import OPEN
from app.extensions import db
from app.makers.models import Maker, Product
from app.makers.rules import fold_name
from app.shared.columns import table

_OFFER, _VERSION, _HOLD = table(Submission), table(ProductVersion), table(ProductHold)
_AGENCY, _PRODUCT, _MAKER = table(Agency), table(Product), table(Maker)


@dataclass(frozen=True, slots=True)
class ProductCuration:
    """A product's state in curation. `accepted_version_id`: the last accepted version, valid while another is assessed.

    `open_state`: the state of the open offer (draft, sent, fixing), None without one.
    """

    accepted_version_id: int | None = None
    accepted_at: datetime | None = None
    open_state: str | None = None

    @property
    def is_curated(self) -> bool:
        """Whether a version was accepted; else the product is sold as *belum dikurasi* (makers 16)."""
        return self.accepted_version_id is not None


def list_curation(product_ids: Collection[int] | None = None) -> dict[int, ProductCuration]:
    """Product id → state in curation, of these products (None: all); never offered ones are left out. One statement."""
    query = select(_OFFER.c.product_id, _OFFER.c.version_id, _OFFER.c.state, _OFFER.c.decided_at).where(
        _OFFER.c.state.in_((*OPEN, "accepted"))
    )
    if product_ids is not None:
        query = query.where(_OFFER.c.product_id.in_(product_ids))
    states: dict[int, ProductCuration] = {}
    for product_id, version_id, state, decided_at in db.session.execute(query.order_by(_OFFER.c.id)):
        before = states.get(product_id, ProductCuration())
        if state == "accepted":
            states[product_id] = ProductCuration(version_id, decided_at, before.open_state)
        else:
            states[product_id] = ProductCuration(before.accepted_version_id, before.accepted_at, state)
    return states


def list_versions(version_ids: Collection[int]) -> dict[int, ProductVersion]:
    """Versions by id."""
    rows = db.session.scalars(select(ProductVersion).where(ProductVersion.id.in_(version_ids)))
    return {row.id: row for row in rows}


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold with its product and agency. `effective_until` is exclusive."""

    id: int
    product_id: int
    product: str
    maker: str
    maker_id: int
    agency_id: int
    agency: str
    effective_from: date
    effective_until: date | None
    reason: str
    letter_number: str
    lifted_on: date | None
    lift_reason: str

    def is_in_force(self, day: date) -> bool:
        """Whether the hold is in force on a local date; the same rule as `_in_force`."""
        return (
            self.effective_from <= day
            and (self.effective_until is None or day < self.effective_until)
            and (self.lifted_on is None or day < self.lifted_on)
        )


def _in_force(day: date) -> ColumnElement[bool]:
    """The condition for a hold that is in force on a local date."""
    return and_(
        _HOLD.c.effective_from <= day,
        or_(_HOLD.c.effective_until.is_(None), _HOLD.c.effective_until > day),
        or_(_HOLD.c.lifted_on.is_(None), _HOLD.c.lifted_on > day),
    )


def list_on_hold(day: date, product_ids: Collection[int] | None = None) -> frozenset[int]:
    """Ids of products (of these; None: all) on hold on a local date."""
    query = select(_HOLD.c.product_id).where(_in_force(day)).distinct()
    if product_ids is not None:
        query = query.where(_HOLD.c.product_id.in_(product_ids))
    return frozenset(db.session.scalars(query))


def list_holds(
    *,
    agency_id: int | None = None,
    product_ids: Collection[int] | None = None,
    maker_ids: Collection[int] | None = None,
    on: date | None = None,
) -> list[HoldRow]:
    """Holds of an agency, of products or of makers, the newest first; `on`: only those in force on that day."""
    query = (
        select(
            _HOLD.c.id, _HOLD.c.product_id, _PRODUCT.c.name, _MAKER.c.name, _MAKER.c.id, _HOLD.c.agency_id,
            _AGENCY.c.name, _HOLD.c.effective_from, _HOLD.c.effective_until, _HOLD.c.reason, _HOLD.c.letter_number,
            _HOLD.c.lifted_on, _HOLD.c.lift_reason,
        )
        .join(_PRODUCT, _PRODUCT.c.id == _HOLD.c.product_id)
        .join(_MAKER, _MAKER.c.id == _PRODUCT.c.maker_id)
        .join(_AGENCY, _AGENCY.c.id == _HOLD.c.agency_id)
        .order_by(_HOLD.c.id.desc())
    )  # fmt: skip
    if agency_id is not None:
        query = query.where(_HOLD.c.agency_id == agency_id)
    if product_ids is not None:
        query = query.where(_HOLD.c.product_id.in_(product_ids))
    if maker_ids is not None:
        query = query.where(_MAKER.c.id.in_(maker_ids))
    if on is not None:
        query = query.where(_in_force(on))
    return [HoldRow(*row) for row in db.session.execute(query)]


@dataclass(frozen=True, slots=True)
class OwnProduct:
    """A maker's product with its state in curation; a product in its first unsent offer is not on sale."""

    id: int
    name: str
    maker: str
    curation: ProductCuration


def list_own_products(maker_ids: Collection[int]) -> list[OwnProduct]:
    """The products of these makers by name, those on sale first. Two statements."""
    return _list_own(_PRODUCT.c.maker_id.in_(maker_ids))


def find_own_product(product_id: int, maker_ids: Collection[int]) -> OwnProduct | None:
    """One product of these makers, or None."""
    products = _list_own(and_(_PRODUCT.c.id == product_id, _PRODUCT.c.maker_id.in_(maker_ids)))
    return products[0] if products else None


def list_products_named(text: str, *, limit: int = 20) -> list[OwnProduct]:
    """Products on sale whose own or maker's name contains this text (folded); at most `limit`."""
    folded = fold_name(text)
    if not folded:
        return []
    names = or_(
        _PRODUCT.c.search_name.contains(folded, autoescape=True),
        _MAKER.c.search_name.contains(folded, autoescape=True),
    )
    return _list_own(and_(_PRODUCT.c.is_active, names), limit=limit)


def _list_own(condition: ColumnElement[bool], *, limit: int | None = None) -> list[OwnProduct]:
    query = (
        select(_PRODUCT.c.id, _PRODUCT.c.name, _MAKER.c.name)
        .join(_MAKER, _MAKER.c.id == _PRODUCT.c.maker_id)
        .where(condition)
        .order_by(_PRODUCT.c.is_active.desc(), _PRODUCT.c.search_name, _PRODUCT.c.id)
        .limit(limit)
    )
    rows = db.session.execute(query).all()
    curation = list_curation([row[0] for row in rows])
    return [OwnProduct(*row, curation.get(row[0], ProductCuration())) for row in rows]
