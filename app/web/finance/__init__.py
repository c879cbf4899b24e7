"""Everything money: standings, decrees, months, reports."""

from app.web.blueprint import audience_blueprint

blueprint = audience_blueprint("finance", "/keuangan")

from app.web.finance import views  # noqa: E402, F401  (views attach themselves to the blueprint)
