"""Booths, tills, makers, products, prices (pengelola pojok)."""

from app.web.blueprint import audience_blueprint

blueprint = audience_blueprint("manager", "/pengelola")

from app.web.manager import views  # noqa: E402, F401  (views attach themselves to the blueprint)
