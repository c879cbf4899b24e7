"""Reads of paper sheets. `sales/queries/sheet_lines.py` reads their lines in the ledger."""

from sqlalchemy import select

from app.extensions import db
from app.shared.errors import NotFound
from app.tills.models import PaperSheet


def get_sheet(sheet_id: int) -> PaperSheet:
    """One sheet. NotFound."""
    sheet = db.session.get(PaperSheet, sheet_id)
    if sheet is None:
        raise NotFound()
    return sheet


def list_sheets_from(sheet: PaperSheet, count: int) -> list[PaperSheet]:
    """A sheet and the next ones of its booth and day, to print them together."""
    same = (PaperSheet.booth_id == sheet.booth_id, PaperSheet.day == sheet.day, PaperSheet.id >= sheet.id)
    return list(db.session.scalars(select(PaperSheet).where(*same).order_by(PaperSheet.id).limit(count)))
