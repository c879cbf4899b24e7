"""The admin's pages: accounts, settings, trail. They show no spending."""

from app.web.http.blueprint import audience_blueprint

blueprint = audience_blueprint("admin", "/admin")

from app.web.admin import holidays, letters, logo, settings, setup_checklist, status, trail, users
