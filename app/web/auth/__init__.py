"""Signing in and out, activation, passwords."""

from app.web.http.blueprint import audience_blueprint

blueprint = audience_blueprint("auth", "")

from app.web.auth import cards, first_admin, views
