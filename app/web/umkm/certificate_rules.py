"""Pages of the rules: which goods need which certificate since when, who lacks it, and the rules as text."""

from flask import render_template, request
from flask_babel import gettext as _

from app.certificates.errors import RulebookUnusable
from app.certificates.lookups import get_rulebook, get_rules_text
from app.certificates.queries.gaps import GapRow, list_gaps
from app.certificates.rules.gaps import STATES, Need
from app.certificates.services import store_rulebook
from app.certificates.shipped import read_shipped_rules
from app.messages.certificates import problem_sentence
from app.shared import clock
from app.shared.transaction import rollback
from app.web.http.guards import current_actor
from app.web.ui.paging import page_number, pages_of
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.umkm import blueprint
from app.web.umkm.certificate_forms import RulesForm
from app.web.umkm.certificate_labels import GAP_STATES, SCOPES

PER_PAGE = 50


@blueprint.get("/surat/kurang")
def list_missing() -> str:
    """Show each need with its date and its number of makers, and the makers who lack one of them."""
    today = clock.today()
    gaps = list_gaps(today)
    needs = sorted(
        {_key(gap.need): gap for gap in gaps}.items(), key=lambda one: (not one[1].is_due(today), one[0])
    )
    chosen = request.args.get("butuh", "")
    chosen = chosen if chosen in dict(needs) else (needs[0][0] if needs else "")
    matching = [gap for gap in gaps if _key(gap.need) == chosen]
    pages = pages_of(len(matching), PER_PAGE)
    page = min(page_number(), pages)
    return render_template(
        "umkm/certificates_missing.html",
        needs=[(key, gap, {state: _count(gaps, key, state) for state in STATES}) for key, gap in needs],
        chosen=chosen,
        chosen_gap=dict(needs).get(chosen),
        rows=matching[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(matching),
        page=page,
        pages=pages,
        states=GAP_STATES,
        today=today,
    )


def _key(need: Need) -> str:
    """Return a need's name for URLs: its kinds and its first day."""
    return f"{'-atau-'.join(need.kinds)}{f'.{need.since}' if need.since else ''}"


def _count(gaps: list[GapRow], key: str, state: str) -> int:
    """Return how many makers lack it in this state."""
    return len({gap.maker_id for gap in gaps if _key(gap.need) == key and gap.state == state})


@blueprint.get("/surat/aturan")
def show_rules() -> str:
    """Show the kinds of certificates and what goods need, with their sources."""
    return render_template(
        "umkm/certificate_rules.html", rulebook=get_rulebook(), scopes=SCOPES, today=clock.today()
    )


@blueprint.route("/surat/aturan/ubah", methods=["GET", "POST"])
def change_rules() -> Answer:
    """Edit the rules as text; `?bawaan=1` starts with the shipped ones."""
    text = read_shipped_rules() if "bawaan" in request.args else get_rules_text()
    form = RulesForm(content=text)

    def store() -> Answer:
        try:
            is_new = store_rulebook((form.content.data or "") + "\n", actor=current_actor())
        except RulebookUnusable as error:
            rollback()
            form.content.errors = [problem_sentence(one) for one in error.problems[:20]]
            return _rules_page(form), 422
        message = (
            _("Aturan surat tersimpan dan berlaku sekarang.") if is_new else _("Tidak ada yang berubah.")
        )
        return flash_and_redirect(message, "umkm.show_rules")

    return submit(form, store, lambda: _rules_page(form))


def _rules_page(form: RulesForm) -> str:
    return render_template("umkm/certificate_rules_text.html", form=form)
