"""Codes, passwords and links in; a signed-in browser out."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, bindparam, delete
from sqlmodel import Session, col, select

from appliance import keys
from appliance.errors import Invalid, NotAllowed, NotFound
from appliance.models import (
    Classroom,
    Enrolment,
    OauthCode,
    OneTimeLink,
    Person,
    SignIn,
    Token,
)
from appliance.people import common, failures, passwords
from roster.sentence import sentence

SIGN_IN_LASTS = timedelta(hours=14)  # a school day; tomorrow the card is shown again
PIN_WAITS = timedelta(minutes=15)
LINK_LASTS = timedelta(days=2)
EVERYWHERE = timedelta(hours=12)  # until a day is over in the last of all zones
CODE = "sign-in code"


# Codes


# A class comes at once, and each of these questions takes longer to put together than to ask.
_BY_CODE = (
    select(Enrolment)
    .join(Classroom, col(Classroom.id) == col(Enrolment.classroom_id))
    .where(col(Enrolment.code_digest) == bindparam("digest"))
    .where(~col(Enrolment.archived), ~col(Classroom.archived))
)


def find_code(db: Session, key: keys.Key, canonical: str) -> Enrolment | None:
    """The enrolment whose code has this digest; the slow hash is still to be verified."""
    return db.exec(_BY_CODE, params={"digest": key.sign(CODE, canonical)}).first()


def set_code(enrolment: Enrolment, key: keys.Key, canonical: str, code_hash: str) -> None:
    """Give a seat a new code; the old one stops working."""
    enrolment.code_digest = key.sign(CODE, canonical)
    enrolment.code_hash = code_hash


def void_code(db: Session, enrolment: Enrolment) -> None:
    """End a seat's code, and whoever used it."""
    enrolment.code_digest = enrolment.code_hash = None
    close_seat(db, enrolment)


def over(last_day: date | None) -> datetime | None:
    """The moment a class's codes end: when its last day is over wherever the class may be."""
    if last_day is None:
        return None
    return datetime.combine(last_day + timedelta(days=1), time(), UTC) + EVERYWHERE


def check_goes_on(db: Session, enrolment: Enrolment, now: datetime) -> None:
    """Refuse a right code whose time is up."""
    ends = _seat_ends(db, enrolment.id)
    if ends and ends <= now:
        raise NotAllowed("class is over", say=sentence("signin-class-over"))


def _seat_ends(db: Session, enrolment_id: int | None) -> datetime | None:
    seat = db.get(Enrolment, enrolment_id) if enrolment_id else None
    classroom = seat and db.get(Classroom, seat.classroom_id)
    if not seat or not classroom:
        return None
    return min(filter(None, (seat.until, over(classroom.ends))), default=None)


# Sign-ins


def open_sign_in(
    db: Session,
    person_id: int,
    now: datetime,
    *,
    enrolment_id: int | None = None,
    device: str = "",
) -> tuple[str, SignIn]:
    """A new sign-in and the cookie's value, which is nowhere kept.

    `enrolment_id` is the seat whose code was shown; the sign-in ends with that seat's time.
    """
    cookie, lasts = keys.new_token(), now + SIGN_IN_LASTS
    sign_in = SignIn(
        person_id=person_id,
        enrolment_id=enrolment_id,
        device=device,
        cookie_digest=keys.digest(cookie),
        session_id=keys.new_token(),
        expires=min(lasts, _seat_ends(db, enrolment_id) or lasts),
    )
    db.add(sign_in)
    db.flush()
    return cookie, sign_in


def ask_pin_first(sign_in: SignIn, now: datetime) -> None:
    """Let this sign-in enter nothing yet; without the PIN it soon ends."""
    sign_in.pin_pending = True
    sign_in.expires = min(sign_in.expires, now + PIN_WAITS)


# Every page begins with this question; to put it together anew takes as long as to ask it.
_BY_COOKIE = (
    select(SignIn, Person)
    .where(col(SignIn.cookie_digest) == bindparam("digest"))
    .where(col(SignIn.expires) > bindparam("now"))
    .where(col(SignIn.pin_pending) == bindparam("pin_pending"))
    .where(col(SignIn.person_id) == col(Person.id))
)


