"""The Dinas that looks after makers: who they are, what is missing, their register."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("umkm", "/dinas")

load_views(__name__)
