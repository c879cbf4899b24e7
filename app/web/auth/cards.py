"""Signing in with a printed card and a PIN: first the code, then the PIN; the first sign-in sets the PIN."""

from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.services import (
    change_card_pin,
    check_card,
    has_card_pin,
    set_card_pin,
    sign_in_by_card,
)
from app.shared.errors import DomainError
from app.web.auth import blueprint
from app.web.auth.forms import CardForm, CardPinForm, ChangeCardPinForm, NewCardPinForm
from app.web.auth.refusals import show_page, show_refused
from app.web.auth.sign_in_redirect import agent, sign_in_and_redirect
from app.web.http.transaction import manages_own_transaction


@blueprint.route("/kartu", methods=["GET", "POST"])
@manages_own_transaction
def enter_card() -> Any:
    """First step: enter the card's code. Its QR opens this page with the code filled in."""
    form = CardForm()
    if request.method != "POST":
        return show_page("auth/card.html", form, 200)
    if not form.validate():
        return show_page("auth/card.html", form, 422)
    code = form.code.data or ""
    try:
        has_pin = check_card(code)
    except DomainError as error:
        return show_refused("auth/card.html", form, error)
    if has_pin:
        return show_page("auth/card_pin.html", CardPinForm(formdata=None, code=code), 200)
    return show_page("auth/card_new_pin.html", NewCardPinForm(formdata=None, code=code), 200)


@blueprint.post("/kartu/masuk")
@manages_own_transaction
def sign_in_with_card() -> Any:
    """Second step: check the card's PIN and sign in."""
    form = CardPinForm()
    if not form.validate():
        return show_page("auth/card_pin.html", form, 422)
    try:
        return sign_in_and_redirect(sign_in_by_card(form.code.data or "", form.pin.data, agent=agent()))
    except DomainError as error:
        return show_refused("auth/card_pin.html", form, error)


@blueprint.post("/kartu/pin")
@manages_own_transaction
def choose_card_pin() -> Any:
    """Second step for a new card: set its PIN and sign the holder in."""
    form = NewCardPinForm()
    if not form.validate():
        return show_page("auth/card_new_pin.html", form, 422)
    try:
        answer = sign_in_and_redirect(set_card_pin(form.code.data or "", form.pin.data, agent=agent()))
    except DomainError as error:
        return show_refused("auth/card_new_pin.html", form, error)
    flash(_("PIN tersimpan. Lain kali masuk dengan kartu dan PIN ini."))
    return answer


@blueprint.route("/kartu/ganti-pin", methods=["GET", "POST"])
@manages_own_transaction
def change_pin() -> Any:
    """Change the PIN of one's own card; every other phone is signed out. Without a card, show a page that says what to
    do."""
    who = current_user._get_current_object()
    if not has_card_pin(who.id):
        return render_template("auth/no_card_pin.html")
    form = ChangeCardPinForm()
    if request.method != "POST":
        return show_page("auth/change_pin.html", form, 200)
    if not form.validate():
        return show_page("auth/change_pin.html", form, 422)
    try:
        answer = sign_in_and_redirect(change_card_pin(who, form.current.data, form.pin.data, agent=agent()))
    except DomainError as error:
        return show_refused("auth/change_pin.html", form, error)
    flash(_("PIN sudah diganti. Ponsel lain yang memakai kartu ini harus masuk lagi."))
    return answer
