"""The till."""

from app.web.http.blueprint import audience_blueprint

blueprint = audience_blueprint("cashier", "/kasir")

from app.web.cashier import app, device, pin, receipts, shifts, views
from app.web.cashier.till_messages import receipt_time

blueprint.add_app_template_filter(receipt_time, "saat_nota")
