"""The page of the server's state ("Keadaan server"), for the IT office."""

from dataclasses import dataclass
from datetime import timedelta

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.settings.queries import Run
from app.shared import clock
from app.web.admin import blueprint
from app.web.api.server_status import get_server_status
from app.web.http.navigation import in_menu
from app.web.ui.filters import satu_desimal

EVERY = {
    "backup": (_l("Salinan basis data"), "backup", timedelta(days=1, hours=6)),
    "verify": (_l("Pemeriksaan jejak"), "audit verify", timedelta(days=1, hours=6)),
    "check": (_l("Pemeriksaan buku besar"), "ledger check", timedelta(days=1, hours=6)),
    "remind": (_l("Pengingat harian"), "remind", timedelta(days=1, hours=6)),
}
"""The commands run by timers: label, command, and the longest time without a successful run."""
LEAST_FREE = 0.1
"""The share of a disk that must be free; below it the page warns."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """One timer's command, its last run, and whether it is late."""

    label: str
    command: str
    run: Run | None
    is_late: bool


@blueprint.get("/keadaan")
@in_menu(_l("Keadaan server"), order=60)
def show_server_status() -> str:
    """Show version, database, queues, tills, backups, checks and disks."""
    status = get_server_status()
    lines = [_line(name, status.runs.get(name)) for name in EVERY]
    disks = [
        (folder, _size(free), free < LEAST_FREE * whole) for folder, (free, whole) in status.disks.items()
    ]
    return render_template("admin/status.html", status=status, lines=lines, disks=disks)


def _line(name: str, run: Run | None) -> RunLine:
    label, command, longest = EVERY[name]
    is_late = run is None or run.good_at is None or clock.now() - run.good_at > longest
    return RunLine(str(label), f"flask --app wsgi {command}", run, is_late)


def _size(size: int) -> str:
    return _("%(count)s GB bebas", count=satu_desimal(size / 1024**3))
