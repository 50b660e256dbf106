"""Hand-outs without marks, in JSON."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, UploadFile
from sqlmodel import Session
from starlette.responses import Response

from appliance import db as database
from appliance import models, words
from appliance.homework import assignments, deliveries, handouts
from appliance.homework.store import Store
from appliance.models import Handout
from web.api import PREFIX
from web.deps import ApiClass, ApiTeacher, Db, Language, TheParts, class_of
from web.uploads import keep_upload

router = APIRouter(prefix=PREFIX + "/classes/{slug}/handouts")


@router.get("")
def all_of(one: ApiClass, db: Db, parts: TheParts, language: Language) -> list[dict[str, Any]]:
    """The class's hand-outs, and how far each is on its way into the homes."""
    found = handouts.all_of(db, one.id or 0)
    return [_handout(db, parts.store, each, language) for each in found]


@router.post("", status_code=201)
def give(
    slug: str,
    teacher: ApiTeacher,
    parts: TheParts,
    language: Language,
    name: Annotated[str, Form()],
    file: Annotated[list[UploadFile] | None, File()] = None,
) -> dict[str, Any]:
    """Hand files, or what is in an archive, out to everybody; a name again is a new edition."""
    assignments.check_assignment_name(name)
    tree = keep_upload(parts.store, file or [])
    with database.writing(parts.database) as session:
        classroom = class_of(session, teacher.id or 0, slug)
        one = handouts.give(session, classroom.id or 0, name, tree, models.now())
        return _handout(session, parts.store, one, language)


@router.delete("/{name}", status_code=204)
def take_back(one: ApiClass, name: str, db: Db) -> Response:
    """Put it into no further home; what lies in homes stays."""
    handouts.take_back(db, handouts.find(db, one.id or 0, name))
    return Response(status_code=204)


def _handout(db: Session, store: Store, one: Handout, language: str) -> dict[str, Any]:
    entries, sent = store.tree(one.tree).entries, deliveries.progress(db, one)
    return {
        "name": one.name,
        "given": one.given.isoformat().replace("+00:00", "Z"),
        "files": [{"name": name, "bytes": size} for name, _, size in entries],
        "delivered": {
            "done": sent.done,
            "total": sent.total,
            "kept": [{"student": who, "files": list(kept)} for who, kept in sent.kept],
            "failed": [
                {"student": who, "message": words.spoken(why, language)} for who, why in sent.failed
            ],
        },
    }
