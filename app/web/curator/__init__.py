"""Curators judge makers' products for their agency, on a phone (makers 15, 16)."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("curator", "/kurasi")

load_views(__name__)
