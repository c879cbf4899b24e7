"""A measured figure beside its floor and its bar, and the table of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    `value` and `floor` are in `unit`; `ratio` is what is judged: at most `bar`, or at least where `at_least`.
    Without a floor the value itself is judged. Without a bar the line only informs.
    """

    measure: str
    value: float
    unit: str = ""
    floor: float | None = None
    ratio: float | None = None
    bar: float | None = None
    at_least: bool = False

    @property
    def judged(self) -> float:
        """The number the bar is for."""
        return self.value if self.ratio is None else self.ratio

    @property
    def is_met(self) -> bool:
        """Whether it keeps to its bar; true where there is none."""
        if self.bar is None:
            return True
        return self.judged >= self.bar if self.at_least else self.judged <= self.bar


def figures_of(name: str, result: Iterable[Figure] | Mapping[str, Any]) -> list[Figure]:
    """A bench's answer as figures. In a plain dict `x` is judged by `x_bar`, at least for `faster…`."""
    if not isinstance(result, Mapping):
        return list(result)
    return [
        Figure(f"{name}: {key}", value, bar=result.get(f"{key}_bar"), at_least=key.startswith("faster"))
        for key, value in result.items()
        if not key.endswith("_bar")
    ]


HEAD = ("Ukuran / measure", "value", "floor", "ratio", "bar", "ok?")


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table, which reads in a terminal, too."""
    rows = [HEAD, tuple("---" for _ in HEAD), *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    bar = "" if figure.bar is None else f"{'≥' if figure.at_least else '≤'} {_number(figure.bar)}"
    verdict = "" if figure.bar is None else ("ya" if figure.is_met else "TIDAK")
    return (
        figure.measure,
        f"{_number(figure.value)} {figure.unit}".strip(),
        f"{_number(figure.floor)} {figure.unit}".strip(),
        _number(figure.ratio),
        bar,
        verdict,
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
