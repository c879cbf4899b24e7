"""The personnel office's pages: roster and single changes. They show no spending."""

from app.web.http.blueprint import audience_blueprint

blueprint = audience_blueprint("personnel", "/kepegawaian")

from app.web.personnel import (
    changes,
    joining,
    lists,
    merges,
    people,
    roster,
    suggestions,
    undo,
    unit_changes,
    units,
    views,
)