def find_sign_in(
    db: Session, cookie: str, now: datetime, *, pin_pending: bool = False
) -> tuple[SignIn, Person] | None:
    """Who this browser is, if it is in; with `pin_pending`, if all it lacks is the PIN."""
    asked = {"digest": keys.digest(cookie), "now": now, "pin_pending": pin_pending}
    found = db.exec(_BY_COOKIE, params=asked).first()
    return (found[0], found[1]) if found else None


def close_sign_ins(db: Session, person_id: int, *, only: int | None = None) -> None:
    """End a person's sign-ins, or `only` one, and every token notebooks got through them."""
    mine = col(SignIn.person_id) == person_id
    _end(db, mine if only is None else mine & (col(SignIn.id) == only))


def close_seat(db: Session, enrolment: Enrolment) -> None:
    """End whoever came in by this seat's code; a card of another class is another matter."""
    opened = col(SignIn.enrolment_id)
    by_code = (opened == enrolment.id) | opened.is_(None)
    _end(db, (col(SignIn.person_id) == enrolment.person_id) & by_code)


def close_browser(db: Session, cookie: str) -> None:
    """End what this browser, if it shows a cookie, was signed in as before, whoever that was."""
    if cookie:
        _end(db, col(SignIn.cookie_digest) == keys.digest(cookie))


def forget_expired(db: Session, now: datetime) -> None:
    """Remove what has run out by itself."""
    _end(db, col(SignIn.expires) < now)
    for table in (OauthCode, OneTimeLink, Token):
        db.exec(delete(table).where(col(table.expires) < now))


def _end(db: Session, which: ColumnElement[bool]) -> None:
    ids = select(SignIn.id).where(which)
    db.exec(delete(Token).where(col(Token.sign_in_id).in_(ids)))
    db.exec(delete(OauthCode).where(col(OauthCode.sign_in_id).in_(ids)))
    db.exec(delete(SignIn).where(which))


# Teachers


def make_link(db: Session, person_id: int, now: datetime) -> str:
    """A one-time link's secret for this teacher; earlier links stop working."""
    drop_links(db, person_id)
    secret = keys.new_token()
    db.add(OneTimeLink(digest=keys.digest(secret), person_id=person_id, expires=now + LINK_LASTS))
    return secret


def drop_links(db: Session, person_id: int) -> None:
    """End the one-time links to this account that nobody used."""
    db.exec(delete(OneTimeLink).where(col(OneTimeLink.person_id) == person_id))


def find_link(db: Session, secret: str, now: datetime) -> Person:
    """Whose link this is, or a sentence on how to get another."""
    link = db.get(OneTimeLink, keys.digest(secret))
    person = link and link.expires > now and db.get(Person, link.person_id)
    if not person:
        raise NotFound(
            "one-time link unknown, used or expired", say=sentence("signin-link-not-good")
        )
    return person


def use_link(db: Session, secret: str, password_hash: str, now: datetime) -> Person:
    """Set the password of the link's teacher; link and old sign-ins end."""
    person = find_link(db, secret, now)
    assert person.id is not None
    person.password_hash = password_hash
    drop_links(db, person.id)
    failures.clear(db, person.id)
    close_sign_ins(db, person.id)
    return person


def check_new_password(password: str, about: Iterable[str] = ()) -> None:
    """Refuse what is too short, or what anybody would try first."""
    if len(password) < passwords.SHORTEST:
        say = sentence("password-too-short", least=passwords.SHORTEST)
        raise Invalid("password too short", say=say)
    if common.too_common(password, about):
        raise Invalid("password too common", say=sentence("password-too-common"))


def known_about(db: Session, person: Person) -> list[str]:
    """The words anybody would guess this teacher's password from: names, and titles of classes."""
    titles = (
        select(Classroom.title)
        .join(Enrolment, col(Enrolment.classroom_id) == col(Classroom.id))
        .where(col(Enrolment.person_id) == person.id)
    )
    return [person.name, person.display_name, *db.exec(titles)]


def find_teacher(db: Session, name: str) -> Person | None:
    """The teacher or assistant of this name."""
    named = select(Person).where(col(Person.name) == name.strip().lower(), col(Person.teacher))
    return db.exec(named).first()
