"""One session of a course: scan cards, tap names, make the word for those online, add makers without a seat."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from app.messages.training import SEAT_LABELS, SOURCE_LABELS
from app.shared import clock
from app.shared.errors import NotFound
from app.training.queries.attendance import SessionRow, list_sessions, list_sources
from app.training.queries.events import get_event, list_enrolments
from app.training.rules import WORD_FOR
from app.training.services.attendance import attend, attend_by_card, say_word
from app.training.services.seats import walk_in
from app.web.http.guards import current_actor
from app.web.ui.forms import BaseForm
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.ui.training_forms import AttendForm, CardCodeForm, OfficerEnrolForm
from app.web.umkm import blueprint
from app.web.umkm.training import find_makers

SESSION = "/pelatihan/<id:event_id>/sesi/<id:session_id>"


@blueprint.get(SESSION)
def show_session(event_id: int, session_id: int) -> str:
    """Show who is present and who is not yet. `?cari=` searches makers without a seat. NotFound."""
    return _page(event_id, session_id)


@blueprint.post(f"{SESSION}/kartu")
def record_card(event_id: int, session_id: int) -> Answer:
    """Record attendance by a maker's card. NotFound."""
    form = CardCodeForm()

    def scan() -> str:
        row = attend_by_card(session_id, form.code.data or "", actor=current_actor())
        return _("%(person)s hadir.", person=row.person_name)

    return _act(event_id, session_id, form, scan)


@blueprint.post(f"{SESSION}/hadir")
def tap_name(event_id: int, session_id: int) -> Answer:
    """Record attendance of a person on the list. NotFound."""
    form = AttendForm()

    def tap() -> str:
        attend(session_id, form.enrolment_id.data, "list", actor=current_actor())
        return _("Hadir tercatat.")

    return _act(event_id, session_id, form, tap)


@blueprint.post(f"{SESSION}/datang")
def add_walk_in(event_id: int, session_id: int) -> Answer:
    """Enrol a maker who came without a seat, mark the enrolment as such, and record attendance. NotFound."""
    form = OfficerEnrolForm()

    def add() -> str:
        row = walk_in(event_id, form.maker_id.data, form.person.data or "", actor=current_actor())
        attend(session_id, row.id, "list", actor=current_actor())
        return _("%(person)s dicatat datang langsung.", person=row.person_name)

    return _act(event_id, session_id, form, add)


@blueprint.post(f"{SESSION}/kata")
def make_word(event_id: int, session_id: int) -> Answer:
    """Make a new word for the trainer to announce in the session; the old word no longer works. NotFound."""

    def make() -> str:
        return _("Ucapkan kata ini sekarang: %(word)s", word=say_word(session_id, actor=current_actor()))

    return _act(event_id, session_id, BaseForm(), make)


def _act(event_id: int, session_id: int, form: Any, verb: Callable[[], str]) -> Answer:
    """Run an act in a session, then show its page; if the act is refused, the page with the error."""
    _get_session(event_id, session_id)

    def act() -> Answer:
        return flash_and_redirect(verb(), "umkm.show_session", event_id=event_id, session_id=session_id)

    return submit(form, act, lambda: _page(event_id, session_id, form))


def _get_session(event_id: int, session_id: int) -> SessionRow:
    for one in list_sessions(event_id):
        if one.id == session_id:
            return one
    raise NotFound()


def _page(event_id: int, session_id: int, refused: Any = None) -> str:
    """Return the page of one session. `refused`: a refused form to show again."""
    event, session, now = get_event(event_id), _get_session(event_id, session_id), clock.now()
    search, sources = request.args.get("cari", "")[:100], list_sources(event_id)
    word_until = session.word_at + WORD_FOR if session.word_at else None
    return render_template(
        "umkm/training_session.html",
        event=event,
        session=session,
        people=list_enrolments(event_ids=[event_id], states=["enrolled"]),
        there={enrolment: source for (enrolment, place), source in sources.items() if place == session_id},
        word_until=word_until if word_until and now < word_until else None,
        card=refused if isinstance(refused, CardCodeForm) else CardCodeForm(formdata=None),
        refused=refused,
        search=search,
        hits=find_makers(search),
        seats=SEAT_LABELS,
        sources=SOURCE_LABELS,
    )
