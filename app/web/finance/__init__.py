"""Everything money: standings, decrees, months, reports."""

from app.web.blueprint import audience_blueprint

blueprint = audience_blueprint("finance", "/keuangan")

from app.web.finance import (  # noqa: E402  (views attach themselves to the blueprint)
    berkas,  # noqa: F401
    books,  # noqa: F401
    booths,  # noqa: F401
    dashboard,  # noqa: F401
    decree_new,  # noqa: F401
    decrees,  # noqa: F401
    disputes,  # noqa: F401
    drill,  # noqa: F401
    exemptions,  # noqa: F401
    exports,  # noqa: F401
    lowered,  # noqa: F401
    months,  # noqa: F401
    person,  # noqa: F401
    receipts,  # noqa: F401
    reentry,  # noqa: F401
    reports_hub,  # noqa: F401
    reports_preview,  # noqa: F401
    resolving,  # noqa: F401
    views,  # noqa: F401
)
