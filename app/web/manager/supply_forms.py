"""Forms of goods: opening a note, the booth's count of one, the count of a shelf. They check shapes only."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import ValidationError

from app.makers.queries import CatalogueItem
from app.messages.stock import COUNT_REASONS, DIFFERENCE_REASONS, KIND_LABELS, LOSS_REASONS
from app.shared import clock
from app.stock.models import SupplyLine
from app.stock.queries.counts import CountedLine
from app.stock.queries.shelf import ShelfRow
from app.stock.rules import LOSSES, MAX_PIECES
from app.stock.services import Counted, CountEntry, NoteLine
from app.web.ui.forms import BaseForm, ChoiceField, LocalDateField, WholeField, optional, required
from app.web.ui.ids import read_uuid


def tapped(label: Any, reasons: Sequence[str]) -> Any:
    """Return a field of reasons as buttons; empty while none is chosen."""
    return RadioField(
        label,
        choices=lambda: [(one, _(one)) for one in reasons],
        validate_choice=False,
        filters=[lambda text: text if text in reasons else ""],
    )


def _ensure_fresh(form: "NoteForm", field: LocalDateField) -> None:
    """Refuse goods past their date."""
    if form.kind.data == "delivery" and field.data < clock.today():
        raise ValidationError(_l("Sudah lewat tanggal. Periksa tanggalnya, atau kembalikan barangnya."))


class NoteForm(BaseForm):
    """A note to open. `key` tells a form sent twice from two; pieces and best-before by product, from `of`."""

    key = HiddenField(filters=[read_uuid])
    kind = ChoiceField(_l("Jenis"), choices=list(KIND_LABELS.items()))
    reason = tapped(_l("Mengapa hilang dari rak?"), LOSS_REASONS)
    goods: Sequence[CatalogueItem] = ()

    @classmethod
    def of(cls, goods: Sequence[CatalogueItem], **data: Any) -> Self:
        """The form for these products."""
        fields: dict[str, Any] = {"goods": goods}
        for item in goods:
            fields[f"pieces-{item.product_id}"] = WholeField(item.name, [optional()], most=MAX_PIECES)
            fields[f"until-{item.product_id}"] = LocalDateField(
                _l("%(name)s, baik sampai", name=item.name), [optional(), _ensure_fresh]
            )
        form: Self = type("NoteOfMakerForm", (cls,), fields)(**data)
        form.kind.choices = [(kind, _(label)) for kind, label in KIND_LABELS.items()]
        return form

    def validate_reason(self, field: RadioField) -> None:
        """Require a reason for goods that are gone."""
        if self.kind.data in LOSSES and not field.data:
            raise ValidationError(_l("Pilih salah satu alasan."))

    def entered_lines(self) -> list[NoteLine]:
        """Return the products with pieces, at today's price."""
        is_loss, is_delivery = self.kind.data in LOSSES, self.kind.data == "delivery"
        return [
            NoteLine(
                item.product_id,
                pieces,
                item.unit_price or 0,
                self[f"until-{item.product_id}"].data if is_delivery else None,
                reason=self.reason.data if is_loss else "",
            )
            for item in self.goods
            if (pieces := self[f"pieces-{item.product_id}"].data)
        ]


class CheckForm(BaseForm):
    """The booth's figures of a note's lines, the maker's figures to start from."""

    note_lines: Sequence[SupplyLine] = ()

    @classmethod
    def of(cls, lines: Sequence[SupplyLine], names: Mapping[int, str]) -> Self:
        """The form for these lines; `names` by product id."""
        fields: dict[str, Any] = {"note_lines": lines}
        for line in lines:
            fields[f"pieces-{line.position}"] = WholeField(
                names[line.product_id], [required(_l("Hitungan"))], most=MAX_PIECES
            )
            fields[f"reason-{line.position}"] = tapped(_l("Alasan"), DIFFERENCE_REASONS)
        stated = {f"pieces-{line.position}": line.stated_quantity for line in lines}
        form: Self = type("CheckNoteForm", (cls,), fields)(data=stated)
        return form

    def counted(self) -> list[Counted]:
        """Return the counted pieces of each line, in order."""
        return [
            Counted(self[f"pieces-{one.position}"].data, self[f"reason-{one.position}"].data)
            for one in self.note_lines
        ]


class ShelfCountForm(BaseForm):
    """The pieces of each product of a shelf; empty: not counted."""

    rows: Sequence[ShelfRow] = ()

    @classmethod
    def of(cls, rows: Sequence[ShelfRow], counted: Sequence[CountedLine]) -> Self:
        """The form for these products, with what was counted already."""
        fields: dict[str, Any] = {"rows": rows}
        for row in rows:
            fields[f"pieces-{row.product_id}"] = WholeField(row.product, [optional()], most=MAX_PIECES)
            fields[f"reason-{row.product_id}"] = tapped(_l("Mengapa berbeda?"), COUNT_REASONS)
        before: dict[str, Any] = {f"pieces-{one.product_id}": one.counted for one in counted}
        before |= {f"reason-{one.product_id}": one.reason for one in counted}
        form: Self = type("CountOfBoothForm", (cls,), fields)(data=before)
        return form

    def entries(self) -> list[CountEntry]:
        """Return the products that were counted."""
        return [
            CountEntry(row.product_id, pieces, self[f"reason-{row.product_id}"].data)
            for row in self.rows
            if (pieces := self[f"pieces-{row.product_id}"].data) is not None
        ]
