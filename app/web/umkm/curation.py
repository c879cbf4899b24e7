"""Curation for the Dinas: all offers, one with the verdicts of every agency, *not yet* with its next step, pace,
holds."""

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.curation.queries.agencies import list_pace
from app.curation.queries.offers import RoundRow, get_offer, get_offered_version, list_offers, list_rounds
from app.curation.queries.products import list_holds
from app.curation.rules import ACTS, STEPS
from app.curation.services import finish_round, say_not_yet
from app.photos.queries import list_photos
from app.shared import clock
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.ui.curation_labels import ANSWERS, NEXT_STEPS, STATES
from app.web.ui.forms import BaseForm, ChoiceField, ReasonField
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.umkm import blueprint

STEP_LABELS = {
    "visit": _l("Kunjungan petugas"),
    "training": _l("Pelatihan"),
    "letter": _l("Surat atau izin dulu"),
}


class NotYetForm(BaseForm):
    """The verdict behind *not yet* (of a curator who handled the product), the next step, and a message to the
    maker."""

    seen_verdict_id = ChoiceField(_l("Menurut siapa"), coerce=int)
    next_step = ChoiceField(_l("Langkah berikutnya"), choices=[(one, STEP_LABELS[one]) for one in STEPS])
    advice = ReasonField(_l("Pesan kepada UMKM"), _l("Pesan"))


@blueprint.get("/kurasi")
@in_menu(_l("Kurasi"), order=20)
def show_offers() -> str:
    """Show all offers, the longest pending first; how fast each agency answers; and the present holds."""
    rows = [one for one in list_offers() if one.state != "draft"]
    return render_template(
        "umkm/offers.html",
        open=[one for one in rows if one.is_open],
        closed=[one for one in rows if not one.is_open],
        pace=list_pace(),
        holds=list_holds(on=clock.today()),
        states=STATES,
        today=clock.today(),
    )


@blueprint.get("/kurasi/<id:submission_id>")
def show_offer(submission_id: int) -> str:
    """Show one offer with every round."""
    return _page(submission_id)


@blueprint.post("/kurasi/<id:submission_id>/teruskan")
def finish_this_round(submission_id: int) -> Answer:
    """End a round whose missing verdicts nobody waits for."""
    form, offer = BaseForm(), get_offer(submission_id)

    def finish() -> Answer:
        done = finish_round(offer.id, actor=current_actor())
        message = _("%(name)s: %(state)s.", name=offer.name, state=STATES[done.state])
        return flash_and_redirect(message, "umkm.show_offer", submission_id=offer.id)

    return submit(form, finish, lambda: _page(offer.id, refused=form))


@blueprint.post("/kurasi/<id:submission_id>/belum")
def say_not_yet_about(submission_id: int) -> Answer:
    """Tell the maker *not yet*; this needs the verdict of a curator who handled the product."""
    offer = get_offer(submission_id)
    form = _form(list_rounds(submission_id))

    def say() -> Answer:
        say_not_yet(
            offer.id,
            seen_verdict_id=form.seen_verdict_id.data,
            next_step=form.next_step.data,
            advice=form.advice.data or "",
            actor=current_actor(),
        )
        message = _("UMKM diberi tahu: belum diterima, dengan langkah berikutnya.")
        return flash_and_redirect(message, "umkm.show_offer", submission_id=offer.id)

    return submit(form, say, lambda: _page(offer.id, form))


def _form(rounds: list[RoundRow], **values: object) -> NotYetForm:
    form = NotYetForm(**values)
    form.seen_verdict_id.choices = [
        (verdict.id, f"{verdict.agency}: {verdict.answered_by or '–'}, {verdict.handled_place}")
        for one in rounds
        for verdict in one.verdicts
        if verdict.handled_on
    ]
    return form


def _page(submission_id: int, form: NotYetForm | None = None, refused: BaseForm | None = None) -> str:
    offer, rounds = get_offer(submission_id), list_rounds(submission_id)
    last = rounds[0] if rounds else None
    return render_template(
        "umkm/offer.html",
        offer=offer,
        version=get_offered_version(submission_id),
        rounds=rounds,
        photos=list_photos([offer.product_id]).get(offer.product_id, []),
        form=form or _form(rounds, formdata=None),
        refused=form if form and form.errors else refused,
        may_finish=offer.state == "sent" and last is not None and last.answers_on(clock.today()).is_complete,
        may_say_not_yet=offer.state in ACTS["not_yet"],
        states=STATES,
        answers=ANSWERS,
        steps=NEXT_STEPS,
    )
