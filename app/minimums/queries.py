"""Reads of decrees, and of the postings that their tiers match."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from app.accounts.models import User
from app.directory.queries import EMPLOYEE, load_tree, postings_on
from app.directory.rules import full_name
from app.extensions import db
from app.minimums.errors import DecreeNotFound
from app.minimums.models import Decree, DecreeWithdrawal, MinimumTier
from app.minimums.rules import (
    DecreeDraft,
    DecreeValue,
    PostingGroup,
    PostingKey,
    Tier,
    TierFinder,
    Withdrawal,
    decree_in_force,
)
from app.shared.columns import table
from app.shared.period import Period

_DECREE = table(Decree)
_TIER = table(MinimumTier)
_WITHDRAWAL, _USER = table(DecreeWithdrawal), table(User)
_KEY_COLUMNS = ("status", "echelon", "position", "position_kind", "grade", "unit_id")
_ALL = (
    select(
        *(_DECREE.c[name] for name in ("id", "title", "signed_on", "effective_from", "mode")),
        func.coalesce(_WITHDRAWAL.c.number, _DECREE.c.number).label("number"),
        _TIER.c.position,
        _TIER.c.code,
        _TIER.c.name,
        _TIER.c.minimum,
        _TIER.c.matches,
        _WITHDRAWAL.c.withdrawn_at,
        _WITHDRAWAL.c.reason,
        _USER.c.display_name,
    )
    .join(_TIER, _TIER.c.decree_id == _DECREE.c.id)
    .outerjoin(_WITHDRAWAL, _WITHDRAWAL.c.decree_id == _DECREE.c.id)
    .outerjoin(_USER, _USER.c.id == _WITHDRAWAL.c.withdrawn_by)
    .order_by(_DECREE.c.id, _TIER.c.position)
)


def list_decrees() -> list[DecreeValue]:
    """All decrees that are not withdrawn, with their tiers, in the order stored. One statement."""
    return _decrees(_ALL.where(_WITHDRAWAL.c.id.is_(None)))


def list_withdrawn_decrees() -> list[DecreeValue]:
    """The withdrawn decrees, in the order stored. One statement."""
    return _decrees(_ALL.where(_WITHDRAWAL.c.id.is_not(None)))


def get_decree(decree_id: int) -> DecreeValue:
    """One decree, also a withdrawn one. DecreeNotFound."""
    decrees = _decrees(_ALL.where(_DECREE.c.id == decree_id))
    if not decrees:
        raise DecreeNotFound()
    return decrees[0]


def find_decree_for(period: Period) -> DecreeValue | None:
    """The decree in force for a month (decisions 1); None before the first."""
    return decree_in_force(list_decrees(), period)


def _decrees(statement: Select[tuple[object, ...]]) -> list[DecreeValue]:
    heads: dict[int, Any] = {}
    tiers: dict[int, list[Tier]] = {}
    for row in db.session.execute(statement):
        heads.setdefault(row.id, row)
        tiers.setdefault(row.id, []).append(
            Tier(row.position, row.code, row.name, row.minimum, tuple(row.matches))
        )
    return [
        DecreeValue(
            number=head.number,
            title=head.title,
            signed_on=head.signed_on,
            effective_from=head.effective_from,
            mode=head.mode,
            tiers=tuple(tiers[decree_id]),
            id=decree_id,
            withdrawal=Withdrawal(head.display_name, head.withdrawn_at, head.reason)
            if head.withdrawn_at
            else None,
        )
        for decree_id, head in heads.items()
    ]


def list_posting_groups(day: date) -> list[PostingGroup]:
    """The people in service on a day, counted by the values that tiers may match. One statement."""
    now = postings_on(day)
    columns = [now.c[name] for name in _KEY_COLUMNS]
    rows = db.session.execute(
        select(*columns, func.count()).where(now.c.service == "active").group_by(*columns)
    )
    return [PostingGroup(PostingKey(*row[:-1]), row[-1]) for row in rows]


class PersonWithoutTier(NamedTuple):
    """A person without a matching tier, and the posting."""

    employee_id: int
    name: str
    key: PostingKey
    unit: str
    opd: str


def list_without_tier(decree: DecreeDraft, day: date) -> list[PersonWithoutTier]:
    """People in service on a day without a matching tier of the decree, by OPD, unit and name. Two statements."""
    tree = load_tree()
    finder = TierFinder(decree.tiers, tree)
    now = postings_on(day)
    rows = db.session.execute(
        select(
            EMPLOYEE.c.id,
            EMPLOYEE.c.name,
            EMPLOYEE.c.front_title,
            EMPLOYEE.c.back_title,
            *(now.c[name] for name in _KEY_COLUMNS),
        )
        .join(now, now.c.employee_id == EMPLOYEE.c.id)
        .where(now.c.service == "active")
    )
    people = []
    for row in rows:
        key = PostingKey(*row[4:])
        if finder.tier_of(key) is None:
            name = full_name(row.name, row.front_title, row.back_title)
            people.append(
                PersonWithoutTier(row.id, name, key, tree.name(key.unit_id), tree.opd_name(key.unit_id))
            )
    return sorted(people, key=lambda one: (one.opd, one.unit, one.name))
