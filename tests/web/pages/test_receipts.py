"""A student's receipts, to be printed."""

from appliance import db
from appliance.homework import submissions
from appliance.models import Submission
from tests.web.conftest import Hub
from tests.web.pages.test_desk import TREE, hand_out

RECEIPTS = "/hub/desk/biology-1/receipts"


def test_every_version_is_listed_with_receipt_and_digest(hub: Hub) -> None:
    hand_out(hub)
    page = hub.student("ana").get(RECEIPTS).text
    with db.reading(hub.school.database) as session:
        receipt = submissions.receipt(session.get_one(Submission, 1))
    assert "Squares" in page and receipt in page and TREE.digest in page


def test_nobody_sees_the_receipts_of_another(hub: Hub) -> None:
    hand_out(hub)
    assert "Squares" not in hub.student("cleo").get(RECEIPTS).text
    assert hub.student("ben").get(RECEIPTS).status_code == 403


def test_the_desk_leads_there_once_something_was_handed_in(hub: Hub) -> None:
    hand_out(hub)
    assert RECEIPTS in hub.student("ana").get("/hub/desk").text
    assert RECEIPTS not in hub.student("cleo").get("/hub/desk").text
