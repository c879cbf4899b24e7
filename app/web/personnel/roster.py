"""The import of a roster: upload, preview, confirm or discard. Until then the file is stored under a random name."""

from pathlib import Path

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from app.directory import queries
from app.directory.errors import RosterUploadNotFound
from app.directory.imports import PEOPLE
from app.directory.models import RosterUpload
from app.directory.services import (
    RosterPreview,
    apply_roster,
    discard_upload,
    get_upload,
    preview_roster,
    record_upload,
)
from app.messages.errors import sentence
from app.messages.imports import fault_sentence
from app.messages.roster import change_list
from app.shared.errors import DomainError
from app.shared.transaction import begin_writing
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.personnel import blueprint
from app.web.personnel.duties import find_duty_changes
from app.web.personnel.first_date import find_unrecorded_months, propose_date
from app.web.personnel.forms import ADDITION, COMPLETE, ConfirmForm, UploadForm
from app.web.personnel.suggestions import (
    MOST_INLINE,
    has_unreadable_tick,
    read_links,
    store_suggestions,
    ticked_pairs,
)
from app.web.ui.filters import angka
from app.web.ui.imports import MOST_ROWS, fault_rows, send_rejects
from app.web.ui.uploads import find_upload, remove_upload, store_upload, takes_files

Answer = str | AnyResponse | tuple[str, int]


@blueprint.route("/unggah", methods=["GET", "POST"])
@in_menu(_l("Unggah daftar"), order=20)
@takes_files
@manages_own_transaction
def upload_roster() -> Answer:
    """Upload a roster file: it is read and compared, and changes nothing yet."""
    form = UploadForm()
    if not form.is_submitted():
        form.as_of.data = propose_date()
        return _upload_page(form)
    if not form.validate():
        return _upload_page(form), 422
    file_name = form.file.data.filename or ""
    stored, path = store_upload(form.file.data)
    try:
        preview = preview_roster(path, form.as_of.data, name=file_name)
        begin_writing()
        upload = record_upload(preview, file_name, stored, actor=current_actor())
        store_suggestions(upload, preview)
    except DomainError as error:
        remove_upload(stored)
        show_refusal(form, error)
        return _upload_page(form), 422
    except BaseException:
        remove_upload(stored)
        raise
    return redirect(url_for("personnel.show_upload", upload_id=upload.id), 303)


def _upload_page(form: UploadForm) -> str:
    return render_template("personnel/upload.html", form=form, is_first=not queries.count_employees())


def _file_of(upload: RosterUpload) -> Path:
    path = find_upload(upload.summary.get("stored"))
    if path is None:
        raise RosterUploadNotFound()
    return path


@blueprint.get("/unggahan/<id:upload_id>")
def show_upload(upload_id: int) -> Answer:
    """Show the preview: the changes, whose minimum changes, who is missing, which rows are refused."""
    upload = get_upload(upload_id)
    if upload.state != "previewed" or find_upload(upload.summary.get("stored")) is None:
        return render_template("personnel/upload_done.html", upload=upload)
    preview = preview_roster(_file_of(upload), upload.as_of, name=upload.file_name, is_addition=False)
    form = ConfirmForm(formdata=None, scope=ADDITION if preview.is_mostly_absent else COMPLETE)
    return _preview_page(upload, preview, form)


def _preview_page(
    upload: RosterUpload, preview: RosterPreview, form: ConfirmForm, problem: str | None = None
) -> str:
    plan = preview.plan
    form.sha256.data, form.promise.data = preview.sha256, preview.promise
    duties = find_duty_changes(preview)
    missing = plan.absent[:MOST_ROWS]
    inline = plan.suggestions if len(plan.suggestions) <= MOST_INLINE else []
    shown = [
        *missing,
        *(one.employee_id for one in inline),
        *(one.employee_id for one in duties.named),
    ]
    return render_template(
        "personnel/preview.html",
        upload=upload,
        form=form,
        problem=problem,
        preview=preview,
        inline=inline,
        ticked=ticked_pairs(),
        linked=len(read_links(upload)),
        empty_months=find_unrecorded_months(preview),
        plan=plan,
        counts=plan.counts(),
        changes=change_list(plan.words),
        duties=duties,
        people=queries.list_employees(shown),
        tree=preview.state.tree,
        missing=missing,
        refused=fault_rows(PEOPLE, plan.refused),
        warnings=[(one.row, fault_sentence(PEOPLE, one)) for one in plan.warnings[:MOST_ROWS]],
    )


@blueprint.post("/unggahan/<id:upload_id>/terapkan")
@manages_own_transaction
def apply_upload(upload_id: int) -> Answer:
    """Apply exactly the previewed file with the previewed figures, or nothing."""
    form = ConfirmForm()
    upload = get_upload(upload_id)
    if upload.state != "previewed":  # a second click: say so, do nothing
        return redirect(url_for("personnel.show_upload", upload_id=upload_id), 303)
    path = _file_of(upload)
    if not form.validate():
        return _refused_again(upload_id, path, form, "")
    try:
        outcome = apply_roster(
            path,
            form.sha256.data or "",
            promise=form.promise.data or "",
            upload_id=upload_id,
            as_of=upload.as_of,
            links=read_links(upload) | _links(),
            name=upload.file_name,
            is_addition=form.scope.data != COMPLETE,
            absent=form.absent.data,
            actor=current_actor(),
        )
    except DomainError as error:
        return _refused_again(upload_id, path, form, sentence(error))
    remove_upload(path.name)
    flash(
        _(
            "Daftar pegawai diterapkan: %(created)s baru, %(changed)s berubah, %(unchanged)s tetap, "
            "%(refused)s ditolak.",
            **{name: angka(count) for name, count in outcome.plan.counts().items()},
        )
    )
    return redirect(url_for("personnel.show_home"), 303)


def _refused_again(upload_id: int, path: Path, form: ConfirmForm, problem: str) -> Answer:
    """Show the preview again, with the reason on top and the same choices; nothing was applied."""
    upload = get_upload(upload_id)
    if upload.state != "previewed":
        flash(problem)
        return redirect(url_for("personnel.show_upload", upload_id=upload_id), 303)
    preview = preview_roster(path, upload.as_of, name=upload.file_name, is_addition=False)
    return _preview_page(upload, preview, form, problem), 409 if problem else 422


def _links() -> dict[int, int]:
    """Return the selected suggestions, row → employee; an unreadable one becomes 0 → 0, which the service refuses."""
    return dict(ticked_pairs()) | ({0: 0} if has_unreadable_tick() else {})


@blueprint.post("/unggahan/<id:upload_id>/batal")
def discard_this_upload(upload_id: int) -> Answer:
    """Discard the file without applying it."""
    upload = discard_upload(upload_id, actor=current_actor())
    remove_upload(upload.summary.get("stored"))
    flash(_("Berkas dibatalkan. Tidak ada yang berubah."))
    return redirect(url_for("personnel.show_home"), 303)


@blueprint.post("/unggahan/<id:upload_id>/ditolak")
@manages_own_transaction
def download_rejects(upload_id: int) -> Answer:
    """Send the refused rows with their reasons as a workbook; the trail records it (decisions 23)."""
    upload = get_upload(upload_id)
    path = _file_of(upload)
    preview = preview_roster(path, upload.as_of, name=upload.file_name)
    return send_rejects(
        PEOPLE, preview.file, preview.refused, name=f"baris-ditolak-{upload.id}.xlsx", subject_id=upload.id
    )
