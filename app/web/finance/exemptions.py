"""Pages of exemptions and lowered months (decisions 4)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.compliance import exemptions, services
from app.compliance.queries import list_standings
from app.compliance.rules import ExemptionValue
from app.compliance.services import ExemptionDraft, known_tier_codes
from app.compliance.terms import list_lowered
from app.directory.queries import EmployeeHit, find_employee_id, get_employee, load_tree, search_employees
from app.directory.rules import NipError, UnitTree, read_nip
from app.months.queries import list_months
from app.shared import clock
from app.shared.errors import DomainError
from app.shared.period import Period
from app.shared.transaction import begin_writing
from app.web.access import current_actor
from app.web.errors import show_refusal
from app.web.filters import bulan
from app.web.finance import blueprint
from app.web.finance.forms_exemptions import (
    KIND_WORDS,
    SCOPE_WORDS,
    ExemptionForm,
    LoweredMonthForm,
    ReasonForm,
    RevokeForm,
)
from app.web.navigation import in_menu
from app.web.transaction import begins_writing_itself

Answer = str | Response | tuple[str, int]
MOST_CANDIDATES = 20


@blueprint.get("/pembebasan")
@in_menu(_l("Pembebasan"), order=45)
def list_exemptions() -> str:
    """Exemptions of one state (`?keadaan=`), what waits for a decision first; and the lowered months."""
    counts = exemptions.count_exemptions()
    state = request.args.get("keadaan", "proposed" if counts["proposed"] else "approved")
    if state not in exemptions.STATES:
        state = "approved"
    return render_template(
        "finance/exemptions.html",
        rows=exemptions.list_exemptions(state=state),
        state=state,
        counts=counts,
        lowered=list(list_lowered().values()),
        **_words(),
    )


@blueprint.route("/pembebasan/baru", methods=["GET", "POST"])
@begins_writing_itself
def add_exemption() -> Answer:
    """A new exemption: who and when, then its effect, then saved and in force at once (finance decides)."""
    tree = load_tree()
    form = ExemptionForm()
    form.offer(tree, known_tier_codes())
    if request.method == "GET":
        form.from_period.data = clock.this_period()
        return _form_page(form)
    is_valid = form.validate_on_submit()
    candidates = _find_subject(form)
    if not is_valid or form.errors:
        return _form_page(form, candidates), 422
    draft = form.draft()
    seen = repr(sorted((name, str(value)) for name, value in asdict(draft).items()))
    if request.form.get("langkah") != "simpan" or form.seen.data != seen:
        form.seen.data = seen
        return _form_page(form, candidates, _effect(draft, tree))
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
    """One exemption: whom it takes out, in which months, who decided; and the decision that is still open."""
    return _exemption_page(exemption_id)


@blueprint.post("/pembebasan/<id:exemption_id>/setujui")
def approve_exemption(exemption_id: int) -> Answer:
    """Approve a proposal."""
    services.approve_exemption(exemption_id, actor=current_actor())
    flash(_("Usulan disetujui dan berlaku."))
    return redirect(url_for("finance.show_exemption", exemption_id=exemption_id), 303)


@blueprint.post("/pembebasan/<id:exemption_id>/tolak")
def reject_exemption(exemption_id: int) -> Answer:
    """Decline a proposal with a reason."""
    form = ReasonForm(prefix="tolak")
    if not form.validate_on_submit():
        return _exemption_page(exemption_id, reject=form), 422
    services.reject_exemption(exemption_id, reason=form.reason.data, actor=current_actor())
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


@blueprint.route("/pembebasan/bulan", methods=["GET", "POST"])
def lower_month() -> Answer:
    """Lower or waive a month for everybody."""
    form = LoweredMonthForm()
    if request.method == "GET":
        form.period.data = clock.this_period()
        return render_template("finance/exemption_month.html", form=form)
    if form.validate_on_submit():
        try:
            services.set_lowered_month(
                form.period.data,
                form.percent.data,
                reason=form.reason.data,
                letter_number=form.letter_number.data,
                letter_date=form.letter_date.data,
                actor=current_actor(),
            )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash(_("Batas minimal %(month)s diturunkan untuk semua.", month=bulan(form.period.data)))
            return redirect(url_for("finance.list_exemptions"), 303)
    return render_template("finance/exemption_month.html", form=form), 422


@blueprint.post("/pembebasan/bulan/<period:period>/batal")
def lift_month(period: Period) -> Answer:
    """Take a month's lowering back."""
    services.lift_lowered_month(period, actor=current_actor())
    flash(_("Penurunan %(month)s dibatalkan; batas minimal kembali penuh.", month=bulan(period)))
    return redirect(url_for("finance.list_exemptions"), 303)


