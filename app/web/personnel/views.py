"""The overview of the personnel office: the number of people, the last import, pending uploads."""

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.accounts.queries import list_names
from app.directory import queries
from app.roster_undo.dependents import find_latest_id
from app.web.http.navigation import in_menu
from app.web.personnel import blueprint
from app.web.ui.paging import page_number, pages_of
from app.web.ui.uploads import find_upload

HISTORY_SIZE = 50
STATES = {
    "previewed": _l("belum diterapkan"),
    "applied": _l("diterapkan"),
    "discarded": _l("dibatalkan"),
    "undone": _l("diterapkan, lalu dibatalkan"),
}


@blueprint.get("/riwayat")
def list_imports() -> str:
    """Show every uploaded roster: who sent which file when, and its result."""
    page = page_number()
    uploads, total = queries.list_upload_history(page, HISTORY_SIZE)
    return render_template(
        "personnel/imports.html",
        uploads=uploads,
        page=page,
        pages=pages_of(total, HISTORY_SIZE),
        states=STATES,
        undoable=find_latest_id(),
        names=list_names({one.uploaded_by for one in uploads if one.uploaded_by}),
    )


@blueprint.get("/")
@in_menu(_l("Kepegawaian"), order=10)
def show_home() -> str:
    """Show counts per status, the last import, what needs checking, and the next step."""
    people = queries.get_headcount()
    return render_template(
        "personnel/home.html",
        active=people.active,
        total=people.in_service,
        inactive=people.inactive,
        missing=queries.count_missing(),
        without_echelon=queries.count_without_echelon(),
        units=len(queries.load_tree()),
        last=queries.find_last_upload(),
        pending=[
            one for one in queries.list_uploads(5, "previewed") if find_upload(one.summary.get("stored"))
        ],
    )
