"""One image for both roles: what a student's and a teacher's server switch on.

This is tidiness, not a lock: people own their servers, and the hub checks roles on every call.
"""

import contextlib
import os
import sys
from pathlib import Path

c = get_config()  # type: ignore[name-defined]  # noqa: F821

role = "teacher" if os.environ.get("HOMEROOM_ROLE") == "teacher" else "student"
teaches = role == "teacher"

# JupyterLab's part of the role. The hub may not pass JUPYTER_CONFIG_PATH itself; Lab reads it
# after this file, and so does the nbgrader command in a terminal, which inherits it.
place = str(Path(__file__).parent / "roles" / role)
before = [each for each in os.environ.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep) if each]
os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join([place, *(x for x in before if x != place)])

# Instructors of a class share its course folder through their group.
os.umask(0o002)
course = Path.home() / "course"
if teaches and course.is_dir():
    # SQLite would make its file without the group's right to write, whatever the umask says.
    # One that somebody else made is theirs to open; a server must not fail over it.
    with contextlib.suppress(PermissionError):
        (course / "gradebook.db").touch()

c.ServerApp.root_dir = os.path.expanduser("~")
c.ServerApp.open_browser = False
c.ServerApp.terminals_enabled = True
c.ServerApp.jpserver_extensions = {
    "jupyterlab": True,
    "jupyter_server_terminals": True,
    "jupyter_lsp": False,
    "notebook": False,
    "notebook_shim": False,
    # Homework and nbgrader's own, at the first request for one of them.
    "homeroom_seat.later": True,
    "nbgrader.server_extensions.assignment_list": False,
    "nbgrader.server_extensions.validate_assignment": False,
    "nbgrader.server_extensions.formgrader": False,
    # It looks for hub services we do not have and calls its own public address.
    "nbgrader.server_extensions.course_list": False,
}

if teaches:
    # Formgrader's tab is a frame of this very server. Every seat has an origin of its own, so
    # 'self' lets in nobody else; without this the hub protocol's server forbids every frame.
    c.ServerApp.tornado_settings = {
        "headers": {"Content-Security-Policy": "frame-ancestors 'self'"}
    }

# A seat lives as long as the hub wishes; nothing inside ends it or its kernels.
c.ServerApp.shutdown_no_activity_timeout = 0
c.MappingKernelManager.cull_idle_timeout = 0

# A template is a program, and what lies in somebody's home must not run in the server itself.
shipped = Path(sys.prefix) / "share" / "jupyter" / "nbconvert" / "templates"
c.TemplateExporter.extra_template_basedirs = [str(shipped)]

c.ContentsManager.allow_hidden = False
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
