"""The text of rules shipped with the program, which a city may replace."""

from pathlib import Path


def read_shipped_rules() -> str:
    """The text of the shipped rules (TOML)."""
    return (Path(__file__).parent / "rules.toml").read_text(encoding="utf-8")
