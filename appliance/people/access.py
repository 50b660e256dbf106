"""Who may enter which server: tokens, OAuth codes and scopes of the JupyterHub protocol."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from appliance import keys
from appliance.errors import Invalid, NotAllowed
from appliance.models import Classroom, Enrolment, OauthCode, Person, SignIn, Token
from appliance.people import reach

CODE_LASTS = timedelta(minutes=5)
OAUTH_TOKEN_LASTS = timedelta(days=14)
API_TOKEN_LASTS = timedelta(days=365)


@dataclass(frozen=True)
class Seat:
    """One person's server in one class, as addresses name it."""

    enrolment: Enrolment
    person: Person
    classroom: Classroom

    @property
    def id(self) -> int:
        assert self.enrolment.id is not None
        return self.enrolment.id

    @property
    def prefix(self) -> str:
        return f"/user/{self.person.name}/{self.classroom.slug}/"

    @property
    def client_id(self) -> str:
        """The OAuth client; it names a cookie, so it is opaque and needs no escaping."""
        return f"jupyterhub-seat-{self.id}"

    @property
    def scope(self) -> str:
        return f"access:servers!server={self.person.name}/{self.classroom.slug}"


_seats = (
    select(Enrolment, Person, Classroom)
    .where(col(Enrolment.person_id) == col(Person.id))
    .where(col(Enrolment.classroom_id) == col(Classroom.id))
    .where(~col(Enrolment.archived), ~col(Classroom.archived))
    # A class's whole roster as it was uploaded; nobody who asks for a seat wants that.
    .options(defer(Classroom.roster_data))  # type: ignore[arg-type]
)


_SEAT = _seats.where(col(Enrolment.id) == bindparam("enrolment_id"))
_SEATS_OF = _seats.where(col(Person.id) == bindparam("person_id")).order_by(col(Classroom.title))


def seat_by_id(db: Session, enrolment_id: int) -> Seat | None:
    """The seat of this number, unless it or its class is archived."""
    row = db.exec(_SEAT, params={"enrolment_id": enrolment_id}).first()
    return Seat(*row) if row else None


def seat_by_name(db: Session, name: str, slug: str) -> Seat | None:
    """The seat behind `/user/NAME/SLUG/`."""
    wanted = _seats.where(col(Person.name) == name, col(Classroom.slug) == slug)
    row = db.exec(wanted).first()
    return Seat(*row) if row else None


def seat_of_client(db: Session, client_id: str) -> Seat | None:
    """The seat of an OAuth client."""
    number = client_id.removeprefix("jupyterhub-seat-")
    return seat_by_id(db, int(number)) if keys.is_number(number) else None


def seats_of(db: Session, person_id: int, sign_in: SignIn | None = None) -> list[Seat]:
    """Every seat of a person, in the order of the classes; only those `sign_in` opens, if given."""
    seats = [Seat(*row) for row in db.exec(_SEATS_OF, params={"person_id": person_id})]
    if sign_in is None:
        return seats
    shown = db.get(Enrolment, sign_in.enrolment_id) if sign_in.enrolment_id else None
    asked = [(sign_in, seat.enrolment, shown) for seat in seats]
    known = reach.staff(db, reach.crossed(asked))
    return [seat for seat, one in zip(seats, asked, strict=True) if reach.opens(*one, known)]


def may_enter(db: Session, sign_in: SignIn, seat: Seat) -> bool:
    """Whether this sign-in opens the seat: only to its owner, and only as far as the card goes.

    A password opens all seats of its owner. A card opens the seat it was printed for, and those
    that it reaches.
    """
    shown = db.get(Enrolment, sign_in.enrolment_id) if sign_in.enrolment_id else None
    asked = (sign_in, seat.enrolment, shown)
    return reach.opens(*asked, reach.staff(db, reach.crossed([asked])))


# Tokens


_BY_DIGEST = select(Token).where(col(Token.digest) == bindparam("digest"))
_OWN = select(Token).where(
    col(Token.enrolment_id) == bindparam("enrolment_id"), col(Token.kind) == "server"
)


def new_server_token(db: Session, seat: Seat) -> str:
    """A notebook server's own token, which is also its OAuth secret; the last one ends.

    The browsers' tokens go on with the next server, as long as the sign-ins behind them: a tab
    that stays open keeps what was typed in it, and must be able to save.
    """
    drop_server_token(db, seat.id)
    return _new_token(db, "server", seat.person, enrolment_id=seat.id, expires=None)


def drop_server_token(db: Session, enrolment_id: int) -> None:
    """End what a seat's server itself may do."""
    own = col(Token.enrolment_id) == enrolment_id, col(Token.kind) == "server"
    db.exec(delete(Token).where(*own))


