"""What students fetched themselves, kept beside what we put into their homes."""

from datetime import datetime

from sqlmodel import Session, col, select

from appliance.models import Assignment, Delivery


def note(db: Session, assignment: Assignment, enrolment_id: int, now: datetime) -> None:
    """This home has the assignment, as it is now unless it had an earlier edition.

    That may still lie there, for a fetch can also bring only what is missing: so it is left to an
    update, which looks at what is there.
    """
    mine = select(Delivery).where(
        col(Delivery.enrolment_id) == enrolment_id, col(Delivery.assignment_id) == assignment.id
    )
    row = db.exec(mine).first() or Delivery(enrolment_id=enrolment_id, assignment_id=assignment.id)
    if row.tree is None:
        row.tree, row.at, row.say = assignment.tree, now, ""
        db.add(row)
