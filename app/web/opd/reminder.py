"""Reminders before the month ends: a neutral text for a group chat, and a private list to print."""

from collections.abc import Iterable

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.closing.queries import list_standings_of_month
from app.closing.reminders import remind_unit
from app.compliance.rules import Recap, recap_total
from app.notices.rules import unit
from app.shared import clock
from app.shared.period import Period
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.opd import blueprint
from app.web.opd.scope import get_own_units
from app.web.ui.booth_places import BoothPlace, list_booth_places
from app.web.ui.filters import angka, bulan, persen, tanggal
from app.web.ui.notices import dismiss_notice
from app.web.ui.periods import chosen_period, list_shown_periods


@blueprint.get("/pengingat")
@in_menu(_l("Ingatkan"), order=20)
def show_reminder() -> str:
    """Show how many have not met their minimum, the text for the group (no names, no amounts), and the link to the
    list."""
    own = get_own_units()
    if not own.units:
        return render_template("opd/no_units.html")
    months = list_shown_periods()
    period = chosen_period(months)
    rows = list_standings_of_month(period, unit_ids=own.units)
    total = recap_total(rows, own.title)
    return render_template(
        "opd/reminder.html",
        own=own,
        period=period,
        months=months,
        total=total,
        text=group_text(own.title, period, total, list_booth_places()),
        is_running=period == clock.this_period(),
    )


def group_text(title: str, period: Period, total: Recap, places: Iterable[BoothPlace]) -> str:
    """Return the text that may be sent to everybody: how many people, until when, where to buy. It contains no name."""
    opening = _(
        "Yth. Bapak/Ibu di %(title)s. Belanja produk UMKM bulan %(month)s: %(met)s dari %(obliged)s pegawai "
        "(%(share)s) sudah memenuhi batas minimal. Yang belum masih dapat berbelanja di pojok UMKM sampai "
        "%(day)s. Catatan masing-masing dapat dilihat di halaman Belanja saya.",
        title=title, month=bulan(period), met=angka(total.met), obliged=angka(total.obliged),
        share=persen(total.met, total.obliged), day=tanggal(period.last_day),
    )  # fmt: skip
    where = "; ".join(_place_text(place) for place in places if place.address or place.hours)
    parts = [opening, _("Tempatnya: %(places)s.", places=where) if where else "", _("Terima kasih.")]
    return " ".join(part for part in parts if part)


def _place_text(place: BoothPlace) -> str:
    details = ", ".join(part for part in (place.address, place.hours) if part)
    return f"{place.name} ({details})"


@blueprint.post("/pengingat/kirim")
def send_reminders() -> Response:
    """Send a notice to everybody of the own units who has not met the minimum this month."""
    own = get_own_units()
    if not own.units:
        abort(404)
    count = remind_unit(clock.this_period(), own.units, actor=current_actor())
    if count:
        flash(
            _(
                "Pesan dikirim kepada %(count)s orang. Mereka membacanya di halaman Belanja saya.",
                count=angka(count),
            )
        )
    else:
        flash(_("Tidak ada pesan baru: semua yang kurang sudah dikirimi hari ini."))
    return redirect(url_for("opd.show_reminder"), 303)


@blueprint.get("/pengingat/daftar")
def print_reminder_list() -> str:
    """Show the private list of those who have not met the minimum, for paper."""
    own = get_own_units()
    period = chosen_period(list_shown_periods())
    rows = [row for row in list_standings_of_month(period, unit_ids=own.units) if row.status == "short"]
    return render_template("opd/reminder_list.html", own=own, period=period, rows=rows, now=clock.now())


@blueprint.post("/pesan/<id:notice_id>/dibaca")
def dismiss_unit_notice(notice_id: int) -> Response:
    """Dismiss a notice for everybody who looks after that unit; 404 for another unit's, as for a missing one."""
    return dismiss_notice(notice_id, [unit(one) for one in get_own_units().units], home="opd.show_home")
