"""What can be refused about training."""

from app.shared.errors import Refused


class EventUnusable(Refused):
    """A course without a title, with days in the wrong order, more than 60 of them, or ending before it begins."""


class LinkUnusable(Refused):
    """The address of an online meeting that is no web address."""


class EventWithoutSeats(Refused):
    """A course without a single seat."""


class SessionOutsideEvent(Refused):
    """A session on a day before its course begins or after it ends; facts: `first`, `last`."""


class SessionUnusable(Refused):
    """A session that ends before it begins."""


class EventNotOpen(Refused):
    """The course takes nobody: it is over, or was cancelled."""


class EventStarted(Refused):
    """The course has begun: nobody enrols any more, who comes is noted at the door."""


class EventNotOver(Refused):
    """The last session has not ended yet."""


class PersonMissing(Refused):
    """An enrolment without the name of who comes."""


class AlreadyEnrolled(Refused):
    """This person has a live enrolment in this course; facts: `person`."""


class SeatKindMissing(Refused):
    """The course has no seats of the kind asked for."""


class AlreadyAttended(Refused):
    """Somebody who was in a session does not give the place up any more."""


class EnrolmentEnded(Refused):
    """The enrolment was cancelled or its offer lapsed: such a row never lives again."""


class OfferEnded(Refused):
    """The offered seat was not taken in time, or went to the next one."""


class NoSeatFree(Refused):
    """No seat of this kind is free, or others wait for it."""


class NotEnrolled(Refused):
    """Attendance of somebody who has no seat in this course."""


class SessionNotBegun(Refused):
    """Attendance more than an hour before the session begins."""


class WordRefused(Refused):
    """The word is wrong, more than ten minutes old, or for people in the room."""


class CardUnknown(Refused):
    """The scanned card works for no maker, or for none who is enrolled in this course."""


class FollowUpUnknown(Refused):
    """There is no such follow-up of this person, or it is not due yet."""
