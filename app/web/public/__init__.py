"""Pages for everybody: the front page, the catalogue, checking a receipt, registering a maker."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("public", "")

load_views(__name__)
