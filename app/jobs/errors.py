"""Refusals of the queue, and how a running job is left."""

from app.shared.errors import Refused


class TooManyJobs(Refused):
    """This person already has as many jobs in line as there may be. facts: count."""


class JobCancelled(Exception):
    """Whoever asked for the job asked to stop it; raised inside the work to leave it, and seen by nobody."""
