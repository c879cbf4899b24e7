"""The OPD's pages about its own people."""

from app.web.http.blueprint import audience_blueprint

blueprint = audience_blueprint("opd", "/opd")

from app.web.opd import activation_codes, dashboard, exemptions, people, reminder, report, views
