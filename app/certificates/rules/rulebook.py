"""The rulebook: kinds of certificates, groups of goods, and which kinds these need since when. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.makers.rules import fold_name
from app.shared.text import normalize

SIZES = ("", "mikro", "kecil", "menengah")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of certificate. In `shapes` and `older`, `#` is a digit and `@` a letter; other characters are literal.

    `scope`: a certificate covers all goods of a maker unless it names some, or only the goods it names. `ends`:
    whether it expires. `check`: the name of an additional check of its numbers in the code.
    """

    code: str
    title: str
    names: tuple[str, ...] = ()
    scope: str = "maker"
    ends: bool = True
    term_months: int | None = None
    shapes: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    example: str = ""
    check: str = ""
    warns_at_till: bool = False
    issuer: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """A need for one of `kinds`, from a local date on (None: always), for makers of these size classes (empty: all)."""

    kinds: tuple[str, ...]
    since: date | None = None
    sizes: tuple[str, ...] = SIZES


@dataclass(frozen=True, slots=True)
class Goods:
    """One group of goods with its needs. `categories`: those of the product list that belong to the group."""

    code: str
    title: str
    categories: tuple[str, ...] = ()
    needed: tuple[Need, ...] = ()
    recommended: tuple[str, ...] = ()
    source: str = ""
    note: str = ""


def fold_title(name: str) -> str:
    """The letters, in lower case, and digits of a kind's name."""
    return re.sub(r"[^0-9a-z]", "", normalize(name, "NFKC").casefold())


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All kinds and groups of goods, by code, in their order."""

    kinds: Mapping[str, Kind]
    goods: Mapping[str, Goods]
    by_name: Mapping[str, str] = field(default_factory=dict)
    """Kind by folded code, title or name."""
    by_category: Mapping[str, str] = field(default_factory=dict)
    """Group of goods by folded category."""

    def find_kind(self, name: str) -> Kind | None:
        """The kind with this code, title or name (folded), or None."""
        code = self.by_name.get(fold_title(name))
        return self.kinds[code] if code else None

    def get_kind(self, code: str) -> Kind:
        """The kind with this code; a kind with only a title if the rules no longer have it."""
        return self.kinds.get(code) or Kind(code, code)

    def title_of(self, code: str) -> str:
        """The title of a kind."""
        return self.get_kind(code).title

    def find_goods(self, category: str, chosen: str = "") -> Goods | None:
        """The group an officer set, else that of the category; None if there is neither."""
        return self.goods.get(chosen) or self.goods.get(self.by_category.get(fold_name(category), ""))
