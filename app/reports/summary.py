"""The first sheet of a month's book: one sentence, three figures, where it stands best and worst, what is open."""

from collections import Counter
from collections.abc import Sequence

from app.closing.trend import Counts
from app.compliance.rules import FEWEST_NAMELESS, Recap, recap_by_opd, recap_total
from app.excel.layout import FactSheet
from app.reports.heading import month_name
from app.reports.month import Compliance, incomplete
from app.reports.words import spell_count
from app.shared.money import format_rupiah
from app.shared.shares import whole_percent

Facts = list[tuple[str, object]]
_BEST, _MOST_REASONS = 5, 10


def summary_sheet(month: Compliance, with_names: bool) -> FactSheet:
    """Amounts in whole rupiah; nobody is named. A copy without names says how many were exempt, and not why."""
    total = recap_total(month.rows, "")
    return FactSheet(
        "Ringkasan",
        [
            ("Dalam satu kalimat", None),
            (month_name(month.heading.period), summary_sentence(total)),
            *_three_figures(month, total), *_offices(month), *_exempt(month, total, with_names), *_open(month),
        ],
        letterhead=month.heading.letterhead,
        titles=["RINGKASAN BELANJA PRODUK UMKM", *month.heading.titles[1:]],
    )  # fmt: skip


def summary_sentence(total: Recap) -> str:
    """How the month stands, in one sentence; the counts are those of every recap."""
    if not total.obliged:
        return f"Tidak ada pegawai yang wajib berbelanja di antara {spell_count(total.people)} orang dalam daftar."
    told = (
        f"{spell_count(total.met)} dari {spell_count(total.obliged)} pegawai yang wajib sudah memenuhi "
        f"({whole_percent(total.met, total.obliged)} %)"
    )
    if not total.short:
        return f"{told}; tidak ada yang kurang."
    return (
        f"{told}; {spell_count(total.short)} orang masih kurang, seluruhnya {format_rupiah(total.shortfall)}."
    )


def _three_figures(month: Compliance, total: Recap) -> Facts:
    before, name = month.previous, month_name(month.heading.period.previous())
    now = Counts(total.met, total.short, total.exempt, total.bought)
    figures = (("Memenuhi", _met), ("Masih kurang", _short), ("Belanja pegawai", _bought))
    return [
        ("Tiga angka, dibandingkan dengan bulan sebelumnya", None),
        *(
            (title, f"{say(now)}; {name}: {say(before) if before else 'belum dicatat'}")
            for title, say in figures
        ),
    ]


def _met(counts: Counts) -> str:
    if not counts.obliged:
        return "tidak ada yang wajib"
    share = whole_percent(counts.met, counts.obliged)
    return f"{share} % ({spell_count(counts.met)} dari {spell_count(counts.obliged)} orang)"


def _short(counts: Counts) -> str:
    return f"{spell_count(counts.short)} orang"


def _bought(counts: Counts) -> str:
    return format_rupiah(counts.bought)


def _offices(month: Compliance) -> Facts:
    """Offices with enough people judged, so that one person is no percentage; the heads of the region are none."""
    judged = [one for one in recap_by_opd(month.rows) if one.obliged >= FEWEST_NAMELESS and not one.is_head]
    ordered = sorted(judged, key=lambda one: (-one.met / one.obliged, -one.obliged, one.name.casefold()))
    count = min(_BEST, len(ordered) // 2)
    if not count:
        return []
    least = f"sedikitnya {FEWEST_NAMELESS} orang wajib"
    return [
        (f"OPD tertinggi ({least})", None), *_shares(ordered[:count]),
        (f"OPD terendah ({least})", None), *_shares(ordered[:-count - 1:-1]),
    ]  # fmt: skip


def _shares(recaps: Sequence[Recap]) -> Facts:
    return [(one.name, _met(Counts(one.met, one.short))) for one in recaps]


def _exempt(month: Compliance, total: Recap, with_names: bool) -> Facts:
    facts: Facts = [("Dibebaskan", None), ("Banyaknya", f"{spell_count(total.exempt)} orang")]
    if with_names:
        reasons = Counter(row.note for row in month.rows if row.status == "exempt").most_common(_MOST_REASONS)
        facts += [(f"{spell_count(count)} orang", note) for note, count in reasons]
    return facts


def _open(month: Compliance) -> Facts:
    points = incomplete(month.points)
    when = "" if month.heading.is_provisional else " saat ditutup"
    return [
        (f"Yang belum selesai{when}", None),
        *((f"{number}.", text) for number, text in enumerate(points, 1)),
        *([] if points else [("Tidak ada", "semua kasir sudah mengirim dan tidak ada yang menunggu")]),
    ]
