"""Codes, passwords and links in; a signed-in browser out."""

import math
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete
from sqlmodel import Session, col, select

from appliance import keys
from appliance.errors import Invalid, NotAllowed, NotFound, TooMany
from appliance.models import (
    Enrolment,
    OauthCode,
    OneTimeLink,
    PasswordFailures,
    Person,
    SignIn,
    Token,
)
from appliance.people import passwords

SIGN_IN_LASTS = timedelta(hours=14)  # a school day; tomorrow the card is shown again
LINK_LASTS = timedelta(days=2)
FREE_FAILURES = 10
LONGEST_WAIT_S = 3600
CODE = "sign-in code"
WRONG_PASSWORD = "Name and password do not fit. Check both and try again."


def find_code(db: Session, key: keys.Key, canonical: str) -> Enrolment | None:
    """The enrolment whose code has this digest; the slow hash is still to be verified."""
    wanted = col(Enrolment.code_digest) == key.sign(CODE, canonical)
    return db.exec(select(Enrolment).where(wanted, ~col(Enrolment.archived))).first()


def set_code(enrolment: Enrolment, key: keys.Key, canonical: str, code_hash: str) -> None:
    """Give a seat a new code; the old one stops working."""
    enrolment.code_digest = key.sign(CODE, canonical)
    enrolment.code_hash = code_hash


def open_sign_in(db: Session, person_id: int, now: datetime) -> tuple[str, SignIn]:
    """A new sign-in and the cookie's value, which is nowhere kept."""
    cookie = keys.new_token()
    sign_in = SignIn(
        person_id=person_id,
        cookie_digest=keys.digest(cookie),
        session_id=keys.new_token(),
        expires=now + SIGN_IN_LASTS,
    )
    db.add(sign_in)
    db.flush()
    return cookie, sign_in


def find_sign_in(db: Session, cookie: str, now: datetime) -> tuple[SignIn, Person] | None:
    """Who this browser is, if it is signed in."""
    found = db.exec(
        select(SignIn, Person)
        .where(col(SignIn.cookie_digest) == keys.digest(cookie))
        .where(col(SignIn.expires) > now)
        .where(col(SignIn.person_id) == col(Person.id))
    ).first()
    return (found[0], found[1]) if found else None


def close_sign_ins(db: Session, person_id: int, *, only: int | None = None) -> None:
    """End a person's sign-ins, or `only` one, and every token notebooks got through them."""
    mine = col(SignIn.person_id) == person_id
    _end(db, mine if only is None else mine & (col(SignIn.id) == only))


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


def make_link(db: Session, person_id: int, now: datetime) -> str:
    """A one-time link's secret for this teacher; earlier links stop working."""
    db.exec(delete(OneTimeLink).where(col(OneTimeLink.person_id) == person_id))
    secret = keys.new_token()
    db.add(OneTimeLink(digest=keys.digest(secret), person_id=person_id, expires=now + LINK_LASTS))
    return secret


def find_link(db: Session, secret: str, now: datetime) -> Person:
    """Whose link this is, or a sentence on how to get another."""
    link = db.get(OneTimeLink, keys.digest(secret))
    person = link and link.expires > now and db.get(Person, link.person_id)
    if not person:
        raise NotFound(
            "one-time link unknown, used or expired",
            say="This link was used already or is too old. On the machine that runs Homeroom, "
            "./homeroom teacher NAME makes a new one.",
        )
    return person


def check_new_password(password: str) -> None:
    """Refuse what is too short."""
    if len(password) < passwords.SHORTEST:
        raise Invalid(
            "password too short",
            say=f"A password needs at least {passwords.SHORTEST} characters; "
            "four ordinary words do well.",
        )


def use_link(db: Session, secret: str, password_hash: str, now: datetime) -> Person:
    """Set the password of the link's teacher; link and old sign-ins end."""
    person = find_link(db, secret, now)
    person.password_hash = password_hash
    db.exec(delete(OneTimeLink).where(col(OneTimeLink.person_id) == person.id))
    db.exec(delete(PasswordFailures).where(col(PasswordFailures.person_id) == person.id))
    assert person.id is not None
    close_sign_ins(db, person.id)
    return person


def wait_after(failures: int) -> int:
    """Seconds to wait after that many wrong passwords in a row: none, then doubling."""
    if failures < FREE_FAILURES:
        return 0
    return min(LONGEST_WAIT_S, 1 << (failures - FREE_FAILURES + 1))


def check_not_waiting(db: Session, person: Person, now: datetime) -> None:
    """Refuse to try a password while the account has to wait."""
    failures = db.get(PasswordFailures, person.id)
    if not failures:
        return
    ready = failures.last + timedelta(seconds=wait_after(failures.count))
    wait_s = math.ceil((ready - now).total_seconds())
    if wait_s > 0:
        raise TooMany(
            f"account {person.id} waits after {failures.count} wrong passwords",
            say=f"Too many wrong passwords for this name. Try again in {wait_s} seconds.",
            wait_s=wait_s,
        )


def note_password(db: Session, person: Person, *, right: bool, now: datetime) -> None:
    """Count a wrong password; a right one clears the count."""
    failures = db.get(PasswordFailures, person.id)
    if right:
        if failures:
            db.delete(failures)
        return
    assert person.id is not None
    failures = failures or PasswordFailures(person_id=person.id, count=0, last=now)
    failures.count += 1
    failures.last = now
    db.add(failures)


def find_teacher(db: Session, name: str) -> Person | None:
    """The teacher of this name."""
    named = select(Person).where(col(Person.name) == name.strip().lower(), col(Person.teacher))
    return db.exec(named).first()


def refuse_password() -> NotAllowed:
    """The same answer whatever was wrong."""
    return NotAllowed("wrong name or password", say=WRONG_PASSWORD)
