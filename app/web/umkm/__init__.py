"""The pages of the Dinas that looks after makers: their register, curation, training, visits, certificates."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("umkm", "/dinas")

load_views(__name__)
