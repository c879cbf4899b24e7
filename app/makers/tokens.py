"""The names of public pages: created with the product or maker, never changed, never reused (makers 20)."""

import secrets
from collections.abc import Iterable

from sqlalchemy import insert, update

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.makers.models import PublicToken
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound

_TOKEN = table(PublicToken)
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without letters and digits that look alike: the name is also read from paper and typed."""
LENGTH = 10


def make_token() -> str:
    """Make a new name: 49 random bits, so that unlinked pages cannot be guessed."""
    return "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))


def issue_token(kind: str, target_id: int) -> None:
    """Create the public name of a new product or maker."""
    issue_tokens(kind, [target_id])


def issue_tokens(kind: str, target_ids: Iterable[int]) -> None:
    """Create the public names of new products or makers."""
    now = clock.now()
    values = [
        {"kind": kind, "target_id": target_id, "token": make_token(), "made_at": now}
        for target_id in target_ids
    ]
    db.session.execute(insert(_TOKEN), values)


def withdraw_page(kind: str, target_id: int, *, actor: Actor) -> None:
    """Withdraw a public page: its address says so and links to the maker. Twice changes nothing. NotFound."""
    _set_retired(kind, target_id, is_retired=True, actor=actor)


def show_page(kind: str, target_id: int, *, actor: Actor) -> None:
    """Show a withdrawn page again, under the same address. NotFound."""
    _set_retired(kind, target_id, is_retired=False, actor=actor)


def _set_retired(kind: str, target_id: int, *, is_retired: bool, actor: Actor) -> None:
    which = (_TOKEN.c.kind == kind, _TOKEN.c.target_id == target_id)
    stands = _TOKEN.c.retired_at.is_(None) if is_retired else _TOKEN.c.retired_at.is_not(None)
    changed = db.session.execute(
        update(_TOKEN).where(*which, stands).values(retired_at=clock.now() if is_retired else None)
    )
    if changed.rowcount:
        action = "umkm.withdraw_page" if is_retired else "umkm.show_page"
        record_event(action, actor=actor, subject=kind, subject_id=target_id)
    elif not db.session.query(PublicToken).filter_by(kind=kind, target_id=target_id).count():
        raise NotFound()
