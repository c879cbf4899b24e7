"""The refusals about training."""

from app.shared.errors import Refused


class EventUnusable(Refused):
    """The course has no title, its days are in the wrong order or more than 60, or it ends before it begins."""


class LinkUnusable(Refused):
    """The address of the online meeting is no web address."""


class EventWithoutSeats(Refused):
    """The course has no seats."""


class SessionOutsideEvent(Refused):
    """The session's day is not within the course; facts: `first`, `last`."""


class SessionUnusable(Refused):
    """The session ends before it begins."""


class EventNotOpen(Refused):
    """The course is over or was cancelled."""


class EventStarted(Refused):
    """The course has begun, so enrolment is closed; people who come are recorded as walk-ins."""


class EventNotOver(Refused):
    """The last session has not ended yet."""


class PersonMissing(Refused):
    """The name of the participant is missing."""


class AlreadyEnrolled(Refused):
    """This person has a live enrolment in this course; facts: `person`."""


class SeatKindMissing(Refused):
    """The course has no seats of the requested kind."""


class AlreadyAttended(Refused):
    """The participant attended a session, so the enrolment cannot be cancelled."""


class EnrolmentEnded(Refused):
    """The enrolment was cancelled or its offer lapsed; it cannot be reopened."""


class OfferEnded(Refused):
    """The offered seat was not accepted in time, or was offered to the next person."""


class NoSeatFree(Refused):
    """No seat of this kind is free, or other people are waiting for it."""


class NotEnrolled(Refused):
    """The person has no seat in this course, so cannot be marked as attending."""


class SessionNotBegun(Refused):
    """The session begins in more than an hour, so attendance cannot be recorded yet."""


class WordRefused(Refused):
    """The word is wrong or more than ten minutes old, or the participant is on site."""


class CardUnknown(Refused):
    """The scanned card belongs to no maker with an enrolment in this course."""


class FollowUpUnknown(Refused):
    """The person has no such follow-up, or it is not due yet."""