def drop_tokens(db: Session, enrolment_id: int) -> None:
    """End what a seat's server and the browsers at it may do."""
    db.exec(delete(Token).where(col(Token.enrolment_id) == enrolment_id))
    db.exec(delete(OauthCode).where(col(OauthCode.enrolment_id) == enrolment_id))


def new_api_token(db: Session, person: Person, now: datetime) -> str:
    """A token for scripts; it may do what its teacher may."""
    return _new_token(db, "api", person, expires=now + API_TOKEN_LASTS)


def _new_token(
    db: Session,
    kind: str,
    person: Person,
    *,
    enrolment_id: int | None = None,
    sign_in_id: int | None = None,
    expires: datetime | None,
) -> str:
    token = keys.new_token()
    assert person.id is not None
    db.add(
        Token(
            digest=keys.digest(token),
            kind=kind,
            person_id=person.id,
            enrolment_id=enrolment_id,
            sign_in_id=sign_in_id,
            expires=expires,
        )
    )
    db.flush()
    return token


def find_token(db: Session, token: str, now: datetime) -> Token | None:
    """The token's row, while it is good."""
    found = db.exec(_BY_DIGEST, params={"digest": keys.digest(token)}).first()
    return found if found and (found.expires is None or found.expires > now) else None


def scopes(db: Session, token: Token) -> list[str]:
    """What a token may do, worked out anew at every question so that lost rights are lost."""
    person = db.get(Person, token.person_id)
    seat = token.enrolment_id and seat_by_id(db, token.enrolment_id)
    if not person or not seat or not _may_use(db, token, seat):
        return []
    mine = [seat.scope, f"read:users:name!user={person.name}"]
    mine.append(f"read:users:groups!user={person.name}")
    if token.kind == "server":
        mine.append(f"users:activity!user={person.name}")
    return mine


def _may_use(db: Session, token: Token, seat: Seat) -> bool:
    """A browser's token is as good as the sign-in behind it; a server's own is its seat's."""
    if token.kind == "server":
        return token.person_id == seat.person.id
    sign_in = db.get(SignIn, token.sign_in_id) if token.sign_in_id else None
    return sign_in is not None and may_enter(db, sign_in, seat)


# OAuth


def give_code(
    db: Session,
    seat: Seat,
    sign_in: SignIn,
    redirect_uri: str,
    challenge: str | None,
    now: datetime,
) -> str:
    """A code for a browser that may enter the seat."""
    assert sign_in.id is not None
    code = keys.new_token()
    db.add(
        OauthCode(
            digest=keys.digest(code),
            enrolment_id=seat.id,
            person_id=sign_in.person_id,
            sign_in_id=sign_in.id,
            redirect_uri=redirect_uri,
            challenge=challenge,
            expires=now + CODE_LASTS,
        )
    )
    return code


def check_client(db: Session, client_id: str, secret: str) -> Seat:
    """The seat whose server proves itself with its own token."""
    seat = seat_of_client(db, client_id)
    own = seat and db.exec(_OWN, params={"enrolment_id": seat.id}).first()
    if not seat or not own or not hmac.compare_digest(own.digest, keys.digest(secret)):
        raise NotAllowed("OAuth client or secret is wrong")
    return seat


def take_code(db: Session, code: str) -> OauthCode:
    """Take a code out of the database. Commit this whatever the check says: it works only once."""
    found = db.get(OauthCode, keys.digest(code))
    if not found:
        raise Invalid("OAuth code unknown or used")
    db.expunge(found)
    if db.exec(delete(OauthCode).where(col(OauthCode.digest) == found.digest)).rowcount != 1:
        raise Invalid("OAuth code used meanwhile")
    return found


def trade_code(
    db: Session,
    seat: Seat,
    code: OauthCode,
    redirect_uri: str,
    verifier: str,
    now: datetime,
) -> str:
    """A token for the browser that the taken code was given to."""
    if code.expires <= now or code.enrolment_id != seat.id:
        raise Invalid("OAuth code expired or given for another server")
    if code.redirect_uri != redirect_uri:
        raise Invalid("OAuth redirect_uri differs from the one the code was given for")
    if code.challenge and not _proves(code.challenge, verifier):
        raise Invalid("OAuth code_verifier does not fit the challenge")
    person, sign_in = db.get(Person, code.person_id), db.get(SignIn, code.sign_in_id)
    if not person or not sign_in or not may_enter(db, sign_in, seat):
        raise Invalid("OAuth code of somebody who signed out or may not enter")
    lasts = min(now + OAUTH_TOKEN_LASTS, sign_in.expires)
    owner = {"enrolment_id": seat.id, "sign_in_id": code.sign_in_id}
    return _new_token(db, "oauth", person, expires=lasts, **owner)


def _proves(challenge: str, verifier: str) -> bool:
    """PKCE with S256 (RFC 7636)."""
    hashed = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    return hmac.compare_digest(hashed.rstrip(b"=").decode(), challenge)
