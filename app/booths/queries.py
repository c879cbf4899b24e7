"""Reads of booths. `app/tills/queries/booths.py` lists them with their tills and shifts."""

from sqlalchemy import select

from app.booths.models import Booth
from app.extensions import db
from app.makers.rules import fold_name
from app.shared.columns import table
from app.shared.errors import NotFound

_BOOTH = table(Booth)


def find_booth(name: str) -> Booth | None:
    """The booth of this name (spelling folded), or None."""
    return db.session.scalar(select(Booth).where(Booth.search_name == fold_name(name)))


def get_booth(booth_id: int) -> Booth:
    """One booth. NotFound."""
    booth = db.session.get(Booth, booth_id)
    if booth is None:
        raise NotFound()
    return booth


def list_booth_ids() -> dict[str, int]:
    """Booth ids by folded name."""
    return {row[0]: row[1] for row in db.session.execute(select(_BOOTH.c.search_name, _BOOTH.c.id))}
