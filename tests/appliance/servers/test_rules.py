"""Every person has a uid for good, and no class's gid and no sealed job's is among them."""

from appliance.servers.container import JOB_UID, NOBODY, class_gid
from appliance.servers.rules import CLASSROOMS, is_person, person_uid


def test_everybody_has_a_uid_of_their_own_however_many_came_before() -> None:
    people = [1, 9_999, 10_000, 10_001, 3_000_000]
    uids = [person_uid(one) for one in people]
    assert uids == [20_001, 29_999, 1_000_000, 1_000_001, 3_990_000]
    assert all(is_person(uid) for uid in uids)


def test_nobody_has_the_number_of_a_class_a_job_or_the_machines_own() -> None:
    others = {0, 1000, JOB_UID, NOBODY, class_gid(CLASSROOMS[0]), class_gid(CLASSROOMS[-1])}
    assert not any(is_person(other) for other in others)
