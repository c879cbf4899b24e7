"""The summary of a month for a quick reader: one sentence, three figures, best and worst offices, open points.

It is read once as `Summary`; the first sheet of the book shows it, and so does the mayor's page (`summary_page`).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.closing.trend import Counts
from app.compliance.rules import FEWEST_NAMELESS, Recap, merge_nameless, recap_by_opd, recap_total
from app.excel.column_widths import FactSheet
from app.reports.heading import month_name
from app.reports.labels import format_count
from app.reports.month import Compliance, incomplete
from app.shared.money import format_rupiah
from app.shared.shares import whole_percent

Facts = list[tuple[str, object]]
_BEST, _MOST_REASONS = 5, 10
TITLE = "RINGKASAN BELANJA PRODUK UMKM"
LEAST = f"sedikitnya {FEWEST_NAMELESS} orang wajib"


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """A printed figure: its large part, its explanation, and the figure of the month before as one text."""

    title: str
    large: str
    small: str
    before: str

    @property
    def now(self) -> str:
        """Both parts in one text."""
        return _join(self.large, self.small)


@dataclass(frozen=True, slots=True)
class Summary:
    """One month in words and figures, without names. `reasons`: the reasons of exemptions, with numbers of people."""

    sentence: str
    figures: list[ComparedFigure]
    best: list[Recap]
    worst: list[Recap]
    total: Recap
    exempt: str
    reasons: list[tuple[str, str]]
    points: list[str]
    points_title: str


def summarise(month: Compliance, with_names: bool) -> Summary:
    """Make the summary of a month; a copy without names has no reasons of exemptions."""
    total = recap_total(month.rows, "")
    best, worst = _offices(month, with_names)
    reasons = Counter(row.note for row in month.rows if row.status == "exempt").most_common(_MOST_REASONS)
    when = "" if month.heading.is_provisional else " saat ditutup"
    return Summary(
        sentence=summary_sentence(total),
        figures=_three_figures(month, total),
        best=best,
        worst=worst,
        total=total,
        exempt=f"{format_count(total.exempt)} orang",
        reasons=[(f"{format_count(count)} orang", note) for note, count in reasons] if with_names else [],
        points=incomplete(month.points),
        points_title=f"Yang belum selesai{when}",
    )


def summary_sheet(month: Compliance, with_names: bool) -> FactSheet:
    """The summary as a sheet, amounts in whole rupiah, without names."""
    summary = summarise(month, with_names)
    name = month_name(month.heading.period.previous())
    return FactSheet(
        "Ringkasan",
        [
            ("Dalam satu kalimat", None),
            (month_name(month.heading.period), summary.sentence),
            ("Tiga angka, dibandingkan dengan bulan sebelumnya", None),
            *((figure.title, f"{figure.now}; {name}: {figure.before}") for figure in summary.figures),
            *_shares(f"OPD tertinggi ({LEAST})", summary.best),
            *_shares(f"OPD terendah ({LEAST})", summary.worst),
            ("Dibebaskan", None), ("Banyaknya", summary.exempt), *summary.reasons,
            (summary.points_title, None),
            *((f"{number}.", text) for number, text in enumerate(summary.points, 1)),
            *([] if summary.points else [("Tidak ada", NOTHING_OPEN)]),
        ],
        letterhead=month.heading.letterhead,
        titles=[TITLE, *month.heading.titles[1:]],
    )  # fmt: skip


NOTHING_OPEN = "semua kasir sudah mengirim dan tidak ada yang menunggu"


def summary_sentence(total: Recap) -> str:
    """The result of the month in one sentence, with the counts of the recaps."""
    if not total.obliged:
        return f"Tidak ada pegawai yang wajib berbelanja di antara {format_count(total.people)} orang dalam daftar."
    text = (
        f"{format_count(total.met)} dari {format_count(total.obliged)} pegawai yang wajib sudah memenuhi "
        f"({whole_percent(total.met, total.obliged)} %)"
    )
    if not total.short:
        return f"{text}; tidak ada yang kurang."
    return f"{text}; {format_count(total.short)} orang masih kurang, seluruhnya {format_rupiah(total.shortfall)}."


_Say = Callable[[Counts], tuple[str, str]]


def _three_figures(month: Compliance, total: Recap) -> list[ComparedFigure]:
    before = month.previous
    now = Counts(total.met, total.short, total.exempt, total.bought)
    says: tuple[tuple[str, _Say], ...] = (
        ("Memenuhi", met_parts), ("Masih kurang", _short), ("Belanja pegawai", _bought)
    )  # fmt: skip
    return [
        ComparedFigure(title, *say(now), _join(*say(before)) if before else "belum dicatat")
        for title, say in says
    ]


def _join(large: str, small: str) -> str:
    return f"{large} ({small})" if small else large


def met_parts(counts: Counts | Recap) -> tuple[str, str]:
    """(share of people who met the minimum, text with the number of obliged people)."""
    if not counts.obliged:
        return "tidak ada yang wajib", ""
    share = whole_percent(counts.met, counts.obliged)
    return f"{share} %", f"{format_count(counts.met)} dari {format_count(counts.obliged)} orang"


def _short(counts: Counts) -> tuple[str, str]:
    return f"{format_count(counts.short)} orang", ""


def _bought(counts: Counts) -> tuple[str, str]:
    return format_rupiah(counts.bought), ""


def _offices(month: Compliance, with_names: bool) -> tuple[list[Recap], list[Recap]]:
    """The best and worst offices with enough obliged people, so that a percentage never shows one person; without the
    heads of the region. A copy without names has only offices that its recap does not merge."""
    recaps = recap_by_opd(month.rows)
    if not with_names:
        recaps = [one.total for one in merge_nameless(recaps) if one.is_alone]
    judged = [recap for recap in recaps if recap.obliged >= FEWEST_NAMELESS and not recap.is_head]
    ordered = sorted(judged, key=lambda one: (-one.met / one.obliged, -one.obliged, one.name.casefold()))
    count = min(_BEST, len(ordered) // 2)
    return ordered[:count], ordered[: -count - 1 : -1] if count else []


def _shares(title: str, recaps: Sequence[Recap]) -> Facts:
    return [(title, None), *((recap.name, _join(*met_parts(recap))) for recap in recaps)] if recaps else []
