"""The tables, and nothing else."""

from appliance.models.homework import (
    Assignment,
    Delivery,
    Edition,
    Handout,
    Job,
    OtherDue,
    Submission,
    Sweep,
)
from appliance.models.moments import Utc, now
from appliance.models.people import STAFF, Classroom, Enrolment, JoinRequest, Person, RosterDraft
from appliance.models.servers import Home, Lesson, Server
from appliance.models.signins import OauthCode, OneTimeLink, PasswordFailures, SignIn, Token

__all__ = [
    "STAFF",
    "Assignment",
    "Classroom",
    "Delivery",
    "Edition",
    "Enrolment",
    "Handout",
    "Home",
    "Job",
    "JoinRequest",
    "Lesson",
    "OauthCode",
    "OneTimeLink",
    "OtherDue",
    "PasswordFailures",
    "Person",
    "RosterDraft",
    "Server",
    "SignIn",
    "Submission",
    "Sweep",
    "Token",
    "Utc",
    "now",
]
