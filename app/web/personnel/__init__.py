"""The personnel office's pages: roster and single changes. They show no spending."""

from app.web.http.blueprint import audience_blueprint, load_views

blueprint = audience_blueprint("personnel", "/kepegawaian")

load_views(__name__)
