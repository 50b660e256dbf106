"""PINs: which are taken, and for which classes they are asked."""

import pytest
from sqlmodel import Session

from appliance.errors import Invalid
from appliance.models import Classroom
from appliance.people import pins


@pytest.mark.parametrize(
    "pin",
    [
        "0000", "1111", "1234", "4321", "0123", "7890", "9012", "2580", "1212", "1001", "6969",
        "123456", "987654", "112112", "121212", "11111111",
    ],
)  # fmt: skip
def test_what_anybody_would_try_first_is_trivial(pin: str) -> None:
    assert pins.trivial(pin)


@pytest.mark.parametrize("pin", ["7391", "4072", "8135", "739182", "102938", "5527"])
def test_other_digits_will_do(pin: str) -> None:
    assert not pins.trivial(pin)
    pins.check_new(pin, pin, [])


@pytest.mark.parametrize("pin", ["", "739", "7391827391827", "73a1", "７３９１", "-7391", " 7391"])
def test_a_pin_is_four_to_twelve_plain_digits(pin: str) -> None:
    with pytest.raises(Invalid, match="shape"):
        pins.check_new(pin, pin, [])


def test_a_pin_is_not_what_stands_on_the_class_list() -> None:
    with pytest.raises(Invalid, match="simple"):
        pins.check_new("4072", "4072", ["140723"])


def test_a_pin_is_asked_for_when_one_of_the_classes_wants_it(
    db_session: Session, biology: Classroom
) -> None:
    assert biology.id is not None
    assert not pins.wanted(db_session, [biology.id])
    biology.pin_required = True
    db_session.flush()
    assert pins.wanted(db_session, [biology.id, 999])
    assert not pins.wanted(db_session, [])
