"""Forms of goods: entering a supply note, counting it, counting a shelf. They check shapes only."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.makers.queries import CatalogueItem
from app.messages.stock import COUNT_REASONS, DIFFERENCE_REASONS, KIND_LABELS, LOSS_REASONS, RELEASE_REASONS
from app.shared import clock
from app.stock.models import SupplyLine
from app.stock.queries.counts import CountedLine
from app.stock.queries.shelf import ShelfRow
from app.stock.rules import LOSSES, MAX_PIECES
from app.stock.services import CountEntry, LineCount, NoteLine
from app.web.ui.filters import tanggal_pendek
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    LocalDateField,
    TextField,
    WholeField,
    at_most,
    optional,
    required,
)
from app.web.ui.ids import read_uuid

BEST_BEFORE_WEEKS = (0, 1, 2, 3, 4, 6, 8, 12, 26, 52)
"""The numbers of whole weeks from which a clerk chooses a best-before date."""


def reason_buttons(label: Any, reasons: Sequence[str]) -> Any:
    """Return a field of reasons as buttons; empty while none is chosen."""
    return RadioField(
        label,
        choices=lambda: [(one, _(one)) for one in reasons],
        validate_choice=False,
        filters=[lambda text: text if text in reasons else ""],
    )


def _ensure_fresh(form: "SupplyNoteForm", field: LocalDateField) -> None:
    """Refuse goods past their best-before date; a text that is no date has its own error."""
    if field.data is not None and form.kind.data == "delivery" and field.data < clock.today():
        raise ValidationError(_l("Sudah lewat tanggal. Periksa tanggalnya, atau kembalikan barangnya."))


class SupplyNoteForm(BaseForm):
    """A new supply note. `key` distinguishes a form sent twice from two; `of` adds pieces and best-before per
    product."""

    key = HiddenField(filters=[read_uuid])
    kind = ChoiceField(_l("Jenis"), choices=list(KIND_LABELS.items()))
    reason = reason_buttons(_l("Mengapa hilang dari rak?"), LOSS_REASONS)
    goods: Sequence[CatalogueItem] = ()

    @classmethod
    def of(cls, goods: Sequence[CatalogueItem], **data: Any) -> Self:
        """Return the form for these products."""
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


class WeekField(ChoiceField):
    """A best-before date chosen by whole weeks from today: one tap instead of a date. No choice: no date."""

    def __init__(self, label: Any, named: date | None, **kw: Any) -> None:
        days = {clock.today() + timedelta(weeks=weeks): weeks for weeks in BEST_BEFORE_WEEKS}
        choices = [(day.isoformat(), self._words(day, weeks)) for day, weeks in days.items()]
        if named is not None and named not in days:
            choices.insert(0, (named.isoformat(), _("menurut nota: %(day)s", day=tanggal_pendek(named))))
        super().__init__(label, choices=[("", _("tanpa tanggal")), *choices], **kw)

    @staticmethod
    def _words(day: date, weeks: int) -> str:
        if not weeks:
            return _("kurang dari 1 minggu")
        return _("%(weeks)s minggu, sampai %(day)s", weeks=weeks, day=tanggal_pendek(day))

    @property
    def day(self) -> date | None:
        """Return the chosen day; None for none."""
        return date.fromisoformat(self.data) if self.data else None

    def pre_validate(self, form: Any) -> None:
        """Require a readable day that has not passed."""
        try:
            is_past = self.day is not None and self.day < clock.today()
        except ValueError as error:
            self.data = ""
            raise ValidationError(_("Pilih salah satu dari daftar.")) from error
        if is_past:
            raise ValidationError(_("Sudah lewat tanggal. Periksa tanggalnya, atau kembalikan barangnya."))
        if self.data not in {value for value, *_rest in self.iter_choices()}:
            self.choices = [*self.choices, SelectChoice(self.data, tanggal_pendek(self.day))]


class OpenSupplyNoteForm(BaseForm):
    """A supply note's number, the code of its slip, or the maker's card, scanned or typed."""

    code = TextField(
        _l("Pindai slip atau kartu UMKM, atau ketik nomor nota"), [required(_l("Kode")), at_most(300)]
    )


class CheckForm(BaseForm):
    """The booth's count of a supply note's lines, which starts with the maker's figures; best-before of a delivery by
    week."""

    supply_lines: Sequence[SupplyLine] = ()

    @classmethod
    def of(cls, lines: Sequence[SupplyLine], names: Mapping[int, str], *, is_delivery: bool) -> Self:
        """Return the form for these lines; `names` by product id."""
        fields: dict[str, Any] = {"supply_lines": lines}
        start: dict[str, Any] = {}
        for line in lines:
            fields[f"pieces-{line.position}"] = WholeField(
                names[line.product_id], [required(_l("Hitungan"))], most=MAX_PIECES
            )
            fields[f"reason-{line.position}"] = reason_buttons(_l("Alasan"), DIFFERENCE_REASONS)
            start[f"pieces-{line.position}"] = line.stated_quantity
            if is_delivery:
                fields[f"until-{line.position}"] = WeekField(_l("Baik sampai"), line.best_before)
                start[f"until-{line.position}"] = line.best_before.isoformat() if line.best_before else ""
        form: Self = type("CheckSupplyNoteForm", (cls,), fields)(data=start)
        return form

    def counted(self) -> list[LineCount]:
        """Return the counted pieces of each line, in order."""
        return [
            LineCount(
                self[f"pieces-{one.position}"].data,
                self[f"reason-{one.position}"].data,
                self[name].day if (name := f"until-{one.position}") in self else None,
            )
            for one in self.supply_lines
        ]

    def list_differences(self) -> list[tuple[SupplyLine, int, str]]:
        """Return the lines for which this form has other pieces or another reason than the stored one, with both."""
        typed = [
            (one, self[f"pieces-{one.position}"].data, self[f"reason-{one.position}"].data)
            for one in self.supply_lines
        ]
        return [row for row in typed if row[1] != row[0].counted_quantity or row[2] != row[0].reason]


class ShelfCountForm(BaseForm):
    """The pieces of each product on a shelf; empty: not counted."""

    rows: Sequence[ShelfRow] = ()

    @classmethod
    def of(cls, rows: Sequence[ShelfRow], counted: Sequence[CountedLine]) -> Self:
        """Return the form for these products, with the pieces that were counted already."""
        fields: dict[str, Any] = {"rows": rows}
        for row in rows:
            fields[f"pieces-{row.product_id}"] = WholeField(row.product, [optional()], most=MAX_PIECES)
            fields[f"reason-{row.product_id}"] = reason_buttons(_l("Mengapa berbeda?"), COUNT_REASONS)
        before: dict[str, Any] = {f"pieces-{one.product_id}": one.counted for one in counted}
        before |= {f"reason-{one.product_id}": one.reason for one in counted}
        form: Self = type("CountOfBoothForm", (cls,), fields)(data=before)
        return form

    def entries(self) -> list[CountEntry]:
        """Return the counted products."""
        return [
            CountEntry(row.product_id, pieces, self[f"reason-{row.product_id}"].data)
            for row in self.rows
            if (pieces := self[f"pieces-{row.product_id}"].data) is not None
        ]

    def reasons(self) -> dict[int, str]:
        """Return the chosen reasons by product id."""
        tapped_now = {row.product_id: self[f"reason-{row.product_id}"].data for row in self.rows}
        return {product_id: reason for product_id, reason in tapped_now.items() if reason}


class ReleaseForm(BaseForm):
    """The reason for no longer waiting for a till."""

    reason = reason_buttons(_l("Alasan"), RELEASE_REASONS)
