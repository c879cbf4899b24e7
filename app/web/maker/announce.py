"""The page on which a maker announces a delivery: the booth, and the pieces of each product."""

from typing import Any
from uuid import UUID, uuid4

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import ValidationError

from app.makers.members import BoundMaker
from app.makers.queries import CatalogueItem, list_catalogue
from app.shared import clock
from app.stock.queries.notes import list_notes
from app.stock.rules import MAX_PIECES
from app.stock.services import NoteLine, open_note
from app.tills.queries.booths import list_booths
from app.web.http.guards import current_actor
from app.web.maker import blueprint
from app.web.maker.decorators import for_own_maker
from app.web.ui.forms import BaseForm, ChoiceField, WholeField, optional
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.ui.supply_notes import new_id_if_taken


class AnnounceForm(BaseForm):
    """The booth; a subclass adds a number field per product. `uuid`: sending the form twice stores one supply note."""

    booth_id = ChoiceField(_l("Pojok"), coerce=int)
    uuid = HiddenField()

    def validate_uuid(self, field: HiddenField) -> None:
        """Require the supply note's id, which the page gave the form."""
        try:
            field.data = str(UUID(field.data or ""))
        except ValueError as error:
            raise ValidationError(_("Muat ulang halaman ini, lalu kirim lagi.")) from error


@blueprint.route("/kirim", methods=["GET", "POST"])
@for_own_maker
def announce(mine: BoundMaker) -> Answer:
    """Announce what the maker will bring to which booth; the booth counts it on arrival."""
    products = [
        one for one in list_catalogue(clock.today()) if one.maker_id == mine.id and one.unit_price is not None
    ]
    form: Any = _form_for(products)(uuid=str(uuid4()))
    form.booth_id.choices = [(one.id, one.name) for one in list_booths(active_only=True)]

    def send() -> Answer:
        lines = [
            NoteLine(one.product_id, pieces, one.unit_price or 0)
            for one in products
            if (pieces := form[_name(one)].data)
        ]
        with new_id_if_taken(form.uuid):
            supply_note = open_note(
                form.booth_id.data, mine.id, "delivery", lines,
                actor=current_actor(), state="announced", source="maker", uuid=form.uuid.data,
            )  # fmt: skip
        return flash_and_redirect(
            _("Kiriman dikabarkan. Bawa barangnya ke pojok."),
            "maker.show_supply_note",
            supply_note_id=supply_note.id,
        )

    if request.method == "GET":
        form.booth_id.data = _usual_booth(mine)
    goods = [(one, form[_name(one)]) for one in products]
    return submit(form, send, lambda: render_template("maker/announce.html", form=form, goods=goods))


def _usual_booth(mine: BoundMaker) -> int | None:
    """Return the booth of the latest supply note: most makers deliver to the same place."""
    return next((one.booth_id for one in list_notes(maker_ids=mine.ids, limit=1)), None)


def _form_for(products: list[CatalogueItem]) -> type[AnnounceForm]:
    fields = {_name(one): WholeField(one.name, [optional()], least=0, most=MAX_PIECES) for one in products}
    return type("AnnounceForm", (AnnounceForm,), fields)


def _name(item: CatalogueItem) -> str:
    return f"product_{item.product_id}"
