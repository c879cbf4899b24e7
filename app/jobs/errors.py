"""The refusals of the queue, and the exception that ends a cancelled job."""

from app.shared.errors import Refused


class TooManyJobs(Refused):
    """This person has the highest allowed number of queued jobs. facts: count."""


class JobCancelled(Exception):
    """The job was cancelled by its owner; raised inside the job to end it, never shown."""
