"""The trail: who did what. Sales and standings are left out, because the admin may not see spending (decisions 21)."""

from datetime import timedelta

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.audit.queries import list_events
from app.messages.audit import action_words
from app.shared import clock
from app.web.admin import blueprint
from app.web.admin.forms import TrailForm
from app.web.admin.trail_labels import detail_words, subject_words
from app.web.http.navigation import in_menu
from app.web.ui.paging import page_number, pages_of

ROOMS = {
    "accounts": _l("Akun"),
    "access": _l("Penolakan akses"),
    "settings": _l("Pengaturan"),
    "directory": _l("Pegawai dan unit"),
    "umkm": _l("UMKM dan produk"),
    "booths": _l("Pojok dan perangkat"),
    "minimums": _l("Peraturan batas minimal"),
    "month": _l("Tutup bulan"),
    "months": _l("Kiriman terlambat"),
    "report": _l("Laporan"),
}
SPENDING = ("sales", "compliance", "closing", "disputes")
_SIZE = 50


@blueprint.get("/jejak")
@in_menu(_l("Jejak"), order=40)
def show_trail() -> str:
    """Show the trail, newest first, with filters in the URL."""
    form = TrailForm(request.args)
    form.validate()
    room = form.room.data if form.room.data in ROOMS else ""
    page = page_number()
    result = list_events(
        room=room or "",
        actor=(form.actor.data or "").strip(),
        since=clock.at_local(form.since.data, 0, 0) if form.since.data else None,
        until=_end_of(form),
        without=SPENDING,
        page=page,
        size=_SIZE,
    )
    return render_template(
        "admin/trail.html",
        form=form,
        events=result.events,
        total=result.total,
        page=page,
        pages=pages_of(result.total, _SIZE),
        rooms=ROOMS,
        room=room,
        action_words=action_words,
        subject_words=subject_words,
        detail_words=detail_words,
    )


def _end_of(form: TrailForm) -> object:
    if not form.until.data or form.until.data.year >= 9999:
        return None
    return clock.at_local(form.until.data + timedelta(days=1), 0, 0)
