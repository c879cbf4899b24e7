"""The booth manager's pages: booths, tills, shifts, makers, products and prices (decisions 21, *pengelola pojok*)."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("manager", "/pengelola")

load_views(__name__)
