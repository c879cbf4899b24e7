"""A maker's pages about the own products and money, for a phone."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("maker", "/usaha")

load_views(__name__)
