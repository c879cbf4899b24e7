"""A product list as a file: upload, look at what it would do, apply that very file."""

from pathlib import Path

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.services import record_event
from app.makers.catalogue_import import (
    CataloguePlan,
    apply_catalogue,
    plan_catalogue,
    read_catalogue,
    reject_rows,
)
from app.makers.errors import CataloguePreviewStale
from app.messages.catalogue import reason_sentence
from app.shared import clock
from app.shared.errors import DomainError
from app.shared.transaction import begin_writing
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.transaction import manages_own_transaction
from app.web.manager import blueprint
from app.web.manager.forms import CatalogueConfirmForm, CatalogueForm
from app.web.ui.downloads import send_rejects
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
            rows = read_catalogue(path, name)
        except DomainError as error:
            remove_upload(name)
            show_refusal(form, error)
        else:
            return _preview(name, plan_catalogue(rows, today=clock.today()))
    return render_template("manager/catalogue_upload.html", form=form), 422


def _preview(name: str, plan: CataloguePlan) -> str:
    return render_template(
        "manager/catalogue_preview.html",
        form=CatalogueConfirmForm(formdata=None, upload=name),
        plan=plan,
        summary=plan.summary,
        changes=[change for change in plan.changes if change.kind != "unchanged"][:300],
        refused=[
            (refusal.number, refusal.product, reason_sentence(refusal)) for refusal in plan.refused[:300]
        ],
    )


def _shown_file() -> Path:
    form = CatalogueConfirmForm()
    path = find_upload(form.upload.data) if form.validate() else None
    if path is None:
        raise CataloguePreviewStale()
    return path


@blueprint.post("/produk/unggah/terapkan")
@manages_own_transaction
def apply_this_catalogue() -> Response:
    """Apply the file that was shown; judged anew within the writing transaction."""
    path = _shown_file()
    rows = read_catalogue(path, path.name)
    begin_writing()
    summary = apply_catalogue(plan_catalogue(rows, today=clock.today()), actor=current_actor())
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
    read = read_catalogue(path, path.name)
    plan = plan_catalogue(read, today=clock.today())
    answer = send_rejects(
        "produk-baris-ditolak.xlsx",
        read.titles,
        reject_rows(path, plan, reason_sentence, path.name),
        several_sheets=len(read.sheets) > 1,
    )
    begin_writing()
    details = {"rows": len(plan.refused)}
    record_event("umkm.export_rejects", actor=current_actor(), subject="product", details=details)
    return answer
