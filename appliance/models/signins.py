"""Who is signed in, and what opens what."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from appliance.models.moments import Utc, now


class SignIn(SQLModel, table=True):
    """A browser that is signed in. `session_id` is shown to notebooks, the cookie is not kept.

    `enrolment_id` is the seat whose code opened it, None for a password; `device` describes the
    browser in a few words; while `pin_pending` it is not in yet.
    """

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    enrolment_id: int | None = Field(default=None, foreign_key="enrolment.id", index=True)
    device: str = ""
    pin_pending: bool = False
    cookie_digest: str = Field(unique=True)
    session_id: str = Field(unique=True)
    created: datetime = Field(default_factory=now, sa_type=Utc)
    expires: datetime = Field(sa_type=Utc)


class Token(SQLModel, table=True):
    """A bearer token, kept as a digest.

    `kind` is `server` (a notebook server's own), `oauth` (one browser at one server) or `api`.
    """

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    kind: str
    person_id: int = Field(foreign_key="person.id", index=True)
    enrolment_id: int | None = Field(default=None, foreign_key="enrolment.id", index=True)
    sign_in_id: int | None = Field(default=None, foreign_key="signin.id", index=True)
    expires: datetime | None = Field(default=None, sa_type=Utc)


class OauthCode(SQLModel, table=True):
    """A single-use code on its way from the hub to a notebook server."""

    digest: str = Field(primary_key=True)
    enrolment_id: int = Field(foreign_key="enrolment.id")
    person_id: int = Field(foreign_key="person.id")
    sign_in_id: int = Field(foreign_key="signin.id")
    redirect_uri: str
    challenge: str | None = None
    expires: datetime = Field(sa_type=Utc)


class OneTimeLink(SQLModel, table=True):
    """A link that lets a teacher set a password, once."""

    digest: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    expires: datetime = Field(sa_type=Utc)


class PasswordFailures(SQLModel, table=True):
    """Wrong passwords in a row for one account."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    count: int = 0
    last: datetime = Field(sa_type=Utc)
