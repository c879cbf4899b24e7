"""Roster and single changes; no spending."""

from app.web.blueprint import audience_blueprint

blueprint = audience_blueprint("personnel", "/kepegawaian")

from app.web.personnel import (  # noqa: E402, F401  (views attach themselves)
    changes,
    joining,
    lists,
    merges,
    people,
    roster,
    suggestions,
    unit_changes,
    units,
    views,
)
