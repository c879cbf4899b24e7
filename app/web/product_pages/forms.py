"""Forms of a product's page; they check shapes only."""

from flask_babel import lazy_gettext as _l

from app.makers.stories import MAX_STORY
from app.web.ui.forms import BaseForm, ParagraphField, at_most, optional


class StoryForm(BaseForm):
    """The story of a product."""

    story = ParagraphField(_l("Cerita produk"), [optional(), at_most(MAX_STORY)])
    how_made = ParagraphField(_l("Cara membuatnya"), [optional(), at_most(MAX_STORY)])
