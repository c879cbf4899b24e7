"""Template filters that write values for people: money, counts, dates, months, masked numbers, labels of a status.

Money reads the same in both languages; counts and dates follow the reader's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale, gettext, lazy_gettext, ngettext
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from jinja2 import StrictUndefined
from markupsafe import Markup

from app.compliance.rules import Recap
from app.shared import clock
from app.shared.money import format_rupiah
from app.shared.period import Period
from app.shared.shares import split_percents, whole_percent, with_comma

NOTHING = "–"
NBSP = "\u00a0"
MASK = "····"
INDONESIAN = Locale("id")


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """A status's label, icon and tone: never colour alone."""

    label: LazyString
    icon: str
    tone: str


STATUS_STYLES = {
    "met": StatusStyle(lazy_gettext("Memenuhi"), "✓", "met"),
    "short": StatusStyle(lazy_gettext("Kurang"), "▲", "short"),
    "exempt": StatusStyle(lazy_gettext("Dibebaskan"), "◦", "exempt"),
    "not_obliged": StatusStyle(lazy_gettext("Tidak wajib"), "–", "none"),
    "no_rule": StatusStyle(lazy_gettext("Belum ada aturan"), "?", "no-rule"),
}
UNRECORDED = StatusStyle(lazy_gettext("Belum dicatat"), "·", "none")


def _locale() -> Locale:
    return get_locale() or INDONESIAN


def _is_indonesian() -> bool:
    return bool(_locale().language == "id")


def rupiah(amount: int | None) -> str:
    """Whole rupiah → `Rp1.234.567`, `−Rp5.000`; None → a dash."""
    return NOTHING if amount is None else format_rupiah(amount)


