"""A maker's certificates: valid until when, which are missing, and a form to enter one."""

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.certificates.lookups import get_rulebook
from app.certificates.queries.certificates import list_certificates
from app.certificates.queries.gaps import list_gaps, list_wares
from app.certificates.services import record_certificate
from app.makers.members import BoundMaker
from app.shared import clock
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.maker import blueprint
from app.web.maker.decorators import for_own_maker
from app.web.ui.certificate_forms import CertificateForm
from app.web.ui.submit import Answer, flash_and_redirect, submit


@blueprint.get("/surat")
@in_menu(_l("Surat"), order=52, under="maker.list_products")
@for_own_maker
def list_own_certificates(mine: BoundMaker) -> str:
    """Show which certificates the maker has, which expire and which are missing, in plain words."""
    today = clock.today()
    rows = [row for row in list_certificates(today, maker_ids=[mine.id]) if row.is_open]
    gaps = [gap for gap in list_gaps(today, [mine.id]) if gap.state != "unchecked"]
    return render_template("maker/certificates.html", maker=mine, rows=rows, gaps=gaps, today=today)


@blueprint.route("/surat/baru", methods=["GET", "POST"])
@for_own_maker
def claim_certificate(mine: BoundMaker) -> Answer:
    """Record a certificate that the maker claims to have; the Dinas checks it later."""
    rulebook = get_rulebook()
    form = CertificateForm()
    form.fill(rulebook, [(ware.product_id, ware.name) for ware in list_wares(mine.id)])

    def claim() -> Answer:
        draft = form.draft(
            mine.id, rulebook.kinds[form.kind.data], products=frozenset(form.products.data or [])
        )
        _id, outcome = record_certificate(draft, source="maker", actor=current_actor())
        recorded = _("Tercatat. Tunjukkan suratnya kepada petugas Dinas supaya diperiksa.")
        message = _("Surat ini sudah tercatat. Kalau isinya berubah, tunjukkan kepada petugas Dinas.")
        return flash_and_redirect(
            message if outcome == "unchanged" else recorded, "maker.list_own_certificates"
        )

    return submit(form, claim, lambda: render_template("maker/certificate_new.html", form=form, maker=mine))
