"""Pages for signing in and out, activation, and one's own password."""

import logging
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from app.accounts.errors import SignInRefused, TooManyTries
from app.accounts.services import activate as use_code
from app.accounts.services import change_password as replace_password
from app.accounts.services import check_code
from app.accounts.services import sign_in as check_password
from app.accounts.services import sign_out as end_own_session
from app.shared.errors import DomainError
from app.shared.transaction import rollback
from app.web.auth import blueprint
from app.web.auth.demo import demo_logins, demo_password
from app.web.auth.first_admin import is_empty_city
from app.web.auth.forms import ChangePasswordForm, ChoosePasswordForm, CodeForm, SignInForm
from app.web.auth.refusals import show_page, show_refused, status_of
from app.web.auth.sign_in_redirect import agent, destination, homes_of, sign_in_and_redirect
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.headers import forget_cached_pages
from app.web.http.traffic import request_number
from app.web.http.transaction import manages_own_transaction

log = logging.getLogger(__name__)


@blueprint.route("/masuk", methods=["GET", "POST"])
@manages_own_transaction
def sign_in() -> Any:
    """Sign in with user name and password. Every wrong pair gets the same page, whatever the fault."""
    form, target = SignInForm(), request.args.get("lanjut", "")
    if request.method != "POST":
        if current_user.is_authenticated:
            return redirect(destination(current_user, target), 303)
        return _sign_in_page(form, 200)
    if not form.validate():
        return _sign_in_page(form, 422)
    try:
        return sign_in_and_redirect(
            check_password(form.username.data, form.password.data, agent=agent()), target
        )
    except (SignInRefused, TooManyTries) as error:
        rollback()
        log.warning("sign-in refused: %s", type(error).__name__, extra={"request": request_number()})
        show_refusal(form, SignInRefused())
        return _sign_in_page(form, *status_of(error))


@blueprint.post("/keluar")
def sign_out() -> Response:
    """Sign out: the session ends in the database, so that a copied cookie no longer works."""
    end_own_session(current_user._get_current_object(), actor=current_actor())
    logout_user()
    session.clear()
    flash(_("Anda sudah keluar. Sampai jumpa."))
    return forget_cached_pages(redirect(url_for("auth.sign_in"), 303))  # type: ignore[arg-type]


@blueprint.get("/mulai")
def choose_role() -> Any:
    """Let a person with several roles choose one; redirect everybody else to the only front page."""
    homes = homes_of(current_user)
    if len(homes) == 1:
        return redirect(homes[0][1], 303)
    return render_template("auth/start.html", homes=homes)


@blueprint.route("/aktivasi", methods=["GET", "POST"])
@manages_own_transaction
def activate() -> Any:
    """First step: check the code of the letter; a valid code leads to the page for choosing a password."""
    form = CodeForm()
    if request.method != "POST":
        return show_page("auth/activate.html", form, 200)
    if not form.validate():
        return show_page("auth/activate.html", form, 422)
    try:
        user = check_code(form.code.data)
    except DomainError as error:
        return show_refused("auth/activate.html", form, error)
    choose = ChoosePasswordForm(formdata=None, code=form.code.data, username=user.username)
    return show_page("auth/choose_password.html", choose, 200)


@blueprint.post("/aktivasi/sandi")
@manages_own_transaction
def choose_password() -> Any:
    """Second step: set the first password, mark the code as used, and sign the person in."""
    form = ChoosePasswordForm()
    if not form.validate():
        return show_page("auth/choose_password.html", form, 422)
    try:
        answer = sign_in_and_redirect(use_code(form.code.data or "", form.password.data, agent=agent()))
    except DomainError as error:
        return show_refused("auth/choose_password.html", form, error)
    flash(_("Akun Anda sudah aktif. Lain kali masuk dengan nama pengguna dan kata sandi ini."))
    return answer


@blueprint.route("/sandi", methods=["GET", "POST"])
@manages_own_transaction
def change_password() -> Any:
    """Change one's own password; every other session of this account ends."""
    form = ChangePasswordForm()
    if request.method != "POST":
        return show_page("auth/change_password.html", form, 200)
    if not form.validate():
        return show_page("auth/change_password.html", form, 422)
    who = current_user._get_current_object()
    try:
        signed_in = replace_password(
            who, form.current.data, form.password.data, actor=current_actor(), agent=agent()
        )
    except DomainError as error:
        return show_refused("auth/change_password.html", form, error)
    answer = sign_in_and_redirect(signed_in)
    flash(_("Kata sandi sudah diganti. Perangkat lain yang memakai akun ini harus masuk lagi."))
    return answer


def _sign_in_page(form: SignInForm, status: int, headers: dict[str, str] | None = None) -> Any:
    logins = demo_logins()
    password = demo_password() if logins else ""
    return show_page(
        "auth/sign_in.html",
        form,
        status,
        headers,
        logins=logins,
        demo_password=password,
        is_empty=is_empty_city(),
    )
