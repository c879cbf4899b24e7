"""The kinds of notices: one entry has the readers, the text and the linked page of a kind.

A subject registers its kinds in its own `kinds.py`. Sentences are Indonesian; `N_` marks them, and the edge translates
them and formats the values in the reader's language. Services send notices with `send_notices`; notices due on a date
are listed by the kind's `due`, which `flask remind` calls every morning.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.notices.rules import Message, ReaderKind


class Rupiah(int):
    """An amount in a sentence; a plain number is a count."""


@dataclass(frozen=True, slots=True)
class NoticeText:
    """The text of one notice. `values` fill the sentence: months, days, `Rupiah`, counts or words.

    `endpoint` with its `parameters`: the page it links to.
    """

    sentence: str
    values: Mapping[str, Any]
    endpoint: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Morning:
    """The arguments of `flask remind`: today in the city's zone, and the days before a month's end, if given."""

    today: date
    days_before_end: int | None = None


LONGEST_SLUG = 20
"""Characters that `notice.kind` holds."""


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind. `slug` is stored with each notice and never changes; at most 20 characters.

    `readers`: the kinds of readers it may have. `describe` makes the text from the stored facts; `example`: such facts,
    with which a test makes the text and opens its page. `title`: its name in a person's own data, "" if it is for no
    person.
    `due` lists all messages due by today, also sent ones, because nobody gets the same event twice. It may list
    messages of other kinds too, if one query reads both. `figure`: the name under which `flask remind` reports the
    number of new ones; kinds with the same figure are added up.
    """

    slug: str
    readers: tuple[ReaderKind, ...]
    describe: Callable[[Mapping[str, Any]], NoticeText]
    example: Mapping[str, Any]
    due: Callable[[Morning], Iterable[Message]] | None = None
    figure: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        if not 0 < len(self.slug) <= LONGEST_SLUG:
            raise ValueError(f"notice {self.slug!r}: 1 to {LONGEST_SLUG} characters, please")
        if "employee" in self.readers and not self.title:
            raise ValueError(f"notice {self.slug!r} is for employees and lacks the title their own data show")


_KINDS: dict[str, NoticeKind] = {}


def register(*kinds: NoticeKind) -> None:
    """Register kinds. ValueError for a slug in use."""
    for kind in kinds:
        if kind.slug in _KINDS:
            raise ValueError(f"notice {kind.slug!r} is registered already")
        _KINDS[kind.slug] = kind


def unregister(slug: str) -> None:
    """Remove a kind; messages already sent stay stored and are not shown."""
    del _KINDS[slug]


def list_kinds() -> list[NoticeKind]:
    """All kinds, in the order they were registered."""
    return list(_KINDS.values())


def find_kind(slug: str) -> NoticeKind | None:
    """A kind by its slug, or None."""
    return _KINDS.get(slug)


def get_kind(message: Message) -> NoticeKind:
    """The kind of a message. ValueError if it has none, or its kind is not for such a reader."""
    kind = _KINDS.get(message.kind)
    if kind is None or message.reader.partition(":")[0] not in kind.readers:
        raise ValueError(f"no notice {message.kind!r} is for {message.reader.partition(':')[0]!r}")
    return kind
