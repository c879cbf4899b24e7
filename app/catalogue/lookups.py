"""The statements of the public pages. A merged maker record counts as the one it was merged into."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from app.extensions import db
from app.makers.lookups import survivor_id
from app.makers.models import Maker, MakerProfile, MakerStory, Product, ProductStory, PublicToken
from app.shared.columns import table

_PRODUCT, _RECORD, _PROFILE = table(Product), table(Maker), table(MakerProfile)
_STORY, _MAKER_STORY = table(ProductStory), table(MakerStory)
_OWN = table(PublicToken).alias("own_token")
_THEIRS = table(PublicToken).alias("maker_token")
_MAKER = table(Maker).alias("shown_maker")
_SHOWN_PROFILE = table(MakerProfile).alias("shown_profile")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A public product, with the columns that lists and search need."""

    product_id: int
    maker_id: int
    name: str
    maker_name: str
    category: str
    token: str


@dataclass(frozen=True, slots=True)
class PublicProduct:
    """A product with the texts of its page. Owner and phone are empty without the maker's consent.

    `record_id`: the maker record it is stored under; `maker_id`: the record that one was merged into, else the same.
    """

    product_id: int
    record_id: int
    name: str
    category: str
    token: str
    is_shown: bool
    maker_id: int
    maker_name: str
    maker_token: str
    is_maker_shown: bool
    village: str
    owner: str
    phone: str
    story: str
    how_made: str


@dataclass(frozen=True, slots=True)
class PublicMaker:
    """A maker with the texts of its page; `moved_to`: the page name of the maker it was merged into."""

    maker_id: int
    name: str
    token: str
    is_shown: bool
    moved_to: str
    makes: str
    village: str
    owner: str
    phone: str
    story: str


def _survivor() -> ColumnElement[int]:
    return survivor_id(_RECORD.c.id)


def _select_joined(columns: list[Any]) -> Select[Any]:
    """Select columns of products joined with their public name, the maker they count for, and its profile."""
    is_own = and_(_OWN.c.kind == "product", _OWN.c.target_id == _PRODUCT.c.id)
    is_theirs = and_(_THEIRS.c.kind == "maker", _THEIRS.c.target_id == _MAKER.c.id)
    source = (
        _PRODUCT.join(_OWN, is_own)
        .join(_RECORD, _RECORD.c.id == _PRODUCT.c.maker_id)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _RECORD.c.id)
        .join(_MAKER, _MAKER.c.id == _survivor())
        .join(_THEIRS, is_theirs)
        .outerjoin(_SHOWN_PROFILE, _SHOWN_PROFILE.c.maker_id == _MAKER.c.id)
    )
    return select(*columns).select_from(source)


_IS_MAKER_SHOWN = and_(_MAKER.c.is_active, _THEIRS.c.retired_at.is_(None))
_IS_SHOWN = and_(_PRODUCT.c.is_active, _OWN.c.retired_at.is_(None), _IS_MAKER_SHOWN)
_ROW = [_PRODUCT.c.id, _MAKER.c.id, _PRODUCT.c.name, _MAKER.c.name, _PRODUCT.c.category, _OWN.c.token]


def list_shown(maker_ids: Collection[int] | None = None) -> list[ShownRow]:
    """All public products (of these makers only, if given), by name. One statement."""
    query = _select_joined(_ROW).where(_IS_SHOWN).order_by(_PRODUCT.c.search_name, _PRODUCT.c.id)
    if maker_ids is not None:
        query = query.where(_MAKER.c.id.in_(maker_ids))
    return [ShownRow(*row) for row in db.session.execute(query)]


def list_stories() -> dict[int, str]:
    """Product id → the story of the product and its maker, for public products that have one."""
    texts = [_STORY.c.story, _STORY.c.how_made, _MAKER_STORY.c.story]
    query = (
        _select_joined([_PRODUCT.c.id, *texts])
        .outerjoin(_STORY, _STORY.c.product_id == _PRODUCT.c.id)
        .outerjoin(_MAKER_STORY, _MAKER_STORY.c.maker_id == _MAKER.c.id)
        .where(_IS_SHOWN, or_(*(text != "" for text in texts)))
    )
    return {row[0]: " ".join(filter(None, row[1:])) for row in db.session.execute(query)}


def _only_if(flag: Any, value: Any) -> Any:
    return case((flag, value), else_="")


def find_product(token: str) -> PublicProduct | None:
    """The product with this public name, public or not; None if there is none. One statement."""
    profile = _SHOWN_PROFILE.c
    columns = [
        _PRODUCT.c.id, _RECORD.c.id, _PRODUCT.c.name, _PRODUCT.c.category, _OWN.c.token, _IS_SHOWN, _MAKER.c.id,
        _MAKER.c.name, _THEIRS.c.token, _IS_MAKER_SHOWN, func.coalesce(profile.village, ""),
        _only_if(profile.is_owner_public, profile.owner_name), _only_if(profile.is_phone_public, profile.phone),
        func.coalesce(_STORY.c.story, ""), func.coalesce(_STORY.c.how_made, ""),
    ]  # fmt: skip
    query = _select_joined(columns).outerjoin(_STORY, _STORY.c.product_id == _PRODUCT.c.id)
    row = db.session.execute(query.where(_OWN.c.token == token)).one_or_none()
    return PublicProduct(*row) if row else None


def find_maker(token: str) -> PublicMaker | None:
    """The maker with this public name, public or not; None if there is none. One statement."""
    elsewhere = table(PublicToken).alias("elsewhere")
    moved = and_(elsewhere.c.kind == "maker", elsewhere.c.target_id == _PROFILE.c.joined_into_id)
    columns = [
        _RECORD.c.id, _RECORD.c.name, _OWN.c.token, and_(_RECORD.c.is_active, _OWN.c.retired_at.is_(None)),
        func.coalesce(elsewhere.c.token, ""), func.coalesce(_PROFILE.c.makes, ""),
        func.coalesce(_PROFILE.c.village, ""), _only_if(_PROFILE.c.is_owner_public, _PROFILE.c.owner_name),
        _only_if(_PROFILE.c.is_phone_public, _PROFILE.c.phone), func.coalesce(_MAKER_STORY.c.story, ""),
    ]  # fmt: skip
    source = (
        _OWN.join(_RECORD, and_(_OWN.c.kind == "maker", _OWN.c.target_id == _RECORD.c.id))
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _RECORD.c.id)
        .outerjoin(elsewhere, moved)
        .outerjoin(_MAKER_STORY, _MAKER_STORY.c.maker_id == _RECORD.c.id)
    )
    row = db.session.execute(select(*columns).select_from(source).where(_OWN.c.token == token)).one_or_none()
    return PublicMaker(*row) if row else None


def list_maker_tokens() -> list[str]:
    """The public names of all public makers, sorted."""
    query = (
        select(_OWN.c.token)
        .join_from(_OWN, _RECORD, and_(_OWN.c.kind == "maker", _OWN.c.target_id == _RECORD.c.id))
        .where(_RECORD.c.is_active, _OWN.c.retired_at.is_(None))
        .order_by(_OWN.c.token)
    )
    return list(db.session.scalars(query))
