"""Activation codes for the own people: letters in bulk, and a new code for one person.

Accounts with more roles than `employee` are the admin's task.
"""

from collections import Counter

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.accounts.errors import UserNotFound
from app.accounts.queries import PersonAccount, get_user, list_person_accounts
from app.accounts.services import BATCH, count_letters_due, prepare_letters, reissue_code, write_letter
from app.settings.queries import get_letterhead
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.opd import blueprint
from app.web.opd.forms import LettersForm
from app.web.opd.scope import OwnUnits, get_own_units
from app.web.ui.paging import page_number, pages_of

PER_PAGE = 30
STATES = {
    "none": _l("Belum punya akun"),
    "unprinted": _l("Surat perlu dibuat lagi"),
    "waiting": _l("Surat belum dipakai"),
    "active": _l("Sudah aktif"),
    "powers": _l("Punya wewenang lain"),
    "disabled": _l("Dimatikan"),
}


@blueprint.get("/kode")
@in_menu(_l("Kode aktivasi"), order=40)
def list_codes() -> str:
    """Show how many of the own people have activated their account, and how many letters are still to be printed."""
    own = get_own_units()
    if not own.units:
        return render_template("opd/no_units.html")
    return _page(own, LettersForm(formdata=None).offer(own))


def _page(own: OwnUnits, form: LettersForm, nobody: bool = False) -> str:
    accounts = list_person_accounts(own.units)
    people_by_state = Counter(one.state for one in accounts)
    counts = {state: people_by_state[state] for state in STATES}
    state = request.args.get("status", "")
    matching = [one for one in accounts if one.state == state] if state in STATES else accounts
    pages = pages_of(len(matching), PER_PAGE)
    page = min(page_number(), pages)
    return render_template(
        "opd/codes.html",
        own=own,
        form=form,
        states=STATES,
        state=state,
        counts=counts,
        accounts=matching[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(matching),
        page=page,
        pages=pages,
        batch=BATCH,
        nobody=nobody,
    )


@blueprint.post("/kode/surat")
def print_letters() -> str | tuple[str, int]:
    """Create the letters of a unit and show them once: only the codes' hashes are stored."""
    own = get_own_units()
    form = LettersForm().offer(own)
    if not form.validate():
        return _page(own, form), 422
    chosen = {unit for unit, branch in own.branches().items() if str(branch) == form.unit.data}
    units = frozenset(chosen) if form.unit.data else own.units
    made = prepare_letters(units, actor=current_actor(), again=form.again.data)
    if not made:
        return _page(own, form, nobody=True)
    return render_template(
        "opd/letters.html", letters=made, letterhead=get_letterhead(), left=count_letters_due(units)
    )


@blueprint.get("/kode/<id:user_id>")
def show_code(user_id: int) -> str:
    """Show who would get the new code, and what it ends, before it is issued."""
    own = get_own_units()
    return render_template("opd/code.html", account=_own_account(own, user_id), own=own)


@blueprint.post("/kode/<id:user_id>")
def issue_code(user_id: int) -> str:
    """Issue a new code for one person, on a letter. The service refuses other OPDs' people and accounts with powers."""
    own = get_own_units()
    text = reissue_code(user_id, actor=current_actor(), within=own.units)
    letter = write_letter(get_user(user_id), text)
    return render_template("opd/letters.html", letters=[letter], letterhead=get_letterhead(), left=0)


def _own_account(own: OwnUnits, user_id: int) -> PersonAccount:
    """Return the account if its person is one of the own people. UserNotFound otherwise, as for a missing account."""
    for account in list_person_accounts(own.units):
        if account.user_id == user_id:
            return account
    raise UserNotFound()
