"""Undoes an import of people: what it would restore, what depends on it, and a reason (ADR 0036)."""

from flask import render_template
from flask_babel import gettext as _

from app.accounts.queries import list_names
from app.directory import queries
from app.messages.roster import IMPORT_DEPENDENTS, UNDONE_PARTS
from app.roster_undo.queries import get_undo_preview
from app.roster_undo.services import undo_roster
from app.web.http.guards import current_actor
from app.web.http.transaction import manages_own_transaction
from app.web.personnel import blueprint
from app.web.personnel.forms import UndoImportForm
from app.web.ui.submit import Answer, flash_and_redirect, submit


@blueprint.route("/unggahan/<id:upload_id>/batalkan", methods=["GET", "POST"])
@manages_own_transaction
def undo_import(upload_id: int) -> Answer:
    """Show what undoing would restore; with a reason, undo the import as a whole or not at all."""
    form = UndoImportForm()

    def undo_now() -> Answer:
        undo_roster(upload_id, form.reason.data, actor=current_actor())
        message = _(
            "Impor dibatalkan. Data pegawai kembali seperti sebelum daftar ini; berkasnya dapat dikirim lagi."
        )
        return flash_and_redirect(message, "personnel.list_imports")

    return submit(form, undo_now, lambda: _page(upload_id, form))


def _page(upload_id: int, form: UndoImportForm) -> str:
    preview = get_undo_preview(upload_id)
    upload = preview.upload
    return render_template(
        "personnel/undo_import.html",
        form=form,
        preview=preview,
        upload=upload,
        people=queries.list_employees(sorted(preview.named)),
        sentences=IMPORT_DEPENDENTS,
        parts=[(UNDONE_PARTS[word], preview.words[word]) for word in UNDONE_PARTS if preview.words[word]],
        names=list_names({one for one in (upload.uploaded_by, upload.undone_by) if one}),
    )
