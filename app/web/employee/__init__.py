"""The employee's pages: own purchases, own standing, own data."""

from app.web.http.blueprint import audience_blueprint

blueprint = audience_blueprint("employee", "/saya")

from app.web.employee import card, disputes, notices, own_data, statement, trail, views
