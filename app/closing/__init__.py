"""Closing a month: readiness, snapshot, the stored signed file."""
