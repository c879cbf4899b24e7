"""Pages of devices: their states, a short code that enrols one, withdrawing one for good."""

from dataclasses import dataclass

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.queries import list_names
from app.tills.models import TillCode
from app.tills.queries.booths import list_booths
from app.tills.queries.tills import TillRow, get_till, get_till_code, list_open_codes, list_tills
from app.tills.rules import CODE_MINUTES
from app.tills.services.tills import make_till_code, revoke_till, revoke_till_code
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.manager import blueprint
from app.web.manager.forms import TillForm
from app.web.manager.labels import TillState, leaving_sentence, till_state, version_word
from app.web.manager.scope import booth_scope, get_my_booth
from app.web.ui.ids import read_id
from app.web.ui.submit import Answer, submit

ENROL_PATH = "/kasir/daftar"
"""The page that a new device opens; the code follows the `#`, so that no server logs it."""


@dataclass(frozen=True, slots=True)
class TillLine:
    """A device with its state and version in words, and the consequence of withdrawing it."""

    till: TillRow
    state: TillState
    version: str
    leaving: str


def till_lines(tills: list[TillRow]) -> list[TillLine]:
    """Return these devices for pages; one query reads the names of their cashiers."""
    names = list_names({till.cashier_id for till in tills if till.cashier_id is not None})
    return [
        TillLine(till, till_state(till, names), version_word(till.version), leaving_sentence(till))
        for till in tills
    ]


@blueprint.get("/perangkat")
@in_menu(_l("Perangkat"), order=32)
def show_tills() -> str:
    """Show every device by booth, in words, and the codes that can still enrol one."""
    booths = {booth.id: booth.name for booth in list_booths(booth_scope())}
    return render_template(
        "manager/tills.html",
        lines=till_lines(list_tills(booth_scope())),
        codes=list_open_codes(booth_scope()),
        booths=booths,
    )


@blueprint.route("/perangkat/baru", methods=["GET", "POST"])
def enter_till() -> Answer:
    """Make a code for a device. Only this answer shows it, because only its hash is stored."""
    form = TillForm()
    form.booth.choices = [(one.id, one.name) for one in list_booths(booth_scope(), active_only=True)]
    if not form.is_submitted():
        chosen = request.args.get("pojok", type=read_id)
        form.booth.data = chosen if chosen in {one for one, *_rest in form.booth.choices} else None

    def make_code() -> Answer:
        booth = get_my_booth(form.booth.data)
        row, code = make_till_code(booth.id, form.name.data, actor=current_actor())
        return _code_page(row, code, booth.name), 201

    return submit(
        form, make_code, lambda: render_template("manager/till_form.html", form=form, minutes=CODE_MINUTES)
    )


def _code_page(row: TillCode, code: str, booth: str) -> str:
    address = request.host_url.rstrip("/") + ENROL_PATH
    return render_template(
        "manager/till_code.html",
        row=row,
        code=code,
        booth=booth,
        address=address,
        path=ENROL_PATH,
        minutes=CODE_MINUTES,
    )


def _get_my_code(code_id: int) -> TillCode:
    row = get_till_code(code_id)
    get_my_booth(row.booth_id)
    return row


@blueprint.get("/perangkat/kode/<id:code_id>")
def show_till_code(code_id: int) -> Response:
    """Return whether a device has used the code: the page that shows the code requests this every few seconds."""
    row = _get_my_code(code_id)
    name = None if row.till_id is None else get_till(row.till_id).name
    return jsonify({"till": name, "withdrawn": row.revoked_at is not None})


@blueprint.post("/perangkat/kode/<id:code_id>/batal")
def cancel_till_code(code_id: int) -> Response:
    """Withdraw a code that no device has used."""
    row = _get_my_code(code_id)
    revoke_till_code(code_id, actor=current_actor())
    flash(_("Kode untuk %(name)s dibatalkan. Tidak ada perangkat yang dapat memakainya lagi.", name=row.name))
    return redirect(url_for("manager.show_tills"), 303)


@blueprint.post("/perangkat/<id:till_id>/cabut")
def withdraw_till(till_id: int) -> Response:
    """Withdraw a device for good."""
    till = get_till(till_id)
    get_my_booth(till.booth_id)
    revoke_till(till_id, actor=current_actor())
    flash(_("%(name)s dicabut. Perangkat itu tidak dapat mengirim penjualan lagi.", name=till.name))
    return redirect(url_for("manager.show_tills"), 303)
