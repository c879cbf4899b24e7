"""Pages of paper sheets for days without power or network: print them, enter them, report empty ones."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import ValidationError

from app.booths.queries import get_booth
from app.imports.faults import RowFault
from app.makers.queries import list_catalogue
from app.sales.paper.sheets import TypedLine, enter_lines, read_lines, return_sheet
from app.sales.queries.sheet_lines import get_sheet_row, list_sheet_lines, list_sheets
from app.shared import clock
from app.shared.errors import DomainError
from app.tills.models import PaperSheet
from app.tills.queries.booths import list_booths
from app.tills.queries.sheets import get_sheet, list_sheets_from
from app.tills.services.sheets import LINES, MOST_AT_ONCE, print_sheets
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.manager import blueprint
from app.web.manager.paper_labels import fault_sentence
from app.web.manager.scope import booth_scope, get_my_booth
from app.web.ui.forms import BaseForm, ChoiceField, LocalDateField, ReasonField, WholeField, required
from app.web.ui.ids import read_id
from app.web.ui.submit import Answer, submit

FIELDS = ("at", "buyer", "product", "maker", "quantity", "unit_price")
FIELD_OF = {
    "time": "at", "name": "buyer", "nip": "buyer", "product": "product", "maker": "maker", "quantity": "quantity",
    "unit_price": "unit_price", "total": "unit_price",
}  # fmt: skip
"""A book's column → the input in which it was typed; any other fault is about the whole line."""
_LONGEST = 250
_REACH = timedelta(days=62)


class PrintForm(BaseForm):
    """The booth, the day and the number of sheets to print."""

    booth = ChoiceField(_l("Pojok"), coerce=int)
    day = LocalDateField(_l("Untuk tanggal"), [required(_l("Tanggal"))])
    count = WholeField(_l("Banyak lembar"), [required(_l("Banyak lembar"))], least=1, most=MOST_AT_ONCE)

    def validate_day(self, field: LocalDateField) -> None:
        """Require a day near today."""
        if abs(field.data - clock.today()) > _REACH:
            raise ValidationError(_("Pilih tanggal paling jauh dua bulan dari hari ini."))


class EnterForm(BaseForm):
    """The grid of lines, which `_typed` reads; the form checks whether the sheet is complete."""

    is_done = BooleanField(_l("Lembar ini selesai: semua barisnya sudah masuk"))


class ReturnForm(BaseForm):
    """The reason why a sheet stayed empty."""

    reason = ReasonField(_l("Mengapa kosong?"))


@blueprint.get("/lembar")
@in_menu(_l("Kertas"), order=37)
def show_sheets() -> str:
    """Show sheets still to be entered, then finished ones, and the form that prints new ones."""
    return _list_page(_print_form(day=clock.today(), count=5))


def _print_form(**values: Any) -> PrintForm:
    form = PrintForm(**values)
    form.booth.choices = [(one.id, one.name) for one in list_booths(booth_scope(), active_only=True)]
    return form


def _list_page(form: PrintForm) -> str:
    sheets = list_sheets(booth_scope())
    return render_template(
        "manager/paper.html",
        form=form,
        pending=[one for one in sheets if one.ended is None],
        done=[one for one in sheets if one.ended is not None],
        today=clock.today(),
    )


@blueprint.post("/lembar/cetak")
def print_new_sheets() -> Answer:
    """Allot numbers and show the paper to print."""
    form = _print_form()

    def allot() -> Answer:
        booth = get_my_booth(form.booth.data)
        sheets = print_sheets(booth.id, form.day.data, form.count.data, actor=current_actor())
        return redirect(url_for("manager.print_sheet", sheet_id=sheets[0].id, jumlah=len(sheets)), 303)

    return submit(form, allot, lambda: _list_page(form))


