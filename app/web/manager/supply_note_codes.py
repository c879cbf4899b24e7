"""Opens a supply note by its number, the code on its slip, or the maker's card."""

import re

from flask_babel import gettext as _

from app.accounts.services import find_card_user
from app.makers.members import BoundMaker, list_bound_makers
from app.shared.errors import NotFound
from app.stock.errors import NoteNotFound
from app.stock.models import SupplyNote
from app.stock.queries.notes import find_note_by_number, get_note, list_notes
from app.web.manager import blueprint
from app.web.manager.scope import booth_scope, get_my_booth
from app.web.manager.supply import render_supply_notes
from app.web.manager.supply_forms import OpenSupplyNoteForm
from app.web.ui.submit import Answer, flash_and_redirect, submit

_NUMBER = re.compile(r"NT-([0-9]{1,9})-([0-9]{4})-([0-9]{1,9})", re.ASCII | re.IGNORECASE)
_SLIP = re.compile(r"/nota-titip/([0-9]{1,9})$", re.ASCII)


@blueprint.post("/nota-titip/buka")
def open_by_code() -> Answer:
    """Open the supply note of a number, a slip or a maker's card. The code is in the body, so that no log has it."""
    form = OpenSupplyNoteForm()

    def find() -> Answer:
        code = form.code.data.strip()
        supply_note = _find_supply_note(code)
        if supply_note is not None:
            return _open(supply_note.id)
        user_id = find_card_user(code)
        return _open_of(list_bound_makers(user_id) if user_id is not None else [])

    return submit(form, find, lambda: render_supply_notes(form))


def _find_supply_note(code: str) -> SupplyNote | None:
    """Return the supply note of an own booth by number or slip; None if the code is neither. NoteNotFound for another
    booth's."""
    number, slip = _NUMBER.fullmatch(code), _SLIP.search(code)
    if not number and not slip:
        return None
    try:
        supply_note = find_note_by_number(*map(int, number.groups())) if number else get_note(int(slip[1]))
        get_my_booth(supply_note.booth_id if supply_note else 0)
    except NotFound as error:
        raise NoteNotFound("code") from error
    return supply_note


def _open_of(makers: list[BoundMaker]) -> Answer:
    """Open the only supply note of these makers that is to be counted; with several show the list, with none a new
    one."""
    if not makers:
        raise NoteNotFound("code")
    ids = [one.id for one in makers]
    pending = list_notes(booth_ids=booth_scope(), maker_ids=ids, states=("announced", "handed"))
    if len(pending) == 1:
        return _open(pending[0].id)
    name = makers[0].name
    if pending:
        message = _("%(maker)s punya beberapa nota yang menunggu. Pilih salah satu.", maker=name)
        return flash_and_redirect(message, "manager.show_supply_notes", umkm=ids)
    message = _("%(maker)s belum mengabarkan kiriman. Isi barangnya di sini.", maker=name)
    return flash_and_redirect(message, "manager.enter_supply_note", umkm=ids[0])


def _open(supply_note_id: int) -> Answer:
    return flash_and_redirect(
        _("Hitung barangnya bersama UMKM."), "manager.show_supply_note", supply_note_id=supply_note_id
    )
