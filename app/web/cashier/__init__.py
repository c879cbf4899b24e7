"""The till."""

from app.web.blueprint import audience_blueprint

blueprint = audience_blueprint("cashier", "/kasir")

from app.web.cashier import door, notes, shifts, views  # noqa: E402, F401  (views attach themselves)
