"""Example decrees of other cities, with their sources and gaps; none can be loaded without editing."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from app.minimums.errors import PresetNotFound

_FOLDER = Path(__file__).parent
_NAMES = {
    "ambon": "Ambon, yang pernah diumumkan (2022)",
    "probolinggo-2025": "Kabupaten Probolinggo (2025)",
    "kebumen-2023": "Kabupaten Kebumen (2023)",
}


@dataclass(frozen=True, slots=True)
class Preset:
    """One example: `notes` are the source and the gaps, line by line; `text` is the whole TOML."""

    key: str
    name: str
    title: str
    mode: str
    notes: tuple[str, ...]
    text: str


def list_presets() -> list[Preset]:
    """All examples, the city of this project first."""
    return [get_preset(key) for key in _NAMES]


def get_preset(key: str) -> Preset:
    """One example by its key. PresetNotFound."""
    if key not in _NAMES:
        raise PresetNotFound()
    text = (_FOLDER / f"{key}.toml").read_text(encoding="utf-8")
    notes = tuple(line.removeprefix("#").strip() for line in text.split("[decree]")[0].splitlines() if line)
    head = tomllib.loads(text)["decree"]
    return Preset(key, _NAMES[key], head["title"], head["mode"], notes, text)
