"""Accounts and settings; no spending."""

from app.web.blueprint import audience_blueprint

blueprint = audience_blueprint("admin", "/admin")

from app.web.admin import first_day, holidays, letters, settings, status, trail, users  # noqa: E402, F401  (views attach themselves)
