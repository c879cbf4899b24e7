"""Suggestions of people who may be stored already, if there are too many for one page (decisions 8)."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.directory import queries
from app.directory.models import RosterUpload
from app.directory.services import RosterPreview, get_upload
from app.web.personnel import blueprint
from app.web.ui.forms import BaseForm
from app.web.ui.paging import page_number, pages_of

MOST_INLINE = 50
"""The largest number of suggestions on the preview itself; more are shown page by page."""
PAGE_SIZE = 100


def store_suggestions(upload: RosterUpload, preview: RosterPreview) -> None:
    """Store many suggestions with the upload, so that paging does not read the file again."""
    suggestions = preview.plan.suggestions
    if len(suggestions) > MOST_INLINE:
        pairs = [[int(one.row), str(one.row), one.employee_id] for one in suggestions]
        upload.summary = upload.summary | {"suggestions": pairs, "links": []}


def read_links(upload: RosterUpload) -> dict[int, int]:
    """Return the pairs selected on these pages: row → employee."""
    return {int(row): int(employee_id) for row, employee_id in upload.summary.get("links", ())}


def ticked_pairs() -> frozenset[tuple[int, int]]:
    """Return the readable pairs (row, employee) selected in the form just sent."""
    texts = (text.partition("-") for text in request.form.getlist("sama") if len(text) < 25)
    return frozenset(
        (int(row), int(employee))
        for row, _dash, employee in texts
        if _is_number(row) and _is_number(employee)
    )


def has_unreadable_tick() -> bool:
    """Whether the form contains a pair that is unreadable."""
    return len(set(request.form.getlist("sama"))) != len(ticked_pairs())


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


@blueprint.get("/unggahan/<id:upload_id>/kembar")
def list_suggestions(upload_id: int) -> str | Response:
    """Show one page of suggestions, each with the stored person."""
    upload = get_upload(upload_id)
    pairs = upload.summary.get("suggestions", ())
    if upload.state != "previewed" or not pairs:
        return redirect(url_for("personnel.show_upload", upload_id=upload_id), 303)
    page, pages = page_number(), pages_of(len(pairs), PAGE_SIZE)
    shown = pairs[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return render_template(
        "personnel/suggestions.html",
        upload=upload,
        form=BaseForm(),
        pairs=shown,
        page=page,
        pages=pages,
        total=len(pairs),
        ticked=frozenset(read_links(upload).items()),
        people=queries.list_employees([employee_id for _row, _shown, employee_id in shown]),
        tree=queries.load_tree(),
    )


@blueprint.post("/unggahan/<id:upload_id>/kembar")
def save_suggestions(upload_id: int) -> Response:
    """Store the selection of one page; nothing is applied yet."""
    upload = get_upload(upload_id)
    pairs = upload.summary.get("suggestions", ())
    page = page_number()
    if upload.state == "previewed" and BaseForm().validate():
        on_page = {
            (row, employee) for row, _shown, employee in pairs[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        }
        links = (set(read_links(upload).items()) - on_page) | (on_page & ticked_pairs())
        upload.summary = upload.summary | {"links": sorted(links)}
        flash(_("Tersimpan: %(count)s orang ditandai sama.", count=len(links)))
    target = page + 1 if page < pages_of(len(pairs), PAGE_SIZE) else None
    if target is None:
        return redirect(url_for("personnel.show_upload", upload_id=upload_id), 303)
    return redirect(url_for("personnel.list_suggestions", upload_id=upload_id, halaman=target), 303)