def rupiah_ringkas(amount: int | None) -> str:
    """Whole rupiah, short for headlines, rounded: 36_450_000 → `Rp36,5 juta`; under a million it stays exact."""
    if amount is None or abs(amount) < 1_000_000:
        return rupiah(amount)
    sizes = ((10**6, gettext("juta")), (10**9, gettext("miliar")), (10**12, gettext("triliun")))
    rounded = [((abs(amount) * 10 + size // 2) // size, word) for size, word in sizes]  # tenths, half up
    # A figure that rounds up to a thousand takes the next unit.
    tenths, word = next((one for one in rounded if one[0] < 10_000), rounded[-1])
    figure = format_decimal(tenths / 10, format="#,##0.#", locale=_locale())
    return f"{'−' if amount < 0 else ''}Rp{figure}{NBSP}{word}"


def angka(number: int | float | None) -> str:
    """A count → `5.287` (English `5,287`), true minus sign; None → a dash."""
    if number is None:
        return NOTHING
    return format_decimal(number, locale=_locale()).replace("-", "−")


def satu_desimal(number: float) -> str:
    """A number with one decimal: `45,2` (English `45.2`)."""
    return with_comma(number) if _is_indonesian() else f"{number:.1f}"


def persen(part: int | float | None, whole: int | float = 1) -> str:
    """A share → `59 %`; `100 %` only if part equals whole, and `<1 %` for a small part above 0."""
    if part is None or not whole:
        return NOTHING
    figure = whole_percent(part, whole)
    return _percent(figure if figure.startswith("<") else angka(int(figure)))


def persen_desimal(percent: float | None) -> str:
    """Per cent with one decimal: 45.25 → `45,2 %`; None → a dash."""
    return NOTHING if percent is None else _percent(satu_desimal(percent))


def _percent(figure: str) -> str:
    return f"{figure}{NBSP}%" if _is_indonesian() else f"{figure}%"


def persen_wajib(parts: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the shares of the obliged people by status; met and short add up to 100 %, others get no share."""
    counts = {part["status"]: part["count"] for part in parts}
    met, short = counts.get("met", 0), counts.get("short", 0)
    if not met + short:
        return {}
    return dict(zip(("met", "short"), map(_percent, split_percents(met, short)), strict=True))


def hitungan(recap: Recap) -> str:
    """Return the sum behind a recap as one line of text."""
    parts = [
        _("wajib %(count)s", count=angka(recap.obliged)),
        *([_("dibebaskan %(count)s", count=angka(recap.exempt))] if recap.exempt else []),
        *([_("belum ada aturan %(count)s", count=angka(recap.no_rule))] if recap.no_rule else []),
        *([_("belum dicatat %(count)s", count=angka(recap.unrecorded))] if recap.unrecorded else []),
    ]
    return _(
        "Bertugas %(in_service)s = %(parts)s. Seluruhnya dalam daftar %(people)s, termasuk %(out)s yang tidak wajib.",
        in_service=angka(recap.in_service), parts=" + ".join(parts), people=angka(recap.people),
        out=angka(recap.not_obliged),
    )  # fmt: skip


def lebar(part: int | float | None, whole: int | float) -> str:
    """Return part of whole, limited to 0 and 100 per cent, as an SVG length such as `59.48%`."""
    if not whole or not part:
        return "0%"
    return f"{round(min(max(100 * part / whole, 0), 100), 2):g}%"


def _day(value: date | datetime) -> date:
    return clock.local_date(value) if isinstance(value, datetime) else value


def tanggal(value: date | datetime | None) -> str:
    """A local date, or an aware instant seen in the city → `7 November 2026`."""
    return NOTHING if value is None else format_date(_day(value), "d MMMM y", locale=_locale())


def tanggal_pendek(value: date | datetime | None) -> str:
    """The same, short and without the year → `7 Nov`."""
    return NOTHING if value is None else format_date(_day(value), "d MMM", locale=_locale())


def jam(value: datetime | None) -> str:
    """An aware instant on the city's clock with its zone → `09.15 WIT`."""
    if value is None:
        return NOTHING
    there = clock.local(value)
    pattern = "HH.mm" if _is_indonesian() else "HH:mm"
    return f"{format_datetime(there, pattern, locale=_locale())}{NBSP}{there.tzname()}"


def waktu(value: datetime | None) -> str:
    """An aware instant in full → `7 November 2026, 09.15 WIT`."""
    return NOTHING if value is None else f"{tanggal(value)}, {jam(value)}"


def rentang_hari(first: date, last: date) -> str:
    """Two local dates → `7 November 2026 – 9 November 2026`; the one day where they are the same."""
    return tanggal(first) if first == last else f"{tanggal(first)} – {tanggal(last)}"


def rentang_waktu(begin: datetime, end: datetime) -> str:
    """Two aware instants → `7 November 2026, 09.00–12.00 WIT`; with both days where they differ."""
    if clock.local_date(begin) != clock.local_date(end):
        return f"{waktu(begin)} – {waktu(end)}"
    return f"{tanggal(begin)}, {jam(begin).partition(NBSP)[0]}–{jam(end)}"


def bulan(value: Period | date | None) -> str:
    """A month → `November 2026`."""
    if value is None:
        return NOTHING
    day = value.first_day if isinstance(value, Period) else _day(value)
    return format_date(day, "LLLL y", locale=_locale())


def bulan_pendek(value: Period | date | None) -> str:
    """A month for narrow places → `Nov`."""
    if value is None:
        return NOTHING
    day = value.first_day if isinstance(value, Period) else _day(value)
    return format_date(day, "LLL", locale=_locale())


def hari_lagi(value: date | datetime | None) -> str:
    """Return how far a date is from today, in words: `9 hari lagi`, `hari ini`, `2 hari lalu`."""
    if value is None:
        return NOTHING
    days = (_day(value) - clock.today()).days
    if days == 0:
        return gettext("hari ini")
    if days > 0:
        return ngettext("%(num)d hari lagi", "%(num)d hari lagi", days)
    return ngettext("%(num)d hari lalu", "%(num)d hari lalu", -days)


def nip_samar(nip: str | None) -> str:
    """A NIP with all but its last four digits hidden → `····1009` (decisions 21, 22)."""
    return f"{MASK}{nip[-4:]}" if nip else NOTHING


_UNITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"))


def _spelled(number: int) -> str:
    """A positive whole number in Indonesian words; `se-` stands for one before belas, puluh, ratus, ribu."""
    if number < 10:
        return _UNITS[number]
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number, f"{_UNITS[number - 10]} belas")
    if number < 100:
        return f"{_UNITS[number // 10]} puluh {_UNITS[number % 10]}".strip()
    size, word = next(scale for scale in _SCALES if number >= scale[0])
    count, rest = divmod(number, size)
    head = f"se{word}" if count == 1 and size <= 1000 else f"{_spelled(count)} {word}"
    return f"{head} {_spelled(rest)}".strip()


def terbilang(amount: int) -> str:
    """Whole rupiah in Indonesian words, for letters and receipts: 20_000 → `dua puluh ribu rupiah`."""
    words = _spelled(abs(amount)) or "nol"
    return f"{'minus ' if amount < 0 else ''}{words} rupiah"


def status_style(status: str | None) -> StatusStyle:
    """Return label, icon and tone of a status; None is a month that is not recorded (decisions 5). KeyError if
    unknown."""
    return UNRECORDED if status is None else STATUS_STYLES[status]


def status_label(status: str | None) -> str:
    """Return the label of a status, e.g. `met` → `Memenuhi`."""
    return str(status_style(status).label)


def status_icon(status: str | None) -> str:
    """Return the icon of a status, e.g. `met` → `✓`."""
    return status_style(status).icon


def _nbsp(text: str) -> Markup:
    """Return text with no-break spaces, for figures with a unit beside them."""
    return Markup("{}").format(str(text).replace(" ", NBSP))


FILTERS: dict[str, Callable[..., Any]] = {
    "rupiah": rupiah,
    "rupiah_ringkas": rupiah_ringkas,
    "angka": angka,
    "persen": persen,
    "persen_desimal": persen_desimal,
    "persen_wajib": persen_wajib,
    "hitungan": hitungan,
    "lebar": lebar,
    "tanggal": tanggal,
    "tanggal_pendek": tanggal_pendek,
    "jam": jam,
    "waktu": waktu,
    "rentang_hari": rentang_hari,
    "rentang_waktu": rentang_waktu,
    "bulan": bulan,
    "bulan_pendek": bulan_pendek,
    "hari_lagi": hari_lagi,
    "nip_samar": nip_samar,
    "terbilang": terbilang,
    "status_label": status_label,
    "status_icon": status_icon,
    "status_style": status_style,
    "rapat": _nbsp,
}


def register_filters(app: Flask) -> None:
    """Register these filters for every template, and make an undefined name in a template an error."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(FILTERS)
