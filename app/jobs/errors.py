"""Refusals of the queue, and how a running job is left."""

from app.shared.errors import Refused


class TooManyJobs(Refused):
    """This person already has as many jobs in line as there may be. facts: count."""


class JobCancelled(Exception):
    """The job was cancelled by who asked for it; raised inside the work to end it, never shown."""
