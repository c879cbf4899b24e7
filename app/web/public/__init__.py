"""Pages for everybody: the front page, the catalogue, checking a receipt, registering a maker."""

from app.web.http.blueprint import audience_blueprint

blueprint = audience_blueprint("public", "")

from app.web.public import (
    catalogue,
    check,
    check_book,
    guide,
    open_figures,
    photos,
    product_data,
    register,
    share,
    training_certificates,
    turns,
    views,
)
