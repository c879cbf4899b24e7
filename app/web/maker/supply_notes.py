"""A maker's supply notes: the list, one with both sides' figures, and the maker's answer."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.makers.members import BoundMaker
from app.makers.queries import find_catalogue_items
from app.shared import clock
from app.shared.errors import NotFound
from app.stock.errors import NoteStateWrong
from app.stock.queries.notes import NoteRow, list_lines, list_notes, list_unanswered
from app.stock.services import answer_note, withdraw_note
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.maker import blueprint
from app.web.maker.decorators import for_own_maker
from app.web.maker.labels import ANSWERS, KINDS, STATES
from app.web.ui.submit import Answer, flash_and_redirect

SHOWN = 50


@blueprint.get("/nota")
@in_menu(_l("Nota titip"), order=21, under="maker.show_shelf")
@for_own_maker
def list_supply_notes(mine: BoundMaker) -> str:
    """Show the latest supply notes; those that need an answer first."""
    unanswered = list_pending(mine)
    rows = list_notes(maker_ids=mine.ids, limit=SHOWN)
    return render_template(
        "maker/supply_notes.html",
        maker=mine,
        pending=unanswered,
        others=[one for one in rows if one not in unanswered],
        kinds=KINDS,
        states=STATES,
        answers=ANSWERS,
    )


@blueprint.get("/nota/<id:supply_note_id>")
@for_own_maker
def show_supply_note(mine: BoundMaker, supply_note_id: int) -> str:
    """Show one supply note with the maker's and the booth's figures. NotFound for another maker's."""
    row = _get_own(mine, supply_note_id)
    lines = list_lines(supply_note_id)
    products = find_catalogue_items([one.product_id for one in lines], clock.today())
    return render_template(
        "maker/supply_note.html",
        maker=mine,
        supply_note=row,
        address=request.host_url.rstrip("/")
        + url_for("manager.show_supply_note", supply_note_id=supply_note_id),
        lines=[(products[one.product_id].name, one) for one in lines],
        kinds=KINDS,
        states=STATES,
        answers=ANSWERS,
    )


@blueprint.post("/nota/<id:supply_note_id>/<any(agreed, objected):answer>")
@for_own_maker
def answer_this_supply_note(mine: BoundMaker, supply_note_id: int, answer: str) -> Answer:
    """Record that the maker agrees with the booth's figures, or objects. NotFound for another maker's supply note."""
    _get_own(mine, supply_note_id)
    answer_note(supply_note_id, answer, actor=current_actor())
    if answer == "agreed":
        return flash_and_redirect(
            _("Terima kasih. Hitungan pojok Anda setujui."),
            "maker.show_supply_note",
            supply_note_id=supply_note_id,
        )
    message = _("Keberatan tercatat. Bicarakan hitungannya dengan pengelola pojok.")
    return flash_and_redirect(message, "maker.show_supply_note", supply_note_id=supply_note_id)


@blueprint.post("/nota/<id:supply_note_id>/batal")
@for_own_maker
def withdraw_this_supply_note(mine: BoundMaker, supply_note_id: int) -> Answer:
    """Withdraw an announced delivery; a second time changes nothing.

    NotFound for another maker's supply note, NoteStateWrong after the goods were handed over.
    """
    state = _get_own(mine, supply_note_id).state
    if state not in ("announced", "withdrawn"):
        raise NoteStateWrong()
    if state == "announced":
        withdraw_note(supply_note_id, actor=current_actor())
    return flash_and_redirect(_("Kiriman dibatalkan."), "maker.list_supply_notes")


def list_pending(mine: BoundMaker) -> list[NoteRow]:
    """Return the supply notes that the booth counted and the maker has not answered; those from a paper book were
    signed on paper."""
    return list_notes(maker_ids=mine.ids, ids=list_unanswered(mine.ids))


def _get_own(mine: BoundMaker, supply_note_id: int) -> NoteRow:
    for row in list_notes(maker_ids=mine.ids, ids=[supply_note_id]):
        return row
    raise NotFound()
