"""Pages of decrees: the one in force, the people in each tier, and those in none (decisions 1, 2)."""

from datetime import date
from typing import Any, NamedTuple

from flask import Response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.closing.decrees import list_months_closed_under, withdraw_decree
from app.compliance.terms import reference_day_of
from app.directory.queries import load_tree
from app.minimums import queries
from app.minimums.presets import list_presets
from app.minimums.rules import DecreeValue, count_by_tier, decree_in_force, write_decree
from app.shared import clock
from app.web.finance import blueprint
from app.web.finance.decree_labels import match_sentences, untouched_reason
from app.web.finance.forms_decrees import WithdrawForm
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.ui.paging import page_number, pages_of
from app.web.ui.submit import Answer, flash_and_redirect, submit

PER_PAGE = 50


class ListedDecree(NamedTuple):
    """A decree and its time: `now`, `coming` or `past`."""

    decree: DecreeValue
    place: str


@blueprint.get("/aturan")
@in_menu(_l("Aturan"), order=40)
def list_decrees() -> str:
    """Show all decrees, the one in force first."""
    decrees = queries.list_decrees()
    period = clock.this_period()
    current = decree_in_force(decrees, period)

    def place(decree: DecreeValue) -> str:
        if decree is current:
            return "now"
        return "coming" if decree.effective_from > period else "past"

    listed = [ListedDecree(decree, place(decree)) for decree in decrees]
    order = {"now": 0, "coming": 1, "past": 2}
    listed.sort(key=lambda one: one.decree.signed_on, reverse=True)
    listed.sort(key=lambda one: one.decree.effective_from, reverse=True)
    listed.sort(key=lambda one: order[one.place])
    return render_template(
        "finance/decrees.html", listed=listed, period=period, withdrawn=queries.list_withdrawn_decrees()
    )


@blueprint.get("/aturan/<id:decree_id>")
def show_decree(decree_id: int) -> str:
    """Show one decree: its tiers in order, the conditions of each, and its number of people this month."""
    return _decree_page(decree_id, WithdrawForm(formdata=None))


@blueprint.post("/aturan/<id:decree_id>/tarik")
def withdraw_this_decree(decree_id: int) -> Answer:
    """Withdraw a decree that no closed month used, with a reason; it stays in the history."""
    form = WithdrawForm()

    def withdraw() -> Answer:
        withdraw_decree(decree_id, form.reason.data or "", actor=current_actor())
        message = _("Aturan ditarik dan tidak berlaku lagi. Nomornya dapat dipakai untuk isi yang benar.")
        return flash_and_redirect(message, "finance.show_decree", decree_id=decree_id)

    return submit(form, withdraw, lambda: _decree_page(decree_id, form))


def _decree_page(decree_id: int, form: WithdrawForm) -> str:
    decree = queries.get_decree(decree_id)
    tree, day = load_tree(), _today_reference()
    counts = count_by_tier(decree.tiers, queries.list_posting_groups(day), tree)
    reasons: dict[str, int] = {}
    for group in counts.untouched:
        reason = untouched_reason(group.key, decree.tiers)
        reasons[reason] = reasons.get(reason, 0) + group.people
    return render_template(
        "finance/decree.html",
        decree=decree,
        day=day,
        counts=counts,
        words={tier.position: match_sentences(tier, tree) for tier in decree.tiers},
        reasons=sorted(reasons.items(), key=lambda item: (-item[1], item[0])),
        in_force=queries.find_decree_for(clock.this_period()),
        used=[] if decree.withdrawal else list_months_closed_under(decree.number),
        form=form,
    )


@blueprint.get("/aturan/<id:decree_id>/tanpa-jenjang")
def list_people_without_tier(decree_id: int) -> str:
    """Show the people whom no tier of a decree matches, with the reason, a page at a time."""
    decree = queries.get_decree(decree_id)
    people = queries.list_without_tier(decree, _today_reference())
    pages = pages_of(len(people), PER_PAGE)
    page = min(page_number(), pages)
    rows: list[dict[str, Any]] = [
        {"person": person, "reason": untouched_reason(person.key, decree.tiers)}
        for person in people[(page - 1) * PER_PAGE : page * PER_PAGE]
    ]
    return render_template(
        "finance/decree_people.html", decree=decree, rows=rows, total=len(people), page=page, pages=pages
    )


@blueprint.get("/aturan/<id:decree_id>/toml")
def download_decree(decree_id: int) -> Response:
    """Send the decree as TOML text, to store or to load into another installation."""
    text = write_decree(queries.get_decree(decree_id), load_tree())
    answer = Response(text, mimetype="application/toml")
    answer.headers["Content-Disposition"] = f'attachment; filename="aturan-{decree_id}.toml"'
    return answer


@blueprint.get("/aturan/baru")
def start_decree() -> str:
    """Show the ways to start a new decree: from the one in force, an example, or a text."""
    return render_template(
        "finance/decree_start.html",
        current=queries.find_decree_for(clock.this_period()),
        presets=list_presets(),
    )


def _today_reference() -> date:
    return reference_day_of(clock.this_period(), clock.today())
