"""Undoing a roster import, unless something depends on it (ADR 0036)."""
