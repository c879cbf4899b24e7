"""Reads the rules of certificates from TOML text.

Every problem is reported with its place; nothing is guessed, and an unknown key refuses the text.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from app.certificates.rules.rulebook import SIZES, Goods, Kind, Need, Rulebook, fold_title
from app.makers.rules import fold_name
from app.shared.nesting import is_nested_too_deep
from app.shared.text import normalize

MAX_TEXT = 20_000
_MOST = {"kind": 60, "goods": 80}
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,19}", re.ASCII)
_SCOPES = ("maker", "product")
_CHECKS = ("", "pirt", "halal")
_MOST_MONTHS = 600


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in the text: `place` is the code or number of the part, `reason` the key of a sentence."""

    reason: str
    place: str = ""
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The rulebook, or None with the problems."""

    rulebook: Rulebook | None
    problems: tuple[Problem, ...] = ()


@lru_cache(maxsize=8)
def read_rulebook(text: str) -> Reading:
    """Read a text of rules."""
    if len(text) > MAX_TEXT:
        return Reading(None, (Problem("too_big"),))
    if is_nested_too_deep(text):
        return Reading(None, (Problem("too_deep"),))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Reading(None, (Problem("syntax", value=str(error)[:120]),))
    reader = _Reader()
    rulebook = reader.read(data)
    return Reading(None if reader.problems else rulebook, tuple(reader.problems))


class _Reader:
    """Collects problems while it reads, so that all are named at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def read(self, data: dict[str, Any]) -> Rulebook:
        self._only(data, {"kind", "goods"}, "")
        kinds: dict[str, Kind] = {}
        for place, part in self._parts(data, "kind"):
            kind = self._kind(part, place)
            self._add(kinds, kind, "kind")
        goods: dict[str, Goods] = {}
        for place, part in self._parts(data, "goods"):
            self._add(goods, self._goods(part, place, kinds), "goods")
        return Rulebook(kinds, goods, self._names(kinds), self._categories(goods))

    def _add(self, found: dict[str, Any], part: Kind | Goods, name: str) -> None:
        if part.code in found:
            self._add_problem("duplicate", part.code, "code", part.code)
        found[part.code] = part
        if not part.title:
            self._add_problem("missing", part.code, "title")

    def _parts(self, data: dict[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
        parts = data.get(name, [])
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            self._add_problem("not_parts", name, name)
            return []
        if not parts or len(parts) > _MOST[name]:
            self._add_problem("how_many", name, name, str(_MOST[name]))
            return []
        return [(str(one.get("code") or f"{name} {number}")[:40], one) for number, one in enumerate(parts, 1)]

    def _kind(self, part: dict[str, Any], place: str) -> Kind:
        self._only(part, set(Kind.__dataclass_fields__), place)
        months = part.get("term_months")
        if months is not None and (
            not isinstance(months, int) or isinstance(months, bool) or not 0 < months <= _MOST_MONTHS
        ):
            self._add_problem("number", place, "term_months", str(months))
            months = None
        return Kind(
            code=self._code(part, place),
            title=self._text(part, "title", place, 60),
            names=self._texts(part, "names", place),
            scope=self._choice(part, "scope", place, _SCOPES, "maker"),
            ends=self._truth(part, "ends", place, default=True),
            term_months=months,
            shapes=self._texts(part, "shapes", place),
            older=self._texts(part, "older", place),
            example=self._text(part, "example", place, 60),
            check=self._choice(part, "check", place, _CHECKS, ""),
            warns_at_till=self._truth(part, "warns_at_till", place, default=False),
            issuer=self._text(part, "issuer", place, 100),
            source=self._text(part, "source", place, 300),
            note=self._text(part, "note", place, 300),
        )

    def _goods(self, part: dict[str, Any], place: str, kinds: Mapping[str, Kind]) -> Goods:
        self._only(part, set(Goods.__dataclass_fields__), place)
        needed = part.get("needed", [])
        if (
            not isinstance(needed, list)
            or len(needed) > 20
            or not all(isinstance(one, dict) for one in needed)
        ):
            self._add_problem("not_parts", place, "needed")
            needed = []
        return Goods(
            code=self._code(part, place),
            title=self._text(part, "title", place, 120),
            categories=self._texts(part, "categories", place),
            needed=tuple(self._need(one, place, kinds) for one in needed),
            recommended=self._kinds_of(part, "recommended", place, kinds),
            source=self._text(part, "source", place, 300),
            note=self._text(part, "note", place, 300),
        )

    def _need(self, part: dict[str, Any], place: str, kinds: Mapping[str, Kind]) -> Need:
        self._only(part, set(Need.__dataclass_fields__), place)
        found = self._kinds_of(part, "kinds", place, kinds)
        if not found:
            self._add_problem("missing", place, "kinds")
        since = part.get("since")
        if since is not None and (type(since) is not date or not 2000 <= since.year <= 2199):
            self._add_problem("date", place, "since", str(since))
            since = None
        sizes = self._texts(part, "sizes", place) if "sizes" in part else SIZES
        for size in sizes:
            if size not in SIZES:
                self._add_problem("choice", place, "sizes", size)
        return Need(found, since, sizes)

    def _kinds_of(
        self, part: dict[str, Any], name: str, place: str, kinds: Mapping[str, Kind]
    ) -> tuple[str, ...]:
        codes = self._texts(part, name, place)
        for code in codes:
            if code not in kinds:
                self._add_problem("unknown_kind", place, name, code)
        return codes

    def _names(self, kinds: Mapping[str, Kind]) -> dict[str, str]:
        found: dict[str, str] = {}
        for kind in kinds.values():
            for name in (kind.code, kind.title, *kind.names):
                if found.setdefault(fold_title(name), kind.code) != kind.code:
                    self._add_problem("name_taken", kind.code, "names", name)
        return found

    def _categories(self, goods: Mapping[str, Goods]) -> dict[str, str]:
        found: dict[str, str] = {}
        for one in goods.values():
            for name in one.categories:
                if found.setdefault(fold_name(name), one.code) != one.code:
                    self._add_problem("name_taken", one.code, "categories", name)
        return found

    def _code(self, part: dict[str, Any], place: str) -> str:
        code = part.get("code")
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            self._add_problem("code", place, "code", str(code)[:40])
            return place
        return code

    def _text(self, part: dict[str, Any], name: str, place: str, longest: int) -> str:
        text = part.get(name, "")
        if not isinstance(text, str) or len(text) > longest or not text.isprintable():
            self._add_problem("text", place, name, str(longest))
            return ""
        return " ".join(normalize(text).split())

    def _texts(self, part: dict[str, Any], name: str, place: str) -> tuple[str, ...]:
        texts = part.get(name, [])
        is_list = isinstance(texts, list) and len(texts) <= 40
        if not is_list or not all(
            isinstance(text, str) and len(text) <= 60 and text.isprintable() for text in texts
        ):
            self._add_problem("list", place, name)
            return ()
        return tuple(dict.fromkeys(texts))

    def _choice(
        self, part: dict[str, Any], name: str, place: str, choices: tuple[str, ...], default: str
    ) -> str:
        chosen = part.get(name, default)
        if chosen not in choices:
            self._add_problem("choice", place, name, str(chosen)[:40])
            return default
        return str(chosen)

    def _truth(self, part: dict[str, Any], name: str, place: str, *, default: bool) -> bool:
        value = part.get(name, default)
        if not isinstance(value, bool):
            self._add_problem("truth", place, name, str(value)[:40])
            return default
        return value

    def _only(self, part: dict[str, Any], keys: set[str], place: str) -> None:
        for key in part:
            if key not in keys:
                self._add_problem("unknown_key", place, key[:40])

    def _add_problem(self, reason: str, place: str, name: str = "", value: str = "") -> None:
        self.problems.append(Problem(reason, place, name, value))
