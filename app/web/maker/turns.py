"""A maker's own turns at the booth, its contacts and their outcomes."""

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.makers.members import BoundMaker
from app.shared import clock
from app.turns.queries import get_contact, list_contacts, list_turns_of_makers
from app.turns.services import add_contact, answer_turn, tell_outcome, tell_story
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.maker import blueprint
from app.web.maker.decorators import for_own_maker
from app.web.ui.forms import BaseForm
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.ui.turn_forms import OUTCOME_LABELS, ContactForm, OutcomeForm, StoryForm

ANSWERS = {"datang": "accepted", "lepas": "passed"}


@blueprint.get("/giliran")
@in_menu(_l("Hari belanja"), order=61, under="maker.list_training")
@for_own_maker
def show_turns(mine: BoundMaker) -> str:
    """Show this maker's turns at the booth, its contacts, and the outcomes that are due."""
    return _page(mine)


@blueprint.post("/giliran/<id:turn_id>/<any(datang, lepas):word>")
@for_own_maker
def answer(mine: BoundMaker, turn_id: int, word: str) -> Answer:
    """Record whether the maker comes, or leaves the place to the next one."""
    form = BaseForm()

    def store() -> Answer:
        answer_turn(turn_id, ANSWERS[word], maker_ids=mine.ids, actor=current_actor())
        message = (
            _("Baik, sampai jumpa di pojok.") if word == "datang" else _("Tempat ini untuk yang berikutnya.")
        )
        return flash_and_redirect(message, "maker.show_turns")

    return submit(form, store, lambda: _page(mine, refused=form))


@blueprint.post("/giliran/<id:turn_id>/cerita")
@for_own_maker
def save_turn_story(mine: BoundMaker, turn_id: int) -> Answer:
    """Store the story that the maker will tell at the booth."""
    form = StoryForm()

    def store() -> Answer:
        tell_story(turn_id, form.story.data or "", maker_ids=mine.ids, actor=current_actor())
        return flash_and_redirect(_("Cerita tersimpan."), "maker.show_turns")

    return submit(form, store, lambda: _page(mine, refused=form))


@blueprint.post("/giliran/kenalan")
@for_own_maker
def add_own_contact(mine: BoundMaker) -> Answer:
    """Add a contact that the maker met at the booth."""
    form = ContactForm()

    def store() -> Answer:
        add_contact(mine.id, form.day.data, form.partner.data, form.about.data or "", actor=current_actor())
        return flash_and_redirect(_("Kenalan usaha tercatat."), "maker.show_turns")

    return submit(form, store, lambda: _page(mine, contact=form))


@blueprint.post("/giliran/hasil/<id:contact_id>")
@for_own_maker
def record_outcome(mine: BoundMaker, contact_id: int) -> Answer:
    """Store the outcome of a contact."""
    get_contact(contact_id, mine.ids)  # another maker's is not there, whatever was typed
    form = OutcomeForm()

    def store() -> Answer:
        tell_outcome(
            contact_id, form.after_days.data, form.outcome.data, form.amount.data,
            maker_ids=mine.ids, actor=current_actor(),
        )  # fmt: skip
        return flash_and_redirect(_("Hasil tercatat."), "maker.show_turns")

    return submit(form, store, lambda: _page(mine, refused=form))


def _page(mine: BoundMaker, contact: ContactForm | None = None, refused: BaseForm | None = None) -> str:
    today = clock.today()
    if contact is None:
        contact = ContactForm(formdata=None, data={"day": today})
    rows = list_turns_of_makers(mine.ids)
    return render_template(
        "maker/turns.html",
        maker=mine,
        ahead=[one for one in reversed(rows) if one.day >= today],
        past=[one for one in rows if one.day < today],
        contacts=list_contacts(today, maker_ids=mine.ids),
        outcomes=OUTCOME_LABELS,
        contact=contact,
        refused=refused,
    )
