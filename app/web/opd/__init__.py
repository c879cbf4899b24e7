"""The pages of an OPD about its own people."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("opd", "/opd")

load_views(__name__)
