"""A hand-kept sales book on the web: upload, preview, confirm; the same importer as the command (decisions, files)."""

from pathlib import Path

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, HiddenField

from app.audit.queries import list_events
from app.imports.errors import ImportFileGone
from app.imports.services import apply_import, preview_import
from app.imports.sheet import SheetFile, file_hash
from app.sales.imports import SALES_BOOK
from app.sales.paper.book_rows import BookRow
from app.sales.paper.sales_import import ImportResult, read_book
from app.shared import clock
from app.shared.errors import DomainError
from app.shared.transaction import rollback
from app.web.finance import blueprint
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.ui.filters import angka
from app.web.ui.forms import BaseForm
from app.web.ui.imports import fault_rows, send_rejects
from app.web.ui.uploads import find_upload, remove_upload, store_upload, takes_files

Answer = str | AnyResponse | tuple[str, int]


class BookForm(BaseForm):
    """A book as a file."""

    file = FileField(_l("Buku penjualan"), [FileRequired(_l("Pilih berkasnya dulu."))])


class BookConfirmForm(BaseForm):
    """The file that was previewed, by its random name and hash; new booths want a tick."""

    upload = HiddenField()
    sha256 = HiddenField()
    is_agreed = BooleanField(_l("Ya, pojok baru di atas memang ada"))


@blueprint.get("/buku")
@in_menu(_l("Buku penjualan"), order=23, under="finance.list_people")
def upload_book() -> str:
    """Choose a file; below, what came in before."""
    return _upload_page(BookForm())


def _upload_page(form: BookForm) -> str:
    events = [one for one in list_events(room="sales", size=200).events if one.action == "sales.import_book"]
    return render_template("finance/book_upload.html", form=form, events=events[:10])


@blueprint.post("/buku")
@takes_files
@manages_own_transaction
def preview_book() -> Answer:
    """Read the file and show what it would do; nothing is written."""
    form = BookForm()
    if not form.validate():
        return _upload_page(form), 422
    stored, path = store_upload(form.file.data)
    try:
        book = read_book(path, clock.today(), form.file.data.filename)
    except DomainError as error:
        remove_upload(stored)
        show_refusal(form, error)
        return _upload_page(form), 422
    confirm = BookConfirmForm(formdata=None, upload=stored, sha256=file_hash(path))
    return _preview(book, preview_import(SALES_BOOK, book, {}, actor=current_actor()), confirm)


def _preview(book: SheetFile[BookRow], done: ImportResult, form: BookConfirmForm) -> str:
    return render_template(
        "finance/book_preview.html",
        form=form,
        book=book,
        counts=done.counts(),
        unknown=done.unknown,
        refused=fault_rows(SALES_BOOK, done.refused),
    )


def _confirmed_file(form: BookConfirmForm) -> Path:
    path = find_upload(form.upload.data)
    if path is None or file_hash(path) != form.sha256.data:
        raise ImportFileGone()
    return path


@blueprint.post("/buku/terapkan")
@manages_own_transaction
def apply_this_book() -> Answer:
    """Write the file that was shown, judged anew; booths it would set up must be agreed to."""
    form = BookConfirmForm()
    path = _confirmed_file(form)
    book = read_book(path, clock.today(), path.name)
    done = apply_import(SALES_BOOK, book, {}, actor=current_actor())
    if done.unknown.booths and not (form.validate() and form.is_agreed.data):
        rollback()
        form.is_agreed.errors = [_("Centang dulu, atau perbaiki nama pojoknya di berkas lalu unggah lagi.")]
        return _preview(book, done, form), 422
    remove_upload(path.name)
    flash(
        _(
            "Buku penjualan masuk: %(created)s baru, %(changed)s berubah, %(unchanged)s tetap, %(refused)s ditolak, "
            "%(unresolved)s pembeli belum dikenal.",
            **{name: angka(count) for name, count in done.counts().items()},
        )
    )
    return redirect(url_for("finance.upload_book"), 303)


@blueprint.post("/buku/ditolak")
@manages_own_transaction
def download_book_rejects() -> Response:
    """The refused rows with their reasons as a workbook to send back; noted in the trail (decisions 23)."""
    path = _confirmed_file(BookConfirmForm())
    book = read_book(path, clock.today(), path.name)
    done = preview_import(SALES_BOOK, book, {}, actor=current_actor())
    return send_rejects(SALES_BOOK, book, done.refused, name="buku-baris-ditolak.xlsx")
