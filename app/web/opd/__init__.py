"""Own people of an OPD."""

from app.web.blueprint import audience_blueprint

blueprint = audience_blueprint("opd", "/opd")

from app.web.opd import codes, dashboard, exemptions, people, reminder, report, views  # noqa: E402, F401  (views attach themselves to the blueprint)
