"""Products that an agency puts on hold (*tahan*): with reason and letter, from today, until a day or until lifted."""

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.curation.models import Agency
from app.curation.queries.products import list_holds, list_products_named
from app.curation.services import hold_product, lift_hold
from app.makers.queries import get_product
from app.shared import clock
from app.shared.errors import NotFound
from app.web.curator import blueprint
from app.web.curator.decorators import for_own_agency
from app.web.curator.forms import HoldForm, LiftForm
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.ui.submit import Answer, flash_and_redirect, submit


@blueprint.get("/tahan")
@in_menu(_l("Ditahan"), order=20)
@for_own_agency
def show_holds(agency: Agency) -> str:
    """Show the agency's present and former holds, and a search for a product to put on hold."""
    return _page(agency)


@blueprint.route("/tahan/produk/<id:product_id>", methods=["GET", "POST"])
@for_own_agency
def hold_this_product(agency: Agency, product_id: int) -> Answer:
    """Put a product on hold from today. NotFound if the agency may not."""
    if not agency.may_hold:
        raise NotFound()
    form, product = HoldForm(), get_product(product_id)

    def act() -> Answer:
        hold_product(
            product.id,
            reason=form.reason.data or "",
            letter_number=form.letter_number.data or "",
            until=form.until.data,
            actor=current_actor(),
        )
        return flash_and_redirect(
            _("%(name)s ditahan mulai hari ini.", name=product.name), "curator.show_holds"
        )

    return submit(form, act, lambda: render_template("curator/hold.html", form=form, product=product))


@blueprint.post("/tahan/<id:hold_id>/akhiri")
@for_own_agency
def lift_this_hold(agency: Agency, hold_id: int) -> Answer:
    """Lift a hold of the own agency. NotFound for another agency's."""
    form, own = LiftForm(), {one.id for one in list_holds(agency_id=agency.id)}
    if hold_id not in own:
        raise NotFound()

    def act() -> Answer:
        lift_hold(hold_id, reason=form.reason.data or "", actor=current_actor())
        return flash_and_redirect(_("Penahanan berakhir. Produk boleh dijual lagi."), "curator.show_holds")

    return submit(form, act, lambda: _page(agency, form))


def _page(agency: Agency, form: LiftForm | None = None) -> str:
    search = request.args.get("cari", "")[:100]
    rows = list_holds(agency_id=agency.id)
    today = clock.today()
    return render_template(
        "curator/holds.html",
        agency=agency,
        search=search,
        hits=list_products_named(search) if agency.may_hold else [],
        in_force=[one for one in rows if one.is_in_force(today)],
        ended=[one for one in rows if not one.is_in_force(today)],
        form=form or LiftForm(formdata=None),
        refused=form,
    )
