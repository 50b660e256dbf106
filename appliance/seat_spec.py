"""The Spec of a seat: whose container it is, within which limits, and what it is told."""

from sqlmodel import Session

from appliance.keys import Key
from appliance.models import Server
from appliance.people import access
from appliance.servers import wishes
from appliance.servers.environment import Place, Secrets, environment
from appliance.servers.limits import limits
from appliance.servers.rules import person_uid
from appliance.servers.spec import Role, Spec
from appliance.settings import Settings


def seat_spec(
    session: Session,
    settings: Settings,
    key: Key,
    seat: access.Seat,
    server: Server,
    *,
    early_kernel: bool,
) -> Spec:
    """What the launcher needs for this start; the seat gets its port and a new token on the way.

    `early_kernel`: it is to make one before anybody asks.
    """
    enrolment = seat.enrolment
    role: Role = "teacher" if enrolment.teaches else "student"
    may = limits(seat.classroom, settings)
    place = Place(
        name=seat.person.name,
        slug=seat.classroom.slug,
        role=role,
        prefix=seat.prefix,
        port=wishes.ensure_port(session, enrolment, settings.seat_ports),
        client_id=seat.client_id,
        scope=seat.scope,
        early_kernel=early_kernel,
    )
    secrets = Secrets(
        token=access.new_server_token(session, seat),
        cookies=key.sign("seat cookies", str(seat.id)),
    )
    return Spec(
        seat=seat.id,
        start=server.start,
        classroom=enrolment.classroom_id,
        name=seat.person.name,
        role=role,
        uid=person_uid(enrolment.person_id),
        image=settings.course_image,
        memory_mb=may.memory_mb,
        cpus=may.cpus,
        pids=may.pids,
        home_mb=may.home_mb,
        env=environment(settings, place, secrets),
    )
