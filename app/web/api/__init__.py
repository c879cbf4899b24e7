"""The JSON door for tills, and the health probes."""

from app.web.blueprint import audience_blueprint

blueprint = audience_blueprint("api", "")

from app.web.api import views  # noqa: E402, F401  (views attach themselves to the blueprint)
