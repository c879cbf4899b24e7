"""Finance's pages: standings, decrees, months, receipts, reports, decisions."""

from app.web.http.blueprint import audience_blueprint

blueprint = audience_blueprint("finance", "/keuangan")

from app.web.finance import (
    books,
    booths,
    dashboard,
    decisions,
    decree_new,
    decrees,
    disputes,
    dossier,
    exemptions,
    exports,
    lowered,
    money,
    months,
    people,
    person,
    receipts,
    reentry,
    reports_hub,
    reports_preview,
    views,
)
