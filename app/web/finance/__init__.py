"""Everything money: standings, decrees, months, reports."""

from app.web.blueprint import audience_blueprint

blueprint = audience_blueprint("finance", "/keuangan")

from app.web.finance import (  # noqa: E402  (views attach themselves to the blueprint)
    decree_new,  # noqa: F401
    decrees,  # noqa: F401
    exemptions,  # noqa: F401
    views,  # noqa: F401
)
