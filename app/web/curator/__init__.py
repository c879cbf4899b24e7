"""Curators judge makers' products for their agency, on a phone (makers 15, 16)."""

from app.web.http.blueprint import audience_blueprint

blueprint = audience_blueprint("curator", "/kurasi")

from app.web.curator import holds, verdicts
