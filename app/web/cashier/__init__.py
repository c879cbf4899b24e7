"""The till."""

from app.web.blueprint import audience_blueprint

blueprint = audience_blueprint("cashier", "/kasir")

from app.web.cashier import app, device, notes, pin, shifts, views  # noqa: E402, F401  (views attach themselves)
from app.web.cashier.words import note_time  # noqa: E402

blueprint.add_app_template_filter(note_time, "saat_nota")
