"""Pages for signing in and out, activation and passwords."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("auth", "")

load_views(__name__)
