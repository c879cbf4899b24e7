"""Shares and figures with one decimal, formatted the same on pages, in workbooks and in papers."""


def whole_percent(part: float, whole: float) -> str:
    """A share in whole percent without the percent sign, rounded half up: `59`. `100` only if `part` is at least
    `whole`; `<1` for a positive share below one half. `whole` must not be 0."""
    share = 100 * part / whole
    rounded = int(share + 0.5) if share >= 0 else -int(-share + 0.5)
    if rounded == 100 and part < whole:
        rounded = 99
    return "<1" if rounded == 0 and share > 0 else str(rounded)


def with_comma(number: float) -> str:
    """A number with one decimal behind a comma, as Indonesian writes it: 45.25 → `45,2`."""
    return f"{number:.1f}".replace(".", ",")


def split_percents(part: int, rest: int) -> tuple[str, str]:
    """Two shares of a whole in whole percent. They add up to 100, except `<1` beside `99`."""
    whole = part + rest
    if not whole:
        return "0", "0"
    first = whole_percent(part, whole)
    if first.startswith("<") or whole_percent(rest, whole).startswith("<"):
        return first, whole_percent(rest, whole)
    return first, str(100 - int(first))
