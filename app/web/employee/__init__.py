"""The employee's pages: own purchases, own standing, own data."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("employee", "/saya")

load_views(__name__)
