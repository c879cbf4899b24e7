"""Refusals of reports."""

from app.shared.errors import Refused


class ExportRunning(Refused):
    """This person's last export is still being made."""