def _find_subject(form: ExemptionForm) -> Sequence[EmployeeHit]:
    """See that the chosen scope names somebody. Several people of a typed name are returned, for choosing."""
    scope = form.scope.data
    if scope == "person":
        return _find_person(form)
    if scope in ("unit", "tier") and not form[scope].data:
        form[scope].errors = [_("Pilih salah satu dari daftar.")]
    return []


def _find_person(form: ExemptionForm) -> Sequence[EmployeeHit]:
    """Fill `employee_id` from what was typed. A choice made for another text does not count any more."""
    text = form.person.data or ""
    if form.employee_id.data and form.person_was.data == text:
        return []
    form.person_was.data = text
    nip = _nip(text)
    found = find_employee_id(nip=nip) if nip else find_employee_id(code=text) if text else None
    hits = [] if found or not text else search_employees(text, limit=MOST_CANDIDATES)
    if not found and len(hits) == 1:
        found = hits[0].id
    form.employee_id.data = found
    if not found:
        form.person.errors = [_not_one(text, hits)]
    return [] if found else hits


def _not_one(text: str, hits: Sequence[EmployeeHit]) -> str:
    if hits:
        return _("Ada beberapa orang yang cocok. Pilih satu di bawah.")
    if text:
        return _("Tidak ada yang cocok. Periksa NIP, kode, atau ejaan namanya.")
    return _("Tulis NIP, kode, atau nama orangnya.")


def _nip(text: str) -> str | None:
    try:
        return read_nip(text)
    except NipError:
        return None


def _effect(draft: ExemptionDraft, tree: UnitTree) -> dict[str, Any]:
    """What saving would do: how many people leave a month's duty; closed months are left alone."""
    value = ExemptionValue(
        0,
        draft.scope,
        draft.employee_id,
        draft.unit_id,
        draft.tier_code,
        draft.from_period,
        draft.until_period,
        draft.kind,
        draft.letter_number,
        draft.letter_date,
    )
    name = get_employee(draft.employee_id).full_name if draft.employee_id else ""
    return _covered(value, tree) | {"name": name}


def _covered(value: ExemptionValue, tree: UnitTree) -> dict[str, Any]:
    """People covered in a month the exemption holds in, nearest to now, and the closed months it touches."""
    month = max(value.from_period, clock.this_period())
    if not value.holds_in(month):
        month = value.until_period or value.from_period
    return {
        "month": month,
        "people": exemptions.count_covered(list_standings(month), value, tree),
        "closed": [one.period for one in list_months() if one.is_closed and value.holds_in(one.period)],
    }


def _form_page(
    form: ExemptionForm, candidates: Sequence[EmployeeHit] = (), effect: dict[str, Any] | None = None
) -> str:
    return render_template("finance/exemption_form.html", form=form, candidates=candidates, effect=effect)


def _exemption_page(
    exemption_id: int, reject: ReasonForm | None = None, revoke: RevokeForm | None = None
) -> str:
    row = exemptions.get_exemption(exemption_id)
    if revoke is None:
        revoke = RevokeForm(prefix="akhiri", formdata=None, data={"from_period": clock.this_period()})
    return render_template(
        "finance/exemption.html",
        row=row,
        effect=_covered(row.value, load_tree()),
        reject=reject or ReasonForm(prefix="tolak", formdata=None),
        revoke=revoke,
        **_words(),
    )


def _words() -> dict[str, Any]:
    states = {
        "proposed": _("Menunggu keputusan"),
        "approved": _("Berlaku"),
        "rejected": _("Ditolak"),
        "revoked": _("Dicabut"),
    }
    return {"scope_words": SCOPE_WORDS, "kind_words": KIND_WORDS, "state_words": states}
