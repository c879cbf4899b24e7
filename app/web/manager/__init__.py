"""The booth manager's pages: booths, tills, shifts, makers, products and prices (decisions 21, *pengelola pojok*)."""

from app.web.http.blueprint import audience_blueprint

blueprint = audience_blueprint("manager", "/pengelola")

from app.web.manager import (
    booths,
    catalogue,
    decisions,
    goods_card,
    makers,
    money,
    note_codes,
    paper,
    passwords,
    people,
    products,
    reentry,
    shelf,
    shelf_count,
    shifts,
    slips,
    supply,
    supply_book,
    tills,
    views,
)
