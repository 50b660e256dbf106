"""A class in numbers, counted by the database whatever its size, and its people with servers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from appliance.models import Enrolment, Person, Server
from appliance.people import sessions
from appliance.people.enrolment import Member
from appliance.servers import wishes
from roster.sentence import Sentence

LATELY = timedelta(hours=16)
"""A class that was started within this time has had its lesson today; homework is next then."""
FEW = 60
"""Of a larger class only so many are drawn, and as many more of those in trouble or waiting."""


@dataclass(frozen=True)
class Row:
    """A student and the own server."""

    member: Member
    server: Server

    @property
    def said(self) -> Sentence | None:
        """Why the server ended, when there is something to tell."""
        return wishes.said(self.server)

    @property
    def trouble(self) -> Sentence | None:
        """What went wrong with the server, when somebody should look."""
        return self.said if self.server.troubled else None

    def note(self, now: datetime) -> Sentence | None:
        """What happened lately in a server that goes on."""
        return wishes.noted(self.server, now)


@dataclass(frozen=True)
class Counts:
    """The class in numbers."""

    students: int = 0
    here: Collection[int] = frozenset()
    """The seats of those who are signed in."""
    ready: int = 0
    starting: int = 0
    queued: int = 0
    short: int = 0
    """Of the queued, those that wait for memory."""
    trouble: int = 0
    cardless: int = 0
    """Students without a code; guests need none."""
    lately: int = 0
    """Whose server was asked for within LATELY."""

    @property
    def signed_in(self) -> int:
        return len(self.here)

    @property
    def going(self) -> int:
        return self.ready + self.starting + self.queued

    @property
    def moving(self) -> bool:
        """Whether another look will soon show something else."""
        return bool(self.starting or self.queued)


def counts(db: Session, class_ids: Collection[int], now: datetime) -> Mapping[int, Counts]:
    """Each of these classes in numbers."""
    here = sessions.here(db, class_ids, now)
    state, student = col(Server.state), col(Enrolment.role) == "student"
    claims: dict[str, ColumnElement[bool]] = {
        "ready": state == "ready",
        "starting": state == "starting",
        "queued": state == "queued",
        "short": col(Server.reason) == wishes.FOR_MEMORY,
        "trouble": Server.troubled,  # type: ignore[dict-item]
        "cardless": student & col(Enrolment.code_digest).is_(None),
        "lately": col(Server.asked) > now - LATELY,
    }
    totals: Any = select(
        col(Enrolment.classroom_id),
        func.count().label("students"),
        *(func.count().filter(claim).label(name) for name, claim in claims.items()),
    )
    in_class = col(Enrolment.classroom_id).in_(class_ids) & _counted()
    rows = db.exec(_with_server(totals).where(in_class).group_by(col(Enrolment.classroom_id)))
    found = {row.classroom_id: row._mapping for row in rows}
    return {
        one: Counts(
            here=frozenset(here[one]),
            **{name: found[one][name] if one in found else 0 for name in ("students", *claims)},
        )
        for one in class_ids
    }


def rows(db: Session, classroom_id: int, *, most: int | None = None) -> list[Row]:
    """The class's students by section and name, with their servers.

    With `most`, only so many of them, and as many more of those in trouble or waiting.
    """
    in_class = (col(Enrolment.classroom_id) == classroom_id) & _counted()
    ids: Any = _with_server(select(col(Enrolment.id)).join(Person)).where(in_class)
    chosen: Any = select(Enrolment, Person, Server).join(Person)
    chosen = _with_server(chosen).where(in_class)
    if most is not None:
        first = ids.order_by(col(Enrolment.section), func.lower(Person.display_name))
        troubled: Any = Server.troubled
        urgent = ids.where(troubled | (col(Server.state) == "queued"))
        urgent = urgent.order_by(troubled.desc(), col(Server.asked))
        number = col(Enrolment.id)
        chosen = chosen.where(number.in_(first.limit(most)) | number.in_(urgent.limit(most)))
    found = [
        Row(Member(seat, person), server or Server(enrolment_id=seat.id))
        for seat, person, server in db.exec(chosen)
    ]
    return sorted(found, key=_by_section_and_name)


def troubles(rows: Iterable[Row]) -> list[tuple[Sentence, list[Row]]]:
    """What went wrong, each thing once with whom it concerns; what concerns most comes first."""
    found: dict[Sentence, list[Row]] = {}
    for row in rows:
        if row.trouble:
            found.setdefault(row.trouble, []).append(row)
    return sorted(found.items(), key=lambda one: -len(one[1]))


def _counted() -> ColumnElement[bool]:
    return ~col(Enrolment.archived) & ~Enrolment.teaches


def _with_server(rows: Any) -> Any:
    """Whoever never asked for a server is there too."""
    return rows.outerjoin(Server, col(Server.enrolment_id) == col(Enrolment.id))


def _by_section_and_name(row: Row) -> tuple[str, str]:
    return row.member.enrolment.section, row.member.person.display_name.casefold()
