"""Pages of an import: choose a file, preview its changes, apply it or download the refused rows.

`add_common_pages` gives an audience these pages, at `/impor/<slug>`, for every kind without pages of its own. A kind
that differs describes its pages with an `ImportPages`.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.widgets import HiddenInput

from app.imports.errors import ImportFileGone
from app.imports.faults import RowFault
from app.imports.registry import ImportKind, get_kind
from app.imports.rejects import write_refused_rows
from app.imports.services import apply_import, preview_import, record_export
from app.imports.sheet import SheetFile
from app.messages.errors import sentence
from app.messages.imports import fault_sentence, sentences_of
from app.shared.errors import DomainError, NotFound
from app.shared.transaction import begin_writing, rollback
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.transaction import manages_own_transaction
from app.web.ui.downloads import XLSX
from app.web.ui.filters import angka
from app.web.ui.forms import BaseForm
from app.web.ui.uploads import find_upload, remove_upload, store_upload, takes_files

Answer = str | AnyResponse | tuple[str, int]
MOST_ROWS = 200
"""The largest number of refused rows, warnings and changes on the page; the workbook has all refused rows."""


class FileForm(BaseForm):
    """The upload of a file to preview."""

    file = FileField(_l("Berkas"), [FileRequired(_l("Pilih berkasnya dulu."))])

    def options(self) -> dict[str, Any]:
        """Return the kind's further options."""
        return {}


class ConfirmForm(BaseForm):
    """The random name under which the previewed file is stored, and the hash of its preview."""

    upload = HiddenField()
    file_name = HiddenField()
    sha256 = HiddenField()
    promise = HiddenField()

    def options(self) -> dict[str, Any]:
        """Return the kind's further options, as previewed."""
        return {}

    def hidden_values(self) -> dict[str, str]:
        """Return the values of the hidden fields, for a second form on the same page."""
        hidden = [
            field for field in self if isinstance(field.widget, HiddenInput) and field.name != "csrf_token"
        ]
        return {field.name: field._value() for field in hidden}

    def accepts(self, done: Any) -> bool:
        """Whether the person agreed to the file's changes; if not, add an error, and the caller rolls back."""
        return True


