"""Pictures made anew: small enough, upright, nothing of the file left, hostile ones refused before they cost."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from app.photos import encoding
from app.photos.encoding import encode_picture
from app.photos.errors import PhotoRefused, PhotosBusy
from tests.photos.pictures import HOSTILE, lying_on_its_side, noisy, picture, with_words


def opened(content: bytes) -> Image.Image:
    with Image.open(BytesIO(content)) as image:
        image.load()
        return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_made_in_three_sizes(kind: str) -> None:
    made = encode_picture(picture(kind, (2400, 1200)))
    sizes = {name: (opened(content).format, opened(content).size) for name, content in made.files.items()}
    assert sizes == {
        "full": ("JPEG", (1600, 800)), "medium": ("WEBP", (800, 400)), "small": ("WEBP", (360, 360)),
    }  # fmt: skip
    assert (made.width, made.height) == (1600, 800)
    assert made.sha256 == sha256(made.files["full"]).hexdigest()


def test_the_hardest_picture_stays_within_its_bytes() -> None:
    made = encode_picture(noisy())
    assert len(made.files["small"]) <= 15_000
    assert len(made.files["medium"]) <= 120_000


def test_a_small_picture_is_not_blown_up() -> None:
    assert (
        encode_picture(picture(size=(200, 90))).width,
        encode_picture(picture(size=(200, 90))).height,
    ) == (200, 90)


def test_a_phone_held_upright_gives_an_upright_picture() -> None:
    made = opened(encode_picture(lying_on_its_side()).files["full"])
    assert made.size == (200, 400)
    top, bottom = made.getpixel((100, 40)), made.getpixel((100, 360))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[0] > 200 and bottom[2] > 200


@pytest.mark.parametrize("sent", [lying_on_its_side(), with_words()], ids=["jpeg", "png"])
def test_nothing_of_the_file_is_left(sent: bytes) -> None:
    assert b"RAHASIA" in sent
    for content in encode_picture(sent).files.values():
        assert b"RAHASIA" not in content and b"Exif" not in content
        assert dict(opened(content).getexif()) == {}


def test_what_is_transparent_becomes_white() -> None:
    target = BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(target, "PNG")
    assert opened(encode_picture(target.getvalue()).files["full"]).getpixel((5, 5)) == (255, 255, 255)


def test_the_same_picture_is_the_same_file() -> None:
    assert encode_picture(noisy(size=(300, 300))[:]).sha256 != encode_picture(picture()).sha256
    assert encode_picture(picture()).sha256 == encode_picture(picture()).sha256


@pytest.mark.parametrize(("sent", "reason"), HOSTILE.values(), ids=list(HOSTILE))
def test_what_is_no_fair_picture_is_refused_with_its_reason(sent: bytes, reason: str) -> None:
    with pytest.raises(PhotoRefused) as refused:
        encode_picture(sent)
    assert refused.value.reason == reason


def test_while_one_picture_is_unpacked_another_waits_and_is_then_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Unpacking takes memory: never two at a time."""
    first = encoding.find_size_refusal

    def while_unpacking(kind: str | None, width: int, height: int) -> str | None:
        monkeypatch.setattr(encoding, "find_size_refusal", first)
        monkeypatch.setattr(encoding, "LONGEST_WAIT", 0.01)
        with pytest.raises(PhotosBusy):
            encode_picture(picture())
        return None

    monkeypatch.setattr(encoding, "find_size_refusal", while_unpacking)
    assert encode_picture(picture()).width == 900
    assert encode_picture(picture()).width == 900, "the turn was given back"
