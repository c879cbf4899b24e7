"""The page on which a city without accounts creates its first admin."""

from pathlib import Path
from typing import Any

from flask import abort, current_app, flash, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.services.first_admin import create_first_admin, has_accounts
from app.shared.errors import DomainError
from app.shared.transaction import rollback
from app.web.auth import blueprint
from app.web.auth.forms import FirstAdminForm
from app.web.auth.sign_in_redirect import agent, sign_in_and_redirect
from app.web.http.errors import show_refusal
from app.web.http.transaction import manages_own_transaction


def is_empty_city() -> bool:
    """Whether nobody has an account yet. Once there is an account, the database is not queried again."""
    if current_app.extensions.get("has_accounts"):
        return False
    state = has_accounts()
    current_app.extensions["has_accounts"] = state
    return not state


@blueprint.route("/admin-pertama", methods=["GET", "POST"])
@manages_own_transaction
def enter_first_admin() -> Any:
    """Create the first account; 404 as soon as there is one."""
    if not is_empty_city():
        abort(404)
    form, folder = FirstAdminForm(), Path(current_app.instance_path)
    if request.method != "POST":
        return render_template("auth/first_admin.html", form=form)
    if not form.validate():
        return render_template("auth/first_admin.html", form=form), 422
    code, name, password = form.code.data or "", form.username.data or "", form.password.data or ""
    try:
        answer = sign_in_and_redirect(
            create_first_admin(folder, code, name, password, agent=agent()),
            url_for("admin.show_setup_checklist"),
        )
    except DomainError as error:
        rollback()
        show_refusal(form, error)
        seconds = error.facts.get("seconds")
        return render_template("auth/first_admin.html", form=form), 429 if seconds else 422
    flash(_("Akun admin sudah dibuat. Lanjutkan dengan langkah-langkah di bawah."))
    return answer
