"""A maker's own goods and money, on a phone."""

from app.web.http.blueprint import audience_blueprint

blueprint = audience_blueprint("maker", "/usaha")

from app.web.maker import (
    announce,
    certificates,
    findings,
    goods_card,
    messages,
    money,
    notes,
    offers,
    own_data,
    products,
    training,
    turns,
    views,
)
