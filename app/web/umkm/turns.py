"""The day of the joint shopping, for the Dinas: turns, presence, contacts (makers 23)."""

from datetime import date

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.makers.queries import list_maker_names
from app.shared import clock
from app.tills.queries.booths import list_booths
from app.turns.queries import get_contact, list_contacts, list_queue, list_turns
from app.turns.rules import next_event_day
from app.turns.services import (
    fill_turns,
    record_presence,
    record_presence_by_card,
    tell_outcome,
)
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.ui.turn_forms import (
    OUTCOME_LABELS,
    CardForm,
    FillForm,
    OutcomeForm,
    PresentForm,
)
from app.web.umkm import blueprint

WAITING_SHOWN = 20


@blueprint.get("/giliran")
@in_menu(_l("Hari belanja"), order=50)
def show_turns() -> str:
    """Show the turns of a day, presence on the day itself, and the next in the queue."""
    return _page(_day())


@blueprint.post("/giliran/isi")
def fill_day() -> Answer:
    """Invite makers until the seats of a booth are filled."""
    form = _fill_form()

    def fill() -> Answer:
        day = form.day.data
        invited = fill_turns(day, form.booth_id.data, form.seats.data, actor=current_actor())
        message = ngettext("%(num)d pelaku diundang.", "%(num)d pelaku diundang.", len(invited))
        return flash_and_redirect(message, "umkm.show_turns", hari=day)

    return submit(form, fill, lambda: _page(form.day.data or _day(), fill=form))


@blueprint.post("/giliran/hadir/kartu")
def scan_card() -> Answer:
    """Record a maker's presence by its card."""
    form = CardForm()

    def record() -> Answer:
        turn = record_presence_by_card(form.booth_id.data, form.code.data, actor=current_actor())
        return _welcome(turn.maker_id)

    return submit(form, record, lambda: _page(clock.today(), card=form))


@blueprint.post("/giliran/hadir")
def mark_present() -> Answer:
    """Record a maker's presence, as the officer sees it."""
    form = PresentForm()

    def record() -> Answer:
        turn = record_presence(form.booth_id.data, form.maker_id.data, source="clerk", actor=current_actor())
        return _welcome(turn.maker_id)

    return submit(form, record, lambda: _page(clock.today(), refused=form))


@blueprint.post("/giliran/hasil/<id:contact_id>")
def record_outcome(contact_id: int) -> Answer:
    """Store the outcome of a contact that the maker reports to an officer."""
    get_contact(contact_id)
    form = OutcomeForm()

    def store() -> Answer:
        tell_outcome(
            contact_id, form.after_days.data, form.outcome.data, form.amount.data, actor=current_actor()
        )
        return flash_and_redirect(_("Hasil tercatat."), "umkm.show_turns", hari=_day())

    return submit(form, store, lambda: _page(_day(), refused=form))


def _welcome(maker_id: int) -> Answer:
    name = list_maker_names([maker_id])[maker_id]
    return flash_and_redirect(_("%(name)s hadir.", name=name), "umkm.show_turns", hari=clock.today())


def _day() -> date:
    try:
        return date.fromisoformat(request.values.get("hari", ""))
    except ValueError:
        return next_event_day(clock.today())


def _fill_form() -> FillForm:
    form = FillForm()
    form.booth_id.choices = [(one.id, one.name) for one in list_booths(active_only=True)]
    return form


def _page(day: date, **forms: object) -> str:
    """Return the page of a day. `fill`, `card`: the values typed there; `refused`: a form whose error is shown on
    top."""
    today = clock.today()
    contacts = list_contacts(today)
    queue = list_queue(day)
    names = list_maker_names(queue[:WAITING_SHOWN])
    booths = list_booths(active_only=True)
    fill = forms.get("fill")
    if fill is None:
        fill = FillForm(formdata=None, data={"day": day, "seats": 5})
        fill.booth_id.choices = [(one.id, one.name) for one in booths]
    return render_template(
        "umkm/turns.html",
        day=day,
        today=today,
        turns=list_turns(day),
        queue=[names[one] for one in queue[:WAITING_SHOWN]],
        queued=len(queue),
        booths=booths,
        contacts=[one for one in contacts if one.day == day],
        due=[one for one in contacts if one.due],
        outcomes=OUTCOME_LABELS,
        fill=fill,
        card=forms.get("card") or CardForm(formdata=None),
        refused=forms.get("refused"),
    )
