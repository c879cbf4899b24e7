"""The admin's pages: accounts, settings, trail. They show no spending."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("admin", "/admin")

load_views(__name__)
