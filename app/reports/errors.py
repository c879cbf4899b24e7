"""Refusals of reports."""

from app.shared.errors import Refused


class ExportRunning(Refused):
    """The person's last export is still running."""
