"""The employee's own QR card, to print or to save on the phone."""

from flask import Response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.directory.queries import get_employee, load_tree
from app.web.employee import blueprint
from app.web.employee.decorators import for_own_person
from app.web.http.navigation import in_menu
from app.web.ui.qr import qr_png, qr_svg


@blueprint.get("/kartu")
@in_menu(_l("Kartu QR saya"), order=20)
@for_own_person
def show_card(employee_id: int) -> str:
    """Show the card: name, unit and a random token as a QR code, no NIP (decisions 22)."""
    person = get_employee(employee_id)
    code = qr_svg(person.card_token, _("Kode QR kartu %(name)s", name=person.full_name))
    return render_template(
        "employee/card.html", person=person, unit=load_tree().name(person.unit_id), code=code
    )


@blueprint.get("/kartu.png")
@for_own_person
def send_card_picture(employee_id: int) -> Response:
    """Send the QR code as a picture to save on the phone, where it works without a network."""
    answer = Response(qr_png(get_employee(employee_id).card_token), mimetype="image/png")
    answer.headers["Content-Disposition"] = 'attachment; filename="kartu-belanja.png"'
    return answer
