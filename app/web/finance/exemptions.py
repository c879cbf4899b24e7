"""Pages of exemptions and lowered months (decisions 4)."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.compliance import exemptions, services
from app.compliance.effects import EXEMPT, JUDGED, Effect, list_effects
from app.compliance.exemptions import ExemptionRow
from app.compliance.models import Exemption
from app.compliance.rules import SCOPES
from app.compliance.services import list_tier_codes
from app.compliance.terms import list_lowered
from app.directory.queries import EmployeeHit, list_employees, load_tree
from app.notices.rules import Message, unit
from app.notices.services import send_notices
from app.shared import clock
from app.shared.errors import DomainError
from app.shared.transaction import begin_writing, rollback
from app.web.finance import blueprint
from app.web.finance.forms_exemptions import DecideForm, ReasonForm, RevokeForm
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.ui.exemption_form import (
    KIND_WORDS,
    SCOPE_WORDS,
    STATE_WORDS,
    ExemptionForm,
    effect_of,
    name_of,
    state_word,
)
from app.web.ui.filters import angka, bulan
from app.web.ui.paging import page_number, pages_of

Answer = str | Response | tuple[str, int]
PER_PAGE = 50


@blueprint.get("/pembebasan")
@in_menu(_l("Pembebasan"), order=45, under="finance.list_decrees")
def list_exemptions() -> str:
    """Show exemptions of one state (`?keadaan=`), by default the pending ones; and the lowered months."""
    return _list_page()


@blueprint.post("/pembebasan/putuskan")
def decide_exemptions() -> Answer:
    """Approve or decline the selected proposals: all of them, or none and show the reason."""
    form = DecideForm()
    is_valid = form.validate_on_submit()
    ids, is_rejected = form.rows.data or [], request.form.get("langkah") == "tolak"
    if is_valid and not ids:
        form.form_errors.append(_("Centang dulu usulan yang diputuskan."))
    elif is_valid:
        try:
            if is_rejected:
                done = services.reject_exemptions(ids, reason=form.reason.data or "", actor=current_actor())
            else:
                done = services.approve_exemptions(ids, actor=current_actor())
        except DomainError as error:
            rollback()
            show_refusal(form, error)
            form.form_errors.append(_("Tidak ada yang berubah."))
        else:
            _notify_proposers(done)
            flash(_decided(len(done), is_rejected))
            return redirect(url_for("finance.list_exemptions"), 303)
    return _list_page(form), 422


@blueprint.route("/pembebasan/baru", methods=["GET", "POST"])
@manages_own_transaction
def add_exemption() -> Answer:
    """Add an exemption: enter it, preview its effect, then save; it is in force at once, because finance decides."""
    tree = load_tree()
    form = ExemptionForm()
    form.offer(tree, () if tree.root is None else (tree.root,), list_tier_codes(), SCOPES)
    if request.method == "GET":
        form.from_period.data = clock.this_period()
        return _form_page(form)
    is_valid = form.validate_on_submit()
    candidates = form.find_subject(tree)
    if not is_valid or form.errors:
        return _form_page(form, candidates), 422
    draft = form.draft()
    if not form.was_seen(draft) or request.form.get("langkah") != "simpan":
        return _form_page(form, candidates, effect_of(draft), name_of(draft))
    if draft.scope == "everyone" and not form.sure.data:
        form.sure.errors = [_("Centang kalau memang semua orang dibebaskan.")]
        return _form_page(form, candidates, effect_of(draft)), 422
    begin_writing()
    try:
        proposed = services.propose_exemption(draft, actor=current_actor())
        services.approve_exemption(proposed.id, actor=current_actor())
    except DomainError as error:
        show_refusal(form, error)
        return _form_page(form, candidates), 422
    flash(_("Pembebasan tersimpan dan berlaku."))
    return redirect(url_for("finance.show_exemption", exemption_id=proposed.id), 303)


@blueprint.get("/pembebasan/<id:exemption_id>")
def show_exemption(exemption_id: int) -> str:
    """Show one exemption: its people, its months, who decided; and the form of an open decision."""
    return _exemption_page(exemption_id)


@blueprint.post("/pembebasan/<id:exemption_id>/setujui")
def approve_exemption(exemption_id: int) -> Answer:
    """Approve a proposal."""
    _notify_proposers([services.approve_exemption(exemption_id, actor=current_actor())])
    flash(_("Usulan disetujui dan berlaku."))
    return redirect(url_for("finance.show_exemption", exemption_id=exemption_id), 303)


@blueprint.post("/pembebasan/<id:exemption_id>/tolak")
def reject_exemption(exemption_id: int) -> Answer:
    """Decline a proposal with a reason."""
    form = ReasonForm(prefix="tolak")
    if not form.validate_on_submit():
        return _exemption_page(exemption_id, reject=form), 422
    done = services.reject_exemption(exemption_id, reason=form.reason.data, actor=current_actor())
    _notify_proposers([done])
    flash(_("Usulan ditolak. Pengusul dapat membaca alasannya."))
    return redirect(url_for("finance.show_exemption", exemption_id=exemption_id), 303)


@blueprint.post("/pembebasan/<id:exemption_id>/akhiri")
def revoke_exemption(exemption_id: int) -> Answer:
    """End an exemption from a month on, with a reason."""
    form = RevokeForm(prefix="akhiri")
    if not form.validate_on_submit():
        return _exemption_page(exemption_id, revoke=form), 422
    services.revoke_exemption(
        exemption_id, reason=form.reason.data, from_period=form.from_period.data, actor=current_actor()
    )
    flash(_("Pembebasan berakhir. Mulai %(month)s wajib lagi.", month=bulan(form.from_period.data)))
    return redirect(url_for("finance.show_exemption", exemption_id=exemption_id), 303)


def _notify_proposers(decided: Iterable[Exemption]) -> None:
    """Send a notice about each proposal to those who look after its unit."""
    decided_exemptions = list(decided)
    people = list_employees([one.employee_id for one in decided_exemptions if one.employee_id is not None])
    messages = []
    for one in decided_exemptions:
        person = people.get(one.employee_id or 0)
        unit_id = person.unit_id if person else one.unit_id
        if unit_id is not None:
            messages.append(Message(unit(unit_id), "exemption", f"exemption:{one.id}", {"state": one.state}))
    send_notices(messages)


def _decided(count: int, is_rejected: bool) -> str:
    if is_rejected:
        return ngettext("%(count)s usulan ditolak. Pengusul membaca alasannya.",
                        "%(count)s usulan ditolak. Pengusul membaca alasannya.", count, count=angka(count))  # fmt: skip
    return ngettext("%(count)s usulan disetujui dan berlaku.", "%(count)s usulan disetujui dan berlaku.",
                    count, count=angka(count))  # fmt: skip


def _list_page(form: DecideForm | None = None) -> str:
    counts = exemptions.count_exemptions()
    state = request.args.get("keadaan", "proposed" if counts["proposed"] or form else "approved")
    if state not in exemptions.STATES:
        state = "approved"
    matching = exemptions.list_exemptions(state=state)
    pages = pages_of(len(matching), PER_PAGE)
    page = min(page_number(), pages)
    rows = matching[(page - 1) * PER_PAGE : page * PER_PAGE]
    return render_template(
        "finance/exemptions.html",
        rows=rows,
        offices=_offices(rows),
        effects=list_effects([row.value for row in rows]) if state == "proposed" else {},
        state=state,
        counts=counts,
        page=page,
        pages=pages,
        form=form or DecideForm(formdata=None),
        lowered=list(list_lowered().values()),
        **_words(),
    )


def _offices(rows: Sequence[ExemptionRow]) -> dict[int, str]:
    """Return, by exemption id, the name of its OPD; empty for a tier and for everyone."""
    tree = load_tree()
    people = list_employees([row.employee_id for row in rows if row.employee_id is not None])
    units = {row.id: people[row.employee_id].unit_id if row.employee_id else row.unit_id for row in rows}
    return {key: tree.opd_name(unit_id) if unit_id else "" for key, unit_id in units.items()}


def _form_page(
    form: ExemptionForm,
    candidates: Sequence[EmployeeHit] = (),
    effect: Effect | None = None,
    name: str = "",
) -> str:
    return render_template(
        "finance/exemption_form.html", form=form, candidates=candidates, effect=effect, name=name
    )


def _exemption_page(
    exemption_id: int, reject: ReasonForm | None = None, revoke: RevokeForm | None = None
) -> str:
    row = exemptions.get_exemption(exemption_id)
    if revoke is None:
        revoke = RevokeForm(prefix="akhiri", formdata=None, data={"from_period": clock.this_period()})
    statuses = {"proposed": JUDGED, "approved": EXEMPT}.get(row.state)
    return render_template(
        "finance/exemption.html",
        row=row,
        office=_offices([row])[row.id],
        effect=list_effects([row.value], statuses)[row.id] if statuses else None,
        reject=reject or ReasonForm(prefix="tolak", formdata=None),
        revoke=revoke,
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {
        "scope_words": SCOPE_WORDS,
        "kind_words": KIND_WORDS,
        "state_words": STATE_WORDS,
        "state_word": state_word,
    }
