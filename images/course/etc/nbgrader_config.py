"""nbgrader in a seat: the exchange is the hub, and student code never runs here."""

import os

c = get_config()  # type: ignore[name-defined]  # noqa: F821

home = os.path.expanduser("~")

c.CourseDirectory.course_id = os.environ.get("HOMEROOM_COURSE", "")
c.Exchange.assignment_dir = home
c.Exchange.path_includes_course = False
c.ExchangeFactory.exchange = "homeroom_exchange.exchange.HubExchange"
c.ExchangeFactory.list = "homeroom_exchange.list.HubList"
c.ExchangeFactory.fetch_assignment = "homeroom_exchange.fetch.HubFetchAssignment"
c.ExchangeFactory.submit = "homeroom_exchange.submit.HubSubmit"
c.ExchangeFactory.fetch_feedback = "homeroom_exchange.feedback.HubFetchFeedback"
c.ExchangeFactory.release_assignment = "homeroom_exchange.release.HubReleaseAssignment"
c.ExchangeFactory.collect = "homeroom_exchange.collect.HubCollect"
c.ExchangeFactory.release_feedback = "homeroom_exchange.feedback.HubReleaseFeedback"

# Grading happens on the hub, in sealed containers; here it is refused before a file is touched.
c.Autograde.exporter_class = "homeroom_grading.seat.RefuseAutograde"

# What formgrader shows of a student's work must not run in the teacher's browser.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {"markdown2html": "homeroom_grading.pages.clean_markdown"}
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "homeroom_grading.feedback.HideTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]

if os.environ.get("HOMEROOM_ROLE") == "teacher":
    c.CourseDirectory.root = os.path.join(home, "course")
    c.CourseDirectory.groupshared = True
