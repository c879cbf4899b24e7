"""Undoing a roster import, and what stands in the way (ADR 0036)."""
