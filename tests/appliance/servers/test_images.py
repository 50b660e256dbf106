"""How large files are that have a file system in them."""

import pytest

from appliance.servers.images import MB, size


@pytest.mark.parametrize("limit_mb", [50, 100, 2048, 2**20])
def test_a_file_is_a_little_larger_than_what_it_may_hold(limit_mb: int) -> None:
    assert limit_mb * MB < size(limit_mb) <= limit_mb * MB * 1.02 + 9 * MB
    assert size(limit_mb) % MB == 0
