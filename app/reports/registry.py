"""The kinds of reports: one entry has all facts of a report for pages, commands, jobs and the trail.

Each report's file registers its entry; `catalogue.py` has the order in which pages list them. Texts are Indonesian;
`N_` marks those that pages translate.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

from app.reports.report import Report
from app.shared.errors import NotFound
from app.shared.period import Period

Value = TypeVar("Value")
Parameter = Literal[
    "month", "content", "day", "year", "opd", "units", "person", "booth", "product", "span", "event"
]
"""What a report may ask for. `opd` narrows it and may be left out; `span` is a month or a year, `event` a course."""
Audience = Literal["finance", "opd", "employee", "umkm", "manager", "maker"]
Named = Literal["many", "one", "nobody"]
"""Which employees a report names: all who are in it, the one it is about, or none."""


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A request for one report; parameters that this kind of report does not use are None.

    `roots`: the top units of an OPD's workbook; `employee_id`: the person of a statement; `booth_id` and `product_id`:
    the goods card; `event_id`: the course.
    """

    kind: str
    period: Period | None = None
    content: str | None = None
    day: date | None = None
    year: int | None = None
    opd_id: int | None = None
    roots: tuple[int, ...] = ()
    employee_id: int | None = None
    booth_id: int | None = None
    product_id: int | None = None
    event_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The JSON stored with a job: ids, months and dates."""
        return {
            "kind": self.kind,
            "period": str(self.period) if self.period else None,
            "content": self.content,
            "day": self.day.isoformat() if self.day else None,
            "year": self.year,
            "opd_id": self.opd_id,
            "roots": list(self.roots),
            "employee_id": self.employee_id,
            "booth_id": self.booth_id,
            "product_id": self.product_id,
            "event_id": self.event_id,
        }

    @classmethod
    def of_json(cls, parameters: dict[str, Any]) -> "ReportRequest":
        """The request stored with a job."""
        return cls(
            **{
                **parameters,
                "period": Period.parse(parameters["period"]) if parameters["period"] else None,
                "day": date.fromisoformat(parameters["day"]) if parameters["day"] else None,
                "roots": tuple(parameters["roots"]),
            }
        )


Open = Callable[[ReportRequest, str], Report]
Count = Callable[[ReportRequest], int]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """One of several contents of the same report; `slug` is unique among the contents of all reports.

    `view` and `download`: the labels of its buttons; without `view` it has none. `flag` selects it in the command.
    `is_signed`: for a closed month the stored file is served unchanged.
    """

    slug: str
    title: str
    open: Open
    count_rows: Count
    download: str
    view: str = ""
    named: Named = "many"
    flag: str = ""
    flag_help: str = ""
    is_signed: bool = False
    needs_supplement: bool = False


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One report. `slug` is stored in jobs and the trail and part of addresses and commands, so it never changes.

    `title`: its name in lists; `dated_title`: the same with its time; `page_title`: the heading of its page (if empty,
    the report's own title); both may contain month, day, year or span. `help`: the command's sentence; `description`:
    that of the reports page. `count_rows`: a cheap upper estimate of its rows. A kind with `contents` is opened and
    counted by the selected content, by default the first.
    """

    slug: str
    title: str
    parameters: tuple[Parameter, ...]
    audiences: tuple[Audience, ...]
    help: str
    open: Open | None = None
    count_rows: Count | None = None
    contents: tuple[ReportContent, ...] = ()
    named: Named = "many"
    dated_title: str = ""
    page_title: str = ""
    description: str = ""

    def get_content(self, slug: str | None) -> ReportContent:
        """The content with this slug, or the first one for None. NotFound."""
        for content in self.contents:
            if slug in (None, content.slug):
                return content
        raise NotFound()


_KINDS: dict[str, ReportKind] = {}


def register(kind: ReportKind) -> None:
    """Register a report. ValueError for a slug in use."""
    if kind.slug in _KINDS or any(find_kind_of_content(content.slug) for content in kind.contents):
        raise ValueError(f"report {kind.slug!r} is registered already")
    _KINDS[kind.slug] = kind


def unregister(slug: str) -> None:
    """Remove a report."""
    del _KINDS[slug]


def find_kind(slug: str) -> ReportKind | None:
    """A report by its slug, or None."""
    return _KINDS.get(slug)


def get_kind(slug: str, audience: Audience | None = None) -> ReportKind:
    """A report by its slug, only of this audience if given. NotFound."""
    kind = _KINDS.get(slug)
    if kind is None or (audience is not None and audience not in kind.audiences):
        raise NotFound()
    return kind


def find_kind_of_content(slug: str) -> ReportKind | None:
    """The report that has this content, or None."""
    return next(
        (kind for kind in _KINDS.values() if slug in [content.slug for content in kind.contents]), None
    )


def list_kinds(audience: Audience | None = None) -> list[ReportKind]:
    """All reports, or those of one audience, in the order they were registered."""
    return [kind for kind in _KINDS.values() if audience is None or audience in kind.audiences]


def find_exported(details: Mapping[str, Any]) -> ReportContent | ReportKind | None:
    """The content or report of an audit event; None for a signed file."""
    slug = str(details.get("kind") or details.get("report") or "")
    kind = find_kind_of_content(slug)
    return kind.get_content(slug) if kind else find_kind(slug)


def whom_it_names(details: Mapping[str, Any]) -> Named:
    """The kind of employees named in an exported file, by its audit event; by default many."""
    exported = find_exported(details)
    return exported.named if exported else "many"


def given(value: Value | None) -> Value:
    """Return a required parameter. NotFound if it is None."""
    if value is None:
        raise NotFound()
    return value
