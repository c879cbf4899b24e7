"""Signing in and out, activation, passwords."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("auth", "")

load_views(__name__)
