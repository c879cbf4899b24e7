"""The Dinas' courses: announcing, seats and queue, enrolment by an officer, finishing, follow-ups."""

from collections.abc import Callable

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.makers.register import RegisteredMaker, list_register
from app.messages.training import ANSWER_LABELS, EVENT_LABELS, SEAT_LABELS, STATE_LABELS
from app.reports.attendance import ATTENDANCE
from app.reports.training import TRAINING
from app.shared import clock
from app.shared.errors import NotFound
from app.training.queries.attendance import count_attended, list_sessions
from app.training.queries.certificates import count_answers, list_due_follow_ups
from app.training.queries.events import (
    get_event,
    list_enrolments,
    list_events,
    list_queue,
    list_same_topic,
)
from app.training.rules import TOPIC_MONTHS
from app.training.services.attendance import answer_follow_up, finish_event
from app.training.services.events import add_session, announce_event, cancel_event
from app.training.services.seats import enrol, give_up, settle_offers
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.ui.forms import BaseForm
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.ui.training_forms import EventForm, OfficerEnrolForm, SessionForm, read_time
from app.web.umkm import blueprint

MOST_FOUND = 20


@blueprint.get("/pelatihan")
@in_menu(_l("Pelatihan"), order=40)
def list_training() -> str:
    """Show all courses, the latest first, and how many follow-ups are due."""
    return render_template(
        "umkm/training.html",
        events=list_events(),
        due=len(list_due_follow_ups(clock.today())),
        states=EVENT_LABELS,
        seats=SEAT_LABELS,
    )


@blueprint.route("/pelatihan/baru", methods=["GET", "POST"])
def announce_training() -> Answer:
    """Announce a course; makers see it at once."""
    form = EventForm()
    if not form.is_submitted():
        form.share_percent.data = 80

    def announce() -> Answer:
        event = announce_event(form.draft(), actor=current_actor())
        return flash_and_redirect(_("Pelatihan diumumkan."), "umkm.show_training", event_id=event.id)

    return submit(form, announce, lambda: render_template("umkm/training_new.html", form=form))


@blueprint.get("/pelatihan/<id:event_id>")
def show_training(event_id: int) -> str:
    """Show one course: sessions, seats, queue, people. `?cari=` searches makers to enrol. NotFound."""
    return _page(event_id)


@blueprint.post("/pelatihan/<id:event_id>/sesi")
def add_training_session(event_id: int) -> Answer:
    """Add a session. NotFound."""
    form = SessionForm()
    get_event(event_id)

    def add() -> Answer:
        begins, ends = read_time(form.begins.data), read_time(form.ends.data)
        add_session(event_id, form.day.data, begins, ends, actor=current_actor())
        return flash_and_redirect(_("Sesi ditambah."), "umkm.show_training", event_id=event_id)

    return submit(form, add, lambda: _page(event_id, session_form=form))


@blueprint.post("/pelatihan/<id:event_id>/daftar")
def enrol_maker(event_id: int) -> Answer:
    """Enrol a maker on behalf of an officer. NotFound."""
    form = OfficerEnrolForm()
    get_event(event_id)

    def act() -> Answer:
        row = enrol(
            event_id, form.maker_id.data, form.person.data or "", form.wish.data, actor=current_actor()
        )
        message = _("%(person)s masuk antrean.", person=row.person_name)
        if row.state == "enrolled":
            message = _("%(person)s terdaftar.", person=row.person_name)
        return flash_and_redirect(message, "umkm.show_training", event_id=event_id)

    return submit(form, act, lambda: _page(event_id, refused=form))


@blueprint.post("/pelatihan/<id:event_id>/tempat/<id:enrolment_id>/batal")
def cancel_place(event_id: int, enrolment_id: int) -> Answer:
    """Give up somebody's seat for them. NotFound."""
    if enrolment_id not in {one.id for one in list_enrolments(event_ids=[event_id])}:
        raise NotFound()
    return _act(event_id, lambda: give_up(enrolment_id, actor=current_actor()), _("Pendaftaran dibatalkan."))


@blueprint.post("/pelatihan/<id:event_id>/<any(batal, selesai, tawarkan):act>")
def change_training(event_id: int, act: str) -> Answer:
    """Cancel a course, finish it with certificates, or offer free seats now. NotFound."""
    get_event(event_id)
    actor = current_actor()
    if act == "batal":
        return _act(event_id, lambda: cancel_event(event_id, actor=actor), _("Pelatihan dibatalkan."))
    if act == "tawarkan":
        return _act(event_id, lambda: settle_offers(actor=actor), _("Kursi kosong sudah ditawarkan."))
    return _act(event_id, lambda: finish_event(event_id, actor=actor), _("Selesai. Sertifikat sudah dibuat."))


@blueprint.get("/pelatihan/tindak-lanjut")
def list_follow_ups() -> str:
    """Show questions after 3 and 6 months that nobody has answered."""
    return render_template(
        "umkm/follow_ups.html", rows=list_due_follow_ups(clock.today()), answers=ANSWER_LABELS
    )


@blueprint.post(
    "/pelatihan/tindak-lanjut/<id:enrolment_id>/<any('3', '6'):months>/<any(done, partly, not_yet):answer>"
)
def send_follow_up(enrolment_id: int, months: str, answer: str) -> Answer:
    """Store what a maker answered to an officer. NotFound."""
    answer_follow_up(enrolment_id, int(months), answer, actor=current_actor())
    return flash_and_redirect(_("Jawaban tercatat."), "umkm.list_follow_ups")


def _act(event_id: int, verb: Callable[[], object], message: str) -> Answer:
    """Run the act of a button of a course, or show the course again with the error."""
    form = BaseForm()

    def act() -> Answer:
        verb()
        return flash_and_redirect(message, "umkm.show_training", event_id=event_id)

    return submit(form, act, lambda: _page(event_id, refused=form))


def find_makers(text: str) -> list[RegisteredMaker]:
    """Return makers by name, owner or goods, for a course's list; none for an empty text."""
    return [one for one in list_register(text) if one.state != "closed"][:MOST_FOUND] if text else []


def _page(
    event_id: int,
    *,
    session_form: SessionForm | None = None,
    refused: BaseForm | None = None,
) -> str:
    """Return the page of one course. `session_form`, `refused`: refused forms to show again."""
    event, search = get_event(event_id), request.args.get("cari", "")[:100]
    return render_template(
        "umkm/training_event.html",
        event=event,
        sessions=list_sessions(event_id),
        queue=list_queue(event_id),
        people=[one for one in list_enrolments(event_ids=[event_id]) if one.state in ("enrolled", "offered")],
        attended=count_attended(event_id),
        repeated=list_same_topic(event_id, TOPIC_MONTHS),
        search=search,
        hits=find_makers(search),
        session_form=session_form or SessionForm(formdata=None),
        refused=refused,
        seats=SEAT_LABELS,
        states=STATE_LABELS,
        event_states=EVENT_LABELS,
        papers=[ATTENDANCE, TRAINING],
        outcomes=count_answers(event_id),
        answers=ANSWER_LABELS,
    )
