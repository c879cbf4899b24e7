"""Finance's pages: standings, decrees, months, receipts, reports, decisions."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("finance", "/keuangan")

load_views(__name__)
