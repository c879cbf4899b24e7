"""The list of products to judge, and one product on one screen; after saving the next one opens."""

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.curation.models import Agency
from app.curation.queries.agencies import list_reasons
from app.curation.queries.offers import list_rounds
from app.curation.queries.verdicts import (
    ProductToJudge,
    VerdictPage,
    find_last_place,
    get_verdict_page,
    list_judged,
    list_to_judge,
)
from app.curation.services import declare_interest, give_verdict, take_back_verdict
from app.photos.queries import list_photos
from app.shared import clock
from app.web.curator import blueprint
from app.web.curator.decorators import for_own_agency
from app.web.curator.forms import VerdictForm
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.ui.curation_labels import ANSWERS, ASPECTS
from app.web.ui.forms import BaseForm
from app.web.ui.submit import Answer, flash_and_redirect, submit

MOST_PHOTOS = 2
"""The largest number of product photos, so that the buttons stay near."""


@blueprint.get("/")
@in_menu(_l("Menunggu dinilai"), order=10)
@for_own_agency
def show_home(agency: Agency) -> str:
    """Show the products that nobody of the agency has judged, the longest pending first."""
    rows = list_to_judge(agency.id, current_user.id)
    return render_template(
        "curator/home.html",
        agency=agency,
        pending=[one for one in rows if not one.is_late],
        late=[one for one in rows if one.is_late],
        judged=list_judged(agency.id, current_user.id),
        today=clock.today(),
    )


@blueprint.route("/<id:verdict_id>", methods=["GET", "POST"])
@for_own_agency
def judge_product(agency: Agency, verdict_id: int) -> Answer:
    """Show one product to judge; after saving, the next one. NotFound for another agency's."""
    shown = get_verdict_page(verdict_id, agency.id)
    form = VerdictForm(handled_on=clock.today(), handled_place=find_last_place(current_user.id))

    def save() -> Answer:
        saved = give_verdict(verdict_id, form.read(), actor=current_actor())
        answer = ANSWERS[saved.answer or ""]
        return _open_next(agency, _("%(name)s: %(answer)s.", name=shown.version.name, answer=answer))

    return submit(form, save, lambda: _page(agency, shown, form))


@blueprint.post("/<id:verdict_id>/tarik")
@for_own_agency
def take_back(agency: Agency, verdict_id: int) -> Answer:
    """Withdraw the agency's verdict while its round runs. NotFound for another agency's."""
    form, shown = BaseForm(), get_verdict_page(verdict_id, agency.id)

    def undo() -> Answer:
        take_back_verdict(verdict_id, actor=current_actor())
        message = _("Penilaian ditarik. Nilai lagi produk ini.")
        return flash_and_redirect(message, "curator.judge_product", verdict_id=verdict_id)

    return submit(form, undo, lambda: _page(agency, shown, VerdictForm(formdata=None), refused=form))


@blueprint.post("/<id:verdict_id>/berkepentingan")
@for_own_agency
def decline_for_interest(agency: Agency, verdict_id: int) -> Answer:
    """Record that the curator has an interest in the maker and judges none of its products. NotFound for another
    agency's."""
    form, shown = BaseForm(), get_verdict_page(verdict_id, agency.id)

    def declare() -> Answer:
        declare_interest(verdict_id, actor=current_actor())
        message = _("Tercatat. Produk %(maker)s tidak lagi tampil untuk Anda.", maker=shown.maker)
        return _open_next(agency, message)

    return submit(form, declare, lambda: _page(agency, shown, VerdictForm(formdata=None)))


def _open_next(agency: Agency, message: str) -> Answer:
    """Redirect to the next pending product, or to the list."""
    pending = [one for one in list_to_judge(agency.id, current_user.id) if not one.is_late]
    if pending:
        return flash_and_redirect(message, "curator.judge_product", verdict_id=pending[0].verdict_id)
    return flash_and_redirect(message, "curator.show_home")


def _page(agency: Agency, shown: VerdictPage, form: VerdictForm, refused: BaseForm | None = None) -> str:
    rows = list_to_judge(agency.id, current_user.id)
    reasons = list_reasons(agency.aspects)
    before = [one for one in list_rounds(shown.submission_id) if one.number < shown.round_number]
    return render_template(
        "curator/judge.html",
        agency=agency,
        shown=shown,
        form=form,
        refused=refused,
        groups=[
            (ASPECTS[aspect], [one for one in reasons if one.aspect == aspect]) for aspect in agency.aspects
        ],
        before=before,
        photos=list_photos([shown.product_id]).get(shown.product_id, [])[:MOST_PHOTOS],
        answers=ANSWERS,
        next=_next_of(rows, shown.id),
        left=len([one for one in rows if not one.is_late]),
        today=clock.today(),
    )


def _next_of(rows: list[ProductToJudge], verdict_id: int) -> int | None:
    """Return the product after this one in the list, from the start again after the last; None if it is the only
    one."""
    ids = [one.verdict_id for one in rows if not one.is_late]
    place = ids.index(verdict_id) + 1 if verdict_id in ids else 0
    others = [one for one in (*ids[place:], *ids[:place]) if one != verdict_id]
    return others[0] if others else None
