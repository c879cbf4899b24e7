"""Accounts: their roles, codes and sessions; disabling and enabling them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.errors import EmployeeMissing
from app.accounts.models import User
from app.accounts.queries import find_live_code, get_user, list_sessions, list_users
from app.accounts.rules.identity import Grant, grant_for
from app.accounts.rules.roles import ROLES
from app.accounts.services import (
    create_user,
    disable_user,
    enable_user,
    end_sessions,
    issue_code,
    revoke_codes,
    set_roles,
)
from app.audit.queries import list_events_about
from app.directory.queries import find_employee_id, get_employee, load_tree
from app.messages.audit import action_words
from app.tills.queries.booths import list_booths
from app.web.admin import blueprint
from app.web.admin.forms import GrantForm, NewUserForm
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.ui.ids import read_id
from app.web.ui.paging import page_number, pages_of
from app.web.ui.submit import Answer, submit

STATES = ("active", "waiting", "disabled")
_SIZE = 50


@blueprint.get("/")
@in_menu(_l("Akun"), order=10)
def show_home() -> str:
    """Show the accounts, searched and filtered."""
    text = request.args.get("cari", "").strip()[:100]
    role = request.args.get("peran", "")
    state = request.args.get("keadaan", "")
    page = page_number()
    result = list_users(
        text=text,
        role=role if role in ROLES else "",
        state=state if state in STATES else "",
        page=page,
        size=_SIZE,
    )
    return render_template(
        "admin/users.html",
        users=result.users,
        total=result.total,
        page=page,
        pages=pages_of(result.total, _SIZE),
        text=text,
        role=role,
        state=state,
        roles=ROLES,
    )


@blueprint.route("/akun/baru", methods=["GET", "POST"])
def create_account() -> Any:
    """Create an account; the next page shows its one-time code once."""
    form = NewUserForm()

    def create() -> Answer:
        user = _create(form)
        code = issue_code(user.id, actor=current_actor())
        return render_template("admin/code.html", user=user, code=code)

    return submit(form, create, lambda: render_template("admin/new_user.html", form=form))


def _create(form: NewUserForm) -> User:
    employee_id = None
    name = form.display_name.data or ""
    if form.nip.data:
        employee_id = find_employee_id(nip=form.nip.data)
        if employee_id is None:
            raise EmployeeMissing("nip")
        name = name or get_employee(employee_id).full_name
    return create_user(
        form.username.data or "",
        actor=current_actor(),
        display_name=name,
        grants=[_grant(form)],
        employee_id=employee_id,
    )


def _grant(form: GrantForm) -> Grant:
    return grant_for(form.role.data, unit_id=form.unit, booth_id=form.booth)


@blueprint.get("/akun/<id:user_id>")
def show_user(user_id: int) -> str:
    """Show one account: roles, state, sessions, events."""
    return _user_page(get_user(user_id), GrantForm())


def _user_page(shown: User, form: GrantForm) -> str:
    tree = load_tree()
    return render_template(
        "admin/user.html",
        user=shown,
        form=form,
        sessions=list_sessions(shown.id),
        code=find_live_code(shown.id),
        events=list_events_about("user", shown.id),
        action_words=action_words,
        booths={booth.id: booth.name for booth in list_booths()},
        unit_name=tree.name,
        is_own=current_actor().id == shown.id,
    )


@blueprint.post("/akun/<id:user_id>/peran")
def add_role(user_id: int) -> Any:
    """Add one role; the person must sign in again."""
    shown, form = get_user(user_id), GrantForm()

    def add() -> Answer:
        set_roles(user_id, [*shown.grants, _grant(form)], actor=current_actor())
        return _done(user_id, _("Peran ditambahkan. Orang ini harus masuk lagi."))

    return submit(form, add, lambda: _user_page(get_user(user_id), form))


@blueprint.post("/akun/<id:user_id>/peran/cabut")
def remove_role(user_id: int) -> Response:
    """Remove one role; the person must sign in again."""
    grant = Grant(
        request.form.get("role", ""),
        request.form.get("unit", type=read_id),
        request.form.get("booth", type=read_id),
    )
    shown = get_user(user_id)
    set_roles(user_id, [one for one in shown.grants if one != grant], actor=current_actor())
    return _done(user_id, _("Peran dicabut. Semua sesi orang ini berakhir."))


@blueprint.post("/akun/<id:user_id>/kode")
def issue_new_code(user_id: int) -> str:
    """Issue a one-time code and show it once; the present password and all sessions end."""
    code = issue_code(user_id, actor=current_actor())
    return render_template("admin/code.html", user=get_user(user_id), code=code)


@blueprint.post("/akun/<id:user_id>/kode/batal")
def cancel_code(user_id: int) -> Response:
    """Cancel the codes that are not used yet, for instance because a letter was lost."""
    revoke_codes(get_user(user_id).id, actor=current_actor())
    return _done(user_id, _("Kode yang belum dipakai sudah dibatalkan."))


@blueprint.post("/akun/<id:user_id>/matikan")
def disable_account(user_id: int) -> Response:
    """Disable an account."""
    disable_user(user_id, actor=current_actor())
    return _done(user_id, _("Akun dimatikan dan semua sesinya berakhir."))


@blueprint.post("/akun/<id:user_id>/aktifkan")
def enable_account(user_id: int) -> Response:
    """Enable an account."""
    enable_user(user_id, actor=current_actor())
    return _done(user_id, _("Akun dapat dipakai lagi."))


@blueprint.post("/akun/<id:user_id>/sesi")
def end_all_sessions(user_id: int) -> Response:
    """Sign a person out on every device."""
    count = end_sessions(get_user(user_id).id, "admin", actor=current_actor())
    return _done(user_id, _("%(count)s sesi diakhiri.", count=count))


def _done(user_id: int, message: str) -> Response:
    flash(message)
    return redirect(url_for("admin.show_user", user_id=user_id), 303)
