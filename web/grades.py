"""The gradebook as a file that others read."""

from starlette.responses import Response

from appliance import db
from appliance.homework import gradebook
from appliance.models import Classroom
from appliance.people import enrolment
from web.deps import class_of
from web.parts import Parts


def grades_file(parts: Parts, teacher_id: int, slug: str, format_: str) -> Response:
    """Ask the gradebook, and write its answer in a format others read."""
    if format_ not in gradebook.FORMATS:
        gradebook.export(format_, (), ())
    with db.reading(parts.database) as session:
        classroom: Classroom = class_of(session, teacher_id, slug)
        students = [_student(one) for one in enrolment.students(session, classroom.id or 0)]
    text = gradebook.export(format_, parts.work.grades(classroom), students)
    disposition = f'attachment; filename="grades-{slug}-{format_}.csv"'
    # Excel takes UTF-8 for what it is only when a mark says so; Canvas and Moodle read both.
    return Response(
        "\ufeff" + text,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _student(one: enrolment.Member) -> gradebook.Student:
    facts = one.enrolment
    return gradebook.Student(
        name=one.person.name,
        display_name=one.person.display_name,
        student_id=facts.student_id,
        login=facts.login,
        email=facts.email,
        section=facts.section,
    )
