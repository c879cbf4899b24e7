"""The public texts of makers about themselves and their products, and their consents."""

from dataclasses import dataclass

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.makers.models import MakerProfile, MakerStory, ProductStory, PublicToken
from app.makers.profiles import get_profile
from app.makers.queries import get_product
from app.shared import clock

MAX_STORY = 2000


@dataclass(frozen=True, slots=True)
class Story:
    """The texts of a product's page, its public name, and whether the page was withdrawn."""

    story: str
    how_made: str
    token: str
    is_withdrawn: bool


def find_story(product_id: int) -> Story:
    """The stored texts about a product; texts and public name are empty if there are none."""
    stored = db.session.get(ProductStory, product_id)
    token = db.session.query(PublicToken).filter_by(kind="product", target_id=product_id).one_or_none()
    return Story(
        stored.story if stored else "",
        stored.how_made if stored else "",
        token.token if token else "",
        token is not None and token.retired_at is not None,
    )


def tell_product(product_id: int, *, story: str, how_made: str, actor: Actor) -> None:
    """Store the texts about a product. They may change at any time, because agencies do not assess them. NotFound."""
    product = get_product(product_id)
    row = db.session.get(ProductStory, product.id) or ProductStory(product_id=product.id)
    row.story, row.how_made, row.changed_at = story[:MAX_STORY], how_made[:MAX_STORY], clock.now()
    db.session.add(row)
    db.session.flush()
    record_event("umkm.save_story", actor=actor, subject="product", subject_id=product.id)


@dataclass(frozen=True, slots=True)
class MakerWords:
    """A maker's public text about itself, and its consents to show details."""

    story: str
    is_owner_public: bool
    is_phone_public: bool


def find_words(maker_id: int) -> MakerWords:
    """The maker's stored text and consents; without a row there is no consent."""
    row, profile = db.session.get(MakerStory, maker_id), db.session.get(MakerProfile, maker_id)
    return MakerWords(
        row.story if row else "",
        bool(profile and profile.is_owner_public),
        bool(profile and profile.is_phone_public),
    )


def tell_maker(maker_id: int, words: MakerWords, *, actor: Actor) -> None:
    """Store a maker's text about itself and its consents, which it may withdraw later. NotFound."""
    profile = get_profile(maker_id)
    row = db.session.get(MakerStory, maker_id) or MakerStory(maker_id=maker_id)
    row.story, row.changed_at = words.story[:MAX_STORY], clock.now()
    db.session.add(row)
    profile.is_owner_public, profile.is_phone_public = words.is_owner_public, words.is_phone_public
    db.session.flush()
    details = {"owner_public": words.is_owner_public, "phone_public": words.is_phone_public}
    record_event("umkm.tell_maker", actor=actor, subject="maker", subject_id=maker_id, details=details)
