"""The cashier's pages: the till, shifts, receipts."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("cashier", "/kasir")

load_views(__name__)

from app.web.cashier.till_messages import receipt_time

blueprint.add_app_template_filter(receipt_time, "saat_nota")
