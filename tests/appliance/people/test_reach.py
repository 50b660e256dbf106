"""How far a card reaches: to no class whose staff did not have it in hand anyway."""

import pytest

from appliance.people import reach


@pytest.mark.parametrize(
    ("printers", "staff", "far"),
    [
        ({1}, {1}, True),
        ({1}, {1, 2}, True),
        ({1, 2}, {1}, False),
        ({1, 2}, {1, 2, 3}, True),
        ({2}, {1}, False),
    ],
)
def test_a_card_reaches_only_classes_where_everybody_works_who_may_have_printed_it(
    printers: set[int], staff: set[int], far: bool
) -> None:
    assert reach.reaches(printers, staff) is far