def _no_context(*_arguments: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class ImportPages:
    """Describes the pages of one kind. `crumbs`: links to its first page; `after`: the endpoint after applying, ""
    for the first page.

    `choose` and `preview` are templates, each with its context. `button` is the text of the button that applies the
    file, `done` the message afterwards (with kind and counts), `label` the heading of the refused rows' second column.
    """

    kind: ImportKind
    form: type[FileForm] = FileForm
    confirm: type[ConfirmForm] = ConfirmForm
    choose: str = "imports/choose.html"
    choose_context: Callable[[], dict[str, Any]] = _no_context
    preview: str = "imports/preview.html"
    preview_context: Callable[[Any], dict[str, Any]] = _no_context
    crumbs: Sequence[tuple[Any, str]] = ()
    after: str = ""
    label: Any = ""
    sample: str = ""
    button: Any = _l("Terapkan berkas ini")
    done: Any = _l(
        "%(kind)s diterapkan: %(created)s baru, %(changed)s berubah, %(unchanged)s tetap, %(refused)s ditolak."
    )

    @property
    def title(self) -> str:
        """Return the title of such a file, in the reader's language."""
        return _(self.kind.title)

    @property
    def heading(self) -> str:
        """Return the title with a capital in front; the other letters stay as they are (`UMKM`)."""
        return self.title[:1].upper() + self.title[1:]

    def trail(self) -> list[tuple[Any, str]]:
        """Return the crumbs with their URLs."""
        return [(label, url_for(endpoint)) for label, endpoint in self.crumbs]


def add_import_pages(
    blueprint: Blueprint,
    path: str,
    endpoint: str,
    find_pages: Callable[..., ImportPages],
    mark: Callable[[Any], Any] = lambda view: view,
) -> None:
    """Add the pages of an import at `path`: the endpoint itself, `<endpoint>_apply` and `<endpoint>_rejects`.

    `find_pages` gets the URL's arguments; `mark` decorates the first page, e.g. with `in_menu`.
    """

    def choose(**arguments: Any) -> Answer:
        return _choose(find_pages(**arguments))

    def apply(**arguments: Any) -> Answer:
        return _apply(find_pages(**arguments))

    def send_rejected_rows(**arguments: Any) -> Response:
        return _send_rejected_rows(find_pages(**arguments))

    for rule, name, view, methods in (
        (path, endpoint, mark(takes_files(choose)), ["GET", "POST"]),
        (f"{path}/terapkan", f"{endpoint}_apply", apply, ["POST"]),
        (f"{path}/ditolak", f"{endpoint}_rejects", send_rejected_rows, ["POST"]),
    ):
        blueprint.add_url_rule(rule, name, manages_own_transaction(view), methods=methods)


def add_common_pages(blueprint: Blueprint) -> None:
    """Add pages, at `/impor/<slug>`, for each kind of the blueprint's audience without pages of its own."""

    def find_pages(slug: str) -> ImportPages:
        kind = get_kind(slug, blueprint.name)
        if kind.has_own_pages:
            raise NotFound()
        return ImportPages(kind)

    add_import_pages(blueprint, "/impor/<string(maxlength=40):slug>", "import_sheet", find_pages)


def _choose(pages: ImportPages) -> Answer:
    """Show the page to choose a file; after the upload preview its changes. It writes nothing."""
    form = pages.form()
    if not form.is_submitted():
        return _choose_page(pages, form)
    if not form.validate():
        return _choose_page(pages, form), 422
    name = form.file.data.filename or ""
    stored, path = store_upload(form.file.data)
    try:
        file = pages.kind.read(path, name, form.options())
        effect = preview_import(pages.kind, file, form.options(), actor=current_actor())
    except DomainError as error:
        remove_upload(stored)
        show_refusal(form, error)
        return _choose_page(pages, form), 422
    except BaseException:
        remove_upload(stored)
        raise
    confirm = pages.confirm(
        formdata=None, upload=stored, file_name=name[:200], sha256=file.sha256, **form.options()
    )
    return _preview_page(pages, file, effect, confirm)


def _choose_page(pages: ImportPages, form: FileForm) -> str:
    columns = pages.kind.columns
    return render_template(
        pages.choose,
        pages=pages,
        form=form,
        columns=[columns.title(name) for name in columns.synonyms],
        required=[columns.title(name) for name in columns.synonyms if name in next(iter(columns.required))],
        **pages.choose_context(),
    )


def _preview_page(
    pages: ImportPages, file: SheetFile[Any], effect: Any, form: ConfirmForm, problem: str = ""
) -> str:
    form.promise.data = effect.promise
    columns = pages.kind.columns
    return render_template(
        pages.preview,
        pages=pages,
        file=file,
        effect=effect,
        counts=effect.counts(),
        form=form,
        problem=problem,
        first_url=_url(pages),
        apply_url=_url(pages, "_apply"),
        rejects_url=_url(pages, "_rejects"),
        refused=fault_rows(pages.kind, effect.refused),
        label=pages.label or (columns.title(columns.label) if columns.label else _("Kolom")),
        warnings=[(one.row, fault_sentence(pages.kind, one)) for one in file.warnings[:MOST_ROWS]],
        **pages.preview_context(effect),
    )


def _url(pages: ImportPages, ending: str = "") -> str:
    """Return the URL of the import's first page, or of the one with this ending of its endpoint."""
    endpoint = (request.endpoint or "").removesuffix("_apply").removesuffix("_rejects")
    return url_for(endpoint + ending, **(request.view_args or {}))


def _open_previewed(pages: ImportPages, form: ConfirmForm) -> SheetFile[Any]:
    """Read the previewed file again. ImportFileGone if it was deleted or differs."""
    path = find_upload(form.upload.data)
    if path is None:
        raise ImportFileGone()
    file = pages.kind.read(path, form.file_name.data or path.name, form.options())
    if file.sha256 != form.sha256.data:
        raise ImportFileGone()
    return file


def _apply(pages: ImportPages) -> Answer:
    """Check the previewed file again and apply it; if it is refused, show the present preview with the reason."""
    form = pages.confirm()
    if not form.validate():
        raise ImportFileGone()
    file = _open_previewed(pages, form)
    try:
        done = apply_import(
            pages.kind, file, form.options(), actor=current_actor(), promise=form.promise.data or ""
        )
    except DomainError as error:
        rollback()
        effect = preview_import(pages.kind, file, form.options(), actor=current_actor())
        return _preview_page(pages, file, effect, form, sentence(error)), 409
    if not form.accepts(done):
        rollback()
        return _preview_page(pages, file, done, form), 422
    remove_upload(file.path.name)
    counts = {name: angka(count) for name, count in done.counts().items()}
    flash(str(pages.done) % {"kind": pages.heading, **counts})
    return redirect(url_for(pages.after) if pages.after else _url(pages), 303)


def _send_rejected_rows(pages: ImportPages) -> Response:
    """Send the refused rows of the previewed file as a workbook."""
    form = pages.confirm()
    file = _open_previewed(pages, form)
    effect = preview_import(pages.kind, file, form.options(), actor=current_actor())
    name = f"{pages.kind.title.replace(' ', '-')}-baris-ditolak.xlsx"
    return send_rejects(pages.kind, file, effect.refused, name=name)


def fault_rows(kind: ImportKind, faults: Sequence[RowFault]) -> list[tuple[int, str, str]]:
    """Return (row, subject, sentence) of the first refused rows."""
    label = kind.columns.label
    return [
        (one.row, one.label if label else kind.columns.title(one.column), fault_sentence(kind, one))
        for one in faults[:MOST_ROWS]
    ]


def send_rejects(
    kind: ImportKind,
    file: SheetFile[Any],
    refused: Sequence[RowFault],
    *,
    name: str,
    subject_id: int | None = None,
) -> Response:
    """Send the refused rows with their reasons as a workbook; the trail records it (decisions 23)."""
    with tempfile.TemporaryFile() as target:
        write_refused_rows(target, file, refused, sentences_of(kind))
        target.seek(0)
        answer = Response(target.read(), mimetype=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    begin_writing()
    record_export(kind, len(refused), actor=current_actor(), subject_id=subject_id)
    return answer
