"""Exemptions for an OPD: it proposes them for own people and units, and finance decides (decisions 4, 21)."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.compliance import exemptions, services
from app.compliance.effects import Effect
from app.directory.queries import EmployeeHit, list_employees
from app.shared import clock
from app.shared.errors import DomainError
from app.shared.transaction import begin_writing
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.opd import blueprint
from app.web.opd.scope import OwnUnits, get_own_units
from app.web.ui.exemption_form import KIND_WORDS, ExemptionForm, effect_of, name_of, state_word
from app.web.ui.paging import page_number, pages_of

Answer = str | Response | tuple[str, int]
PER_PAGE = 50
SCOPES = ("person", "unit")


@blueprint.get("/pembebasan")
@in_menu(_l("Pembebasan"), order=25)
def list_exemptions() -> str:
    """Show exemptions of own people and units with their state, pending ones first, and the way to propose one."""
    own = get_own_units()
    if not own.units:
        return render_template("opd/no_units.html")
    matching = exemptions.list_exemptions(within=own.units)
    matching.sort(key=lambda row: row.state != "proposed")
    pages = pages_of(len(matching), PER_PAGE)
    page = min(page_number(), pages)
    rows = matching[(page - 1) * PER_PAGE : page * PER_PAGE]
    people = list_employees([row.employee_id for row in rows if row.employee_id is not None])
    return render_template(
        "opd/exemptions.html",
        own=own,
        rows=rows,
        units={key: own.tree.name(one.unit_id) for key, one in people.items()},
        page=page,
        pages=pages,
        kind_words=KIND_WORDS,
        state_word=state_word,
    )


@blueprint.route("/pembebasan/usul", methods=["GET", "POST"])
@manages_own_transaction
def propose_exemption() -> Answer:
    """Propose an exemption in two steps: enter person and months, then see the effect; confirming sends it to
    finance."""
    own = get_own_units()
    if not own.units:
        abort(404)
    form = ExemptionForm().offer(own.tree, own.roots, {}, SCOPES)
    if request.method == "GET":
        form.from_period.data = clock.this_period()
        return _form_page(form)
    is_valid = form.validate_on_submit()
    candidates = form.find_subject(own.tree, own.units)
    if not is_valid or form.errors:
        return _form_page(form, candidates), 422
    draft = form.draft()
    if not form.was_seen(draft) or request.form.get("langkah") != "simpan":
        return _form_page(form, candidates, effect_of(draft), name_of(draft))
    begin_writing()
    try:
        services.propose_exemption(draft, actor=current_actor())
    except DomainError as error:
        show_refusal(form, error)
        return _form_page(form, candidates), 422
    flash(_("Usulan terkirim. Bagian keuangan memutuskan; hasilnya tampil di sini."))
    return redirect(url_for("opd.list_exemptions"), 303)


@blueprint.post("/pembebasan/<id:exemption_id>/tarik")
def withdraw_exemption(exemption_id: int) -> Response:
    """Withdraw a pending proposal; 404 for another OPD's, as for a missing one."""
    own: OwnUnits = get_own_units()
    exemptions.get_exemption(exemption_id, within=own.units)
    services.withdraw_exemption(exemption_id, actor=current_actor())
    flash(_("Usulan ditarik kembali. Tidak ada yang berubah."))
    return redirect(url_for("opd.list_exemptions"), 303)


def _form_page(
    form: ExemptionForm,
    candidates: Sequence[EmployeeHit] = (),
    effect: Effect | None = None,
    name: str = "",
) -> str:
    return render_template(
        "opd/exemption_form.html", form=form, candidates=candidates, effect=effect, name=name
    )
