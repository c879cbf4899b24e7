"""SQL parts about makers that the queries of later subjects share."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.extensions import db
from app.makers.models import MakerProfile
from app.shared.columns import table

_PROFILE = table(MakerProfile)


def survivor_id(maker_id: Any, profile: Any = _PROFILE) -> ColumnElement[int]:
    """As SQL, the id of the maker that a record was joined into, else its own id.

    Needs `profile` outer-joined to `maker_id`; a query that joins it twice passes its alias.
    """
    return func.coalesce(profile.c.joined_into_id, maker_id)


def list_record_ids(maker_id: int) -> list[int]:
    """Ids of a maker's own record and of those joined into it, whose goods and certificates still refer to them."""
    joined = select(_PROFILE.c.maker_id).where(_PROFILE.c.joined_into_id == maker_id)
    return [maker_id, *db.session.scalars(joined)]
