"""Creates accounts for many people at once, each with a letter: user name, one-time code, QR card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select

from app.accounts.models import User, UserRole
from app.accounts.queries import list_letters_due
from app.accounts.services.codes import new_code
from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.queries import get_employee, load_tree
from app.directory.rules import full_name
from app.extensions import db
from app.settings.queries import get_code_days
from app.shared import clock

BATCH = 200
"""Letters made at once: as many as an office printer swallows before somebody must look after it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The content of one letter. The code exists nowhere else in plain text."""

    name: str
    unit: str
    opd: str
    username: str
    code: str
    card_token: str
    valid_until: date


def prepare_letters(
    unit_ids: frozenset[int], *, actor: Actor, again: bool = False, most: int = BATCH
) -> list[Letter]:
    """Create accounts and codes for people posted in these units who have not activated theirs.

    People with a valid code get no new one, unless `again`: then their old letters become invalid. At most `most`
    letters per call, by unit and name; call again for the rest. Accounts with more than the employee's role are
    skipped.
    """
    rows = list_letters_due(unit_ids, again=again, most=most)
    tree = load_tree()
    until = clock.local_date(clock.now() + timedelta(days=get_code_days()))
    taken = _taken_names(rows)
    letters = []
    for row in rows:
        user_id, username = (row.user_id, row.username) if row.user_id else _create(row, taken)
        letters.append(
            Letter(
                name=full_name(row.name, row.front_title, row.back_title),
                unit=tree.name(row.unit_id),
                opd=tree.opd_name(row.unit_id),
                username=username,
                code=new_code(user_id),
                card_token=row.card_token,
                valid_until=until,
            )
        )
    if letters:
        created = sum(row.user_id is None for row in rows)
        details = {"letters": len(letters), "created": created, "again": again}
        record_event("accounts.prepare_letters", actor=actor, subject="user", details=details)
    return letters


def write_letter(user: User, code: str) -> Letter:
    """The letter with a new code for the person of this account. NotFound for an account without a person."""
    person, tree = get_employee(user.employee_id or 0), load_tree()
    return Letter(
        name=person.full_name,
        unit=tree.name(person.unit_id),
        opd=tree.opd_name(person.unit_id),
        username=user.username,
        code=code,
        card_token=person.card_token,
        valid_until=clock.local_date(clock.now() + timedelta(days=get_code_days())),
    )


def count_letters_due(unit_ids: frozenset[int], *, again: bool = False) -> int:
    """The number of letters that `prepare_letters` would still make."""
    return len(list_letters_due(unit_ids, again=again))


def _taken_names(rows: Sequence[Row[Any]]) -> set[str]:
    usernames = [_name_for(row.id) for row in rows]
    return set(db.session.scalars(select(User.username).where(User.username.in_(usernames))))


def _name_for(employee_id: int) -> str:
    """A user name with a running number: readable on paper, and without personal data (decisions 22)."""
    return f"p{employee_id:05d}"


def _create(row: Row[Any], taken: set[str]) -> tuple[int, str]:
    username = _name_for(row.id)
    if username in taken:
        username += "-asn"
    user = User(
        username=username,
        display_name=full_name(row.name, row.front_title, row.back_title)[:200],
        employee_id=row.id,
        created_at=clock.now(),
        roles=[UserRole(role="employee")],
    )
    db.session.add(user)
    db.session.flush()
    return user.id, username
