"""Booths, tills, shifts, makers, products and prices (decisions 21, *pengelola pojok*)."""

from app.web.blueprint import audience_blueprint

blueprint = audience_blueprint("manager", "/pengelola")

from app.web.manager import (  # noqa: E402, F401
    booths,
    catalogue,
    makers,
    paper,
    passwords,
    people,
    products,
    reentry,
    resolving,
    shifts,
    slips,
    tills,
    views,
)
