"""The rules shipped with the program, as the text that a city may replace by its own."""

from pathlib import Path


def read_shipped_rules() -> str:
    """The text of the shipped rules (TOML)."""
    return (Path(__file__).parent / "rules.toml").read_text(encoding="utf-8")
