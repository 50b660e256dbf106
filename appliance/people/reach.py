"""How far a sign-in reaches: which seats it opens besides the one whose card was shown."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from appliance.models import Enrolment, SignIn


def reaches(printers: Collection[int], staff: Collection[int]) -> bool:
    """Whether a card of one class also opens its owner's seat in another.

    It does only when everybody who could ever have printed the card (`printers`) now works in the
    other class too (`staff`): whoever prints a card can use it, and must get nowhere by it that
    is closed to them otherwise.
    """
    return set(printers) <= set(staff)


@dataclass(frozen=True)
class Staff:
    """Who teaches or assists in a class, and who ever did."""

    now: frozenset[int] = frozenset()
    ever: frozenset[int] = frozenset()


Asked = tuple[SignIn, Enrolment, Enrolment | None]
"""Whether a sign-in opens a seat, with the seat whose card it showed."""


def opens(
    sign_in: SignIn, seat: Enrolment, shown: Enrolment | None, known: Mapping[int, Staff]
) -> bool:
    """Whether this sign-in opens the seat; `known` has the staff of all classes `crossed`."""
    if sign_in.person_id != seat.person_id or sign_in.pin_pending:
        return False
    if sign_in.enrolment_id in (None, seat.id):
        return True
    if not shown or shown.archived or shown.person_id != sign_in.person_id:
        return False
    return reaches(known[shown.classroom_id].ever, known[seat.classroom_id].now)


def crossed(asked: Iterable[Asked]) -> set[int]:
    """The classes between which a card of one is shown for a seat in another."""
    return {
        class_id
        for _, seat, shown in asked
        if shown and shown.id != seat.id
        for class_id in (shown.classroom_id, seat.classroom_id)
    }


def staff(db: Session, class_ids: Collection[int]) -> Mapping[int, Staff]:
    """The staff of each of these classes."""
    if not class_ids:
        return {}
    rows = select(Enrolment.classroom_id, Enrolment.person_id, Enrolment.archived)
    found = db.exec(rows.where(col(Enrolment.classroom_id).in_(class_ids), Enrolment.teaches)).all()
    return {
        one: Staff(
            frozenset(who for class_id, who, gone in found if class_id == one and not gone),
            frozenset(who for class_id, who, _ in found if class_id == one),
        )
        for one in class_ids
    }