@blueprint.get("/lembar/<id:sheet_id>/cetak")
def print_sheet(sheet_id: int) -> str:
    """Show the paper: this sheet, and with `?jumlah=` the next ones of the same booth and day."""
    sheet = _my_sheet(sheet_id)
    count = request.args.get("jumlah", 1, type=read_id)
    count = count if 1 <= count <= MOST_AT_ONCE else 1
    return render_template(
        "manager/paper_print.html",
        sheets=list_sheets_from(sheet, count),
        booth=get_booth(sheet.booth_id),
        lines=range(1, LINES + 1),
    )


@blueprint.route("/lembar/<id:sheet_id>", methods=["GET", "POST"])
def enter_sheet(sheet_id: int) -> Answer:
    """Show one sheet's recorded lines and a grid for the others; store all typed lines, or none."""
    sheet, form = _my_sheet(sheet_id), EnterForm()
    if not form.is_submitted():
        return _sheet_page(sheet, form, {}, [])
    typed = [_typed(line) for line in range(1, LINES + 1)]
    rows, faults = read_lines(sheet, typed, clock.today())
    if not form.validate() or faults or not rows:
        if not rows and not faults:
            form.form_errors.append(_("Belum ada baris yang diketik."))
        return _sheet_page(sheet, form, {one.line: one for one in typed}, faults), 422
    may_end = form.is_done.data and get_sheet_row(sheet.id).ended is None
    try:
        done = enter_lines(sheet, rows, is_done=may_end, actor=current_actor())
    except DomainError as error:
        show_refusal(form, error)
        return _sheet_page(sheet, form, {one.line: one for one in typed}, []), 422
    flash(_("Lembar %(number)s: %(count)s baris tersimpan.", number=sheet.number, count=done.created))
    if done.parked:
        flash(_("Bulannya sudah ditutup; %(count)s baris menunggu keuangan.", count=done.parked), "warning")
    return redirect(url_for("manager.enter_sheet", sheet_id=sheet_id), 303)


def _my_sheet(sheet_id: int) -> PaperSheet:
    sheet = get_sheet(sheet_id)
    get_my_booth(sheet.booth_id)
    return sheet


def _typed(line: int) -> TypedLine:
    """Return one typed row of the grid without invisible characters; a text that is too long is cut."""
    return TypedLine(
        line, **{name: _clean(request.form.get(f"{name}-{line}", "")) for name in (*FIELDS, "sure")}
    )


def _clean(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text[:_LONGEST]).strip()


def _sheet_page(
    sheet: PaperSheet, form: EnterForm, typed: dict[int, TypedLine], faults: list[RowFault]
) -> str:
    goods = list_catalogue(sheet.day)
    return render_template(
        "manager/paper_sheet.html",
        sheet=get_sheet_row(sheet.id),
        form=form,
        return_form=ReturnForm(formdata=None),
        stored=list_sheet_lines(sheet.booth_id, sheet.number),
        typed=typed,
        faults={(one.row, FIELD_OF.get(one.column, "line")): fault_sentence(one) for one in faults},
        blank=TypedLine(0),
        lines=range(1, LINES + 1),
        is_future=sheet.day > clock.today(),
        goods=[{"name": item.name, "maker": item.maker_name, "price": item.unit_price} for item in goods],
        makers=sorted({item.maker_name for item in goods}, key=str.casefold),
    )


@blueprint.post("/lembar/<id:sheet_id>/kosong")
def hand_back_sheet(sheet_id: int) -> Answer:
    """Report a sheet as empty."""
    sheet, form = _my_sheet(sheet_id), ReturnForm()
    if form.validate() and form.reason.data:
        return_sheet(sheet, form.reason.data, actor=current_actor())
        flash(_("Lembar %(number)s dicatat sebagai tidak terpakai.", number=sheet.number))
        return redirect(url_for("manager.show_sheets"), 303)
    flash(_("Tulis alasannya, misalnya: tidak terpakai, rusak kena hujan."), "warning")
    return _sheet_page(sheet, EnterForm(formdata=None), {}, []), 422
