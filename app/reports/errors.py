"""Refusals of the reports room."""

from app.shared.errors import Refused


class ReportsWaiting(Refused):
    """This person already has as many reports in line as there may be. facts: count."""


class ReportCancelled(Refused):
    """The report's maker asked to stop; raised inside the work to leave it."""


class ExportRunning(Refused):
    """This person's last export is still being made."""
