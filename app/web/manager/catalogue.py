"""A product list as a file: upload, look at what it would do, apply that very file."""

from pathlib import Path

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.imports.errors import ImportFileGone
from app.imports.services import import_file
from app.imports.sheet import SheetFile
from app.makers.catalogue_import import plan_catalogue, read_catalogue
from app.makers.catalogue_rows import CatalogueRow
from app.makers.imports import PRODUCTS
from app.shared import clock
from app.shared.errors import DomainError
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.transaction import manages_own_transaction
from app.web.manager import blueprint
from app.web.manager.forms import CatalogueConfirmForm, CatalogueForm
from app.web.ui.imports import fault_rows, send_rejects
from app.web.ui.uploads import find_upload, remove_upload, store_upload, takes_files

Page = str | Response | tuple[str, int]


@blueprint.get("/produk/unggah")
def upload_catalogue() -> str:
    """Choose a file."""
    return render_template("manager/catalogue_upload.html", form=CatalogueForm())


@blueprint.post("/produk/unggah")
@takes_files
@manages_own_transaction
def preview_catalogue() -> Page:
    """Read the file and show what it would do; nothing is written."""
    form = CatalogueForm()
    if form.validate():
        name, path = store_upload(form.file.data)
        try:
            file = read_catalogue(path, name)
        except DomainError as error:
            remove_upload(name)
            show_refusal(form, error)
        else:
            return _preview(name, file)
    return render_template("manager/catalogue_upload.html", form=form), 422


def _preview(name: str, file: SheetFile[CatalogueRow]) -> str:
    plan = plan_catalogue(file, today=clock.today())
    return render_template(
        "manager/catalogue_preview.html",
        form=CatalogueConfirmForm(formdata=None, upload=name),
        plan=file,
        summary=plan.counts(),
        changes=[change for change in plan.changes if change.kind != "unchanged"][:300],
        refused=fault_rows(PRODUCTS, plan.refused),
    )


def _shown_file() -> Path:
    form = CatalogueConfirmForm()
    path = find_upload(form.upload.data) if form.validate() else None
    if path is None:
        raise ImportFileGone()
    return path


@blueprint.post("/produk/unggah/terapkan")
@manages_own_transaction
def apply_this_catalogue() -> Response:
    """Apply the file that was shown; judged anew within the writing transaction."""
    path = _shown_file()
    summary = import_file(PRODUCTS, path, actor=current_actor(), name=path.name).counts()
    flash(
        _(
            "Daftar produk diterapkan: %(created)s baru, %(changed)s berubah, "
            "%(unchanged)s tetap, %(refused)s ditolak.",
            created=summary["created"],
            changed=summary["changed"],
            unchanged=summary["unchanged"],
            refused=summary["refused"],
        )
    )
    return redirect(url_for("manager.list_of_products"), 303)


@blueprint.post("/produk/unggah/ditolak")
@manages_own_transaction
def download_catalogue_rejects() -> Response:
    """The refused rows with their reasons as a workbook to send back; noted in the trail (decisions 23)."""
    path = _shown_file()
    file = read_catalogue(path, path.name)
    plan = plan_catalogue(file, today=clock.today())
    return send_rejects(PRODUCTS, file, plan.refused, name="produk-baris-ditolak.xlsx")
