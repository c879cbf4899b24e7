"""A maker's training: coming courses, a seat in two taps, the queue, attendance by the announced word, follow-ups."""

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.makers.members import BoundMaker
from app.makers.queries import list_profiles
from app.messages.training import ANSWER_LABELS, SEAT_LABELS, STATE_LABELS
from app.shared import clock
from app.shared.errors import NotFound
from app.training.queries.attendance import list_sessions, list_sources
from app.training.queries.certificates import list_certificates, list_due_follow_ups
from app.training.queries.events import EnrolmentRow, get_event, list_enrolments, list_events, list_queue
from app.training.rules import LIVE
from app.training.services.attendance import answer_follow_up, attend_by_word
from app.training.services.seats import enrol, give_up, take_offer, take_seat
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.maker import blueprint
from app.web.maker.decorators import for_own_maker
from app.web.ui.forms import BaseForm
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.ui.training_forms import EnrolForm, WordForm


@blueprint.get("/pelatihan")
@in_menu(_l("Pelatihan"), order=60)
@for_own_maker
def list_training(mine: BoundMaker) -> str:
    """Show coming courses with the maker's own seats, due questions, and certificates."""
    today = clock.today()
    return render_template(
        "maker/training.html",
        maker=mine,
        events=list_events(open_from=today),
        enrolments=list_enrolments(maker_ids=mine.ids, states=LIVE),
        follow_ups=list_due_follow_ups(today, maker_ids=mine.ids),
        certificates=list_certificates(maker_ids=mine.ids),
        seats=SEAT_LABELS,
        states=STATE_LABELS,
        answers=ANSWER_LABELS,
    )


@blueprint.get("/pelatihan/<id:event_id>")
@for_own_maker
def show_training(mine: BoundMaker, event_id: int) -> str:
    """Show one course: seats, the queue, the maker's own seats. NotFound."""
    return _page(mine, event_id)


@blueprint.post("/pelatihan/<id:event_id>/daftar")
@for_own_maker
def enrol_myself(mine: BoundMaker, event_id: int) -> Answer:
    """Enrol for a seat, or join the queue. NotFound."""
    form = EnrolForm()
    get_event(event_id)

    def act() -> Answer:
        row = enrol(event_id, mine.id, form.person.data or "", form.wish.data, actor=current_actor())
        message = _("Terdaftar. Sampai bertemu!") if row.state == "enrolled" else _("Anda masuk antrean.")
        return flash_and_redirect(message, "maker.show_training", event_id=event_id)

    return submit(form, act, lambda: _page(mine, event_id, form))


@blueprint.post("/pelatihan/<id:event_id>/tempat/<id:enrolment_id>/<any(ambil, site, online, batal):act>")
@for_own_maker
def change_place(mine: BoundMaker, event_id: int, enrolment_id: int, act: str) -> Answer:
    """Take an offered seat, take a free one of the other kind, or give the seat up. NotFound for another maker's."""
    _get_own(mine, event_id, enrolment_id)
    form = BaseForm()

    def change() -> Answer:
        if act == "ambil":
            take_offer(enrolment_id, actor=current_actor())
            message = _("Kursi Anda ambil. Sampai bertemu!")
        elif act == "batal":
            give_up(enrolment_id, actor=current_actor())
            message = _("Pendaftaran dibatalkan. Kursinya ditawarkan kepada yang berikutnya.")
        else:
            take_seat(enrolment_id, act, actor=current_actor())
            message = _("Terdaftar. Sampai bertemu!")
        return flash_and_redirect(message, "maker.show_training", event_id=event_id)

    return submit(form, change, lambda: _page(mine, event_id, refused=form))


@blueprint.post("/pelatihan/<id:event_id>/sesi/<id:session_id>/<id:enrolment_id>")
@for_own_maker
def send_word(mine: BoundMaker, event_id: int, session_id: int, enrolment_id: int) -> Answer:
    """Record attendance by the word that the trainer announced in the session. NotFound for another maker's seat."""
    _get_own(mine, event_id, enrolment_id)
    if session_id not in {one.id for one in list_sessions(event_id)}:
        raise NotFound()
    form = WordForm()

    def send() -> Answer:
        attend_by_word(session_id, enrolment_id, form.word.data or "", actor=current_actor())
        return flash_and_redirect(_("Kehadiran Anda tercatat."), "maker.show_training", event_id=event_id)

    return submit(form, send, lambda: _page(mine, event_id, refused=form))


@blueprint.post(
    "/pelatihan/tindak/<id:enrolment_id>/<any('3', '6'):months>/<any(done, partly, not_yet):answer>"
)
@for_own_maker
def send_follow_up(mine: BoundMaker, enrolment_id: int, months: str, answer: str) -> Answer:
    """Record how far the maker has taken the course's step after 3 or 6 months. NotFound for another maker's."""
    if enrolment_id not in {one.id for one in list_enrolments(maker_ids=mine.ids)}:
        raise NotFound()
    answer_follow_up(enrolment_id, int(months), answer, actor=current_actor())
    return flash_and_redirect(_("Terima kasih. Jawaban Anda tercatat."), "maker.list_training")


def _get_own(mine: BoundMaker, event_id: int, enrolment_id: int) -> EnrolmentRow:
    for one in list_enrolments(event_ids=[event_id], maker_ids=mine.ids):
        if one.id == enrolment_id:
            return one
    raise NotFound()


def _page(
    mine: BoundMaker,
    event_id: int,
    form: EnrolForm | None = None,
    *,
    refused: BaseForm | None = None,
) -> str:
    """Return the page of one course. `form`, `refused`: refused forms to show again."""
    event, queue = get_event(event_id), list_queue(event_id)
    stored = list_profiles([mine.id]).get(mine.id)
    owner = (stored.values["owner_name"] if stored else "") or mine.name
    places = [one for one in list_enrolments(event_ids=[event_id], maker_ids=mine.ids) if one.state in LIVE]
    return render_template(
        "maker/training_event.html",
        maker=mine,
        event=event,
        sessions=list_sessions(event_id),
        there=list_sources(event_id),
        queue=queue,
        places=places,
        ranks={one.id: place for place, one in enumerate(queue, start=1)},
        form=form or EnrolForm(formdata=None, person=owner if not places else ""),
        refused=refused,
        now=clock.now(),
        seats=SEAT_LABELS,
        states=STATE_LABELS,
    )
