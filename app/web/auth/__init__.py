"""Signing in and out, activation, passwords."""

from app.web.blueprint import audience_blueprint

blueprint = audience_blueprint("auth", "")

from app.web.auth import first_admin, views  # noqa: E402, F401  (views attach themselves to the blueprint)
