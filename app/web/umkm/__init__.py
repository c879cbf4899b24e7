"""The Dinas that looks after makers: who they are, what is missing, their register."""

from app.web.http.blueprint import audience_blueprint

blueprint = audience_blueprint("umkm", "/dinas")

from app.web.umkm import (
    agencies,
    attendance,
    cards,
    certificate_rules,
    certificates,
    channels,
    curation,
    decisions,
    fairness,
    finding_photos,
    overview,
    products,
    reports,
    training,
    turns,
    views,
    visits,
)
