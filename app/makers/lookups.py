"""Parts of statements about makers that queries of every subject to the right share."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.extensions import db
from app.makers.models import MakerProfile
from app.shared.columns import table

_PROFILE = table(MakerProfile)


def survivor_id(maker_id: Any, profile: Any = _PROFILE) -> ColumnElement[int]:
    """The maker a stored id stands for today: the one its record was joined into, else itself.

    Needs `profile` outer-joined to `maker_id`; a query that joins it twice names its alias.
    """
    return func.coalesce(profile.c.joined_into_id, maker_id)


def list_record_ids(maker_id: int) -> list[int]:
    """A maker's own record and those joined into it: goods and certificates stand under the record that had them."""
    joined = select(_PROFILE.c.maker_id).where(_PROFILE.c.joined_into_id == maker_id)
    return [maker_id, *db.session.scalars(joined)]
