"""Merging two records of one person, and undoing a merge unless something depends on it (ADR 0023)."""
