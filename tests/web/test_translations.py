"""Every sentence exists in English, with the same places to fill in."""

import re
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

APP = Path(__file__).resolve().parents[2] / "app"
ENGLISH = APP / "translations" / "en" / "LC_MESSAGES"
KEYWORDS = {
    "_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "N_": None, "NN_": (1, 1),
}  # fmt: skip
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
_PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")


@cache
def sentences() -> set[str]:
    """What the code says, in Indonesian; of a plural pair the first."""
    found = set()
    for _file, _line, message, _comments, _context in extract_from_dir(APP, METHODS, keywords=KEYWORDS):
        found.add(message[0] if isinstance(message, tuple) else message)
    return found - {""}


@cache
def english() -> Catalog:
    """The English catalogue."""
    with (ENGLISH / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_has_an_english_one() -> None:
    catalogue = english()
    missing = [text for text in sorted(sentences()) if not (found := catalogue.get(text)) or not found.string]
    assert not missing, (
        f"make translations, then write the English of each in {ENGLISH.relative_to(APP.parent)}/messages.po: {missing}"
    )


def test_nobody_reads_a_word_of_the_workshop() -> None:
    """A treasurer knows `kiriman terlambat`, `bukti urutan` and `sif`."""
    inner = re.compile(r"\b(baki|giliran|jangkar|kepala rantai|rantai|sidik(nya)?(?! jari))\b", re.IGNORECASE)
    assert not [text for text in sentences() if inner.search(text)]


def test_an_english_sentence_has_the_same_places_to_fill_in() -> None:
    unlike = []
    for message in english():
        if not message.id:
            continue
        first = message.id if isinstance(message.id, str) else message.id[0]
        for text in [message.string] if isinstance(message.string, str) else message.string:
            if sorted(_PLACES.findall(text)) != sorted(_PLACES.findall(first)):
                unlike.append(first)
    assert not unlike


def spelled(catalogue: Catalog) -> dict[str, list[str]]:
    """First id → all forms, however the file kept them."""
    found = {}
    for message in catalogue:
        if message.id:
            first = message.id if isinstance(message.id, str) else message.id[0]
            found[first] = [message.string] if isinstance(message.string, str) else list(message.string)
    return found


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    with (ENGLISH / "messages.mo").open("rb") as file:
        assert spelled(read_mo(file)) == spelled(english()), "make translations"
