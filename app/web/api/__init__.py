"""The JSON API for tills, and the health probes."""

from app.extensions import csrf
from app.web.http.blueprint import audience_blueprint

blueprint = audience_blueprint("api", "")

from app.web.api import metrics, till_views, views

for view in (*views.CSRF_EXEMPT, *till_views.CSRF_EXEMPT):
    csrf.exempt(view)
