"""What can be told to a person: each error has a terse face for the log and a sentence to show."""

from roster.sentence import Sentence, as_is


class HomeroomError(Exception):
    """Something a person can understand and do something about.

    What is only ever told to another program needs no sentence: there the message stands in.
    """

    def __init__(self, message: str, *, say: Sentence | None = None) -> None:
        super().__init__(message)
        self.say = say or as_is(message)


class NotFound(HomeroomError):
    """There is no such thing, or it is not for this person to know."""


class NotAllowed(HomeroomError):
    """The person is known and may not do this."""


class Invalid(HomeroomError):
    """What was given cannot be used."""


class TooLarge(Invalid):
    """There is more of it than may be."""


class Conflict(HomeroomError):
    """It clashes with what is there already."""


class Unavailable(HomeroomError):
    """A part that is needed does not answer, or there is no room; later it may."""


class Away(Unavailable):
    """A part that comes back by itself does not answer: what was wished stands until it does."""


class TooMany(HomeroomError):
    """Too many tries; `wait_s` seconds must pass before the next one counts."""

    def __init__(self, message: str, *, say: Sentence, wait_s: int) -> None:
        super().__init__(message, say=say)
        self.wait_s = wait_s
