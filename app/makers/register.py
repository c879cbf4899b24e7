"""Reads of the register of makers: the Dinas' list, missing details, and similar names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from app.extensions import db
from app.makers.models import Maker, MakerProfile, Product
from app.makers.registration import list_alike
from app.makers.rules import fold_name
from app.shared.columns import table

_MAKER, _PROFILE, _PRODUCT = table(Maker), table(MakerProfile), table(Product)
_MISSING = ("owner_name", "phone", "village", "nib", "account_number")


@dataclass(frozen=True, slots=True)
class RegisteredMaker:
    """A maker in the register; `missing`: the empty fields, and `product` if it offers nothing."""

    id: int
    name: str
    state: str
    origin: str
    owner_name: str
    phone: str
    village: str
    makes: str
    joined_into_id: int | None
    created_at: datetime
    on_sale: int
    missing: tuple[str, ...]


def list_register(search: str = "", state: str = "", *, by_owner: bool = True) -> list[RegisteredMaker]:
    """The makers in a state whose name, owner, village or goods contain the text (folded). One statement.

    `by_owner`: whether the owner's name is searched, too.
    """
    on_sale = (
        select(func.count()).where(_PRODUCT.c.maker_id == _MAKER.c.id, _PRODUCT.c.is_active)
        .correlate(_MAKER).scalar_subquery()
    )  # fmt: skip
    query = (
        select(_MAKER, _PROFILE, on_sale.label("on_sale"), _MAKER.c.id.label("id"))
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _MAKER.c.id)
        .order_by(_MAKER.c.search_name)
    )
    rows = [_row(one._mapping) for one in db.session.execute(query)]
    folded = fold_name(search)
    return [
        row for row in rows
        if (not state or row.state == state)
        and (not folded or folded in fold_name(_words(row, by_owner)))
    ]  # fmt: skip


def _words(one: RegisteredMaker, by_owner: bool) -> str:
    return f"{one.name} {one.owner_name if by_owner else ''} {one.village} {one.makes}"


def _row(row: Any) -> RegisteredMaker:
    text = {name: row[_PROFILE.c[name]] or "" for name in ("owner_name", "phone", "village", "makes")}
    missing = tuple(name for name in _MISSING if not row[_PROFILE.c[name]])
    return RegisteredMaker(
        id=row[_MAKER.c.id],
        name=row[_MAKER.c.name],
        state=row[_PROFILE.c.state] or ("active" if row[_MAKER.c.is_active] else "paused"),
        origin=row[_PROFILE.c.origin] or "catalogue",
        joined_into_id=row[_PROFILE.c.joined_into_id],
        created_at=row[_MAKER.c.created_at],
        on_sale=int(row["on_sale"]),
        missing=missing if row["on_sale"] else (*missing, "product"),
        **text,
    )


def list_lookalikes(
    name: str, but: int | None = None, *, among: Sequence[RegisteredMaker] | None = None
) -> list[RegisteredMaker]:
    """Makers with names similar to this one, most similar first; joined records are left out.

    `among`: the register, if the caller has read it already.
    """
    register = list_register() if among is None else among
    rows = {one.id: one for one in register if one.id != but and one.joined_into_id is None}
    return [
        rows[one]
        for one in list_alike(fold_name(name), ((row.id, fold_name(row.name)) for row in rows.values()))
    ]


@dataclass(frozen=True, slots=True)
class RegisterCounts:
    """The numbers of makers, without joined and closed records: all, new ones, and those with a NIB."""

    makers: int
    new: int
    with_nib: int


def count_register() -> RegisterCounts:
    """The counts of the register. One statement."""
    state = func.coalesce(_PROFILE.c.state, case((_MAKER.c.is_active, "active"), else_="paused"))
    query = (
        select(
            func.count(),
            func.count().filter(state == "new"),
            func.count(_PROFILE.c.nib),
        )
        .select_from(_MAKER)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _MAKER.c.id)
        .where(state != "closed")
    )
    return RegisterCounts(*db.session.execute(query).one())
