"""The kinds of notices: one entry says whom it is for, what it says and where it leads.

A subject registers its kinds in its own `kinds.py`. Words are Indonesian; `N_` marks them, and the edge translates them
and writes the values in the reader's language. Whoever acts calls `send_notices`; what falls due by the calendar is
listed by the kind's `due`, which `flask remind` asks every morning.
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
    """What one notice says. `values` fill the sentence: months, days, `Rupiah`, counts or words.

    `endpoint` with its `parameters` is the page it leads to.
    """

    sentence: str
    values: Mapping[str, Any]
    endpoint: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Morning:
    """What `flask remind` asks with: today in the city's zone, and the days before a month's end where given."""

    today: date
    days_before_end: int | None = None


LONGEST_SLUG = 20
"""Characters that `notice.kind` holds."""


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind. `slug` is stored with each notice and never changes; at most 20 characters.

    `readers`: whom it may be for. `describe` makes the text of the stored facts; `example` are such facts, from which a
    test makes the text and opens its page. `title` is its name in a person's own data, "" where it is for no person.
    `due` lists what should have been sent by today, sent or not: nobody gets the same event twice. It may
    list messages of other kinds, too, where one reading gives both. `figure` is the name under which `flask remind`
    reports how many were new; kinds with the same figure are added up.
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
    """Add kinds; from now on their messages can be sent and are shown. ValueError for a slug in use."""
    for kind in kinds:
        if kind.slug in _KINDS:
            raise ValueError(f"notice {kind.slug!r} is registered already")
        _KINDS[kind.slug] = kind


def unregister(slug: str) -> None:
    """Take a kind out again; what was sent stays and is not shown."""
    del _KINDS[slug]


def list_kinds() -> list[NoticeKind]:
    """All kinds, in the order they were registered."""
    return list(_KINDS.values())


def find_kind(slug: str) -> NoticeKind | None:
    """A kind by its slug."""
    return _KINDS.get(slug)


def get_kind(message: Message) -> NoticeKind:
    """The kind of a message. ValueError where it has none, or the kind does not tell such a reader."""
    kind = _KINDS.get(message.kind)
    if kind is None or message.reader.partition(":")[0] not in kind.readers:
        raise ValueError(f"no notice {message.kind!r} is for {message.reader.partition(':')[0]!r}")
    return kind
