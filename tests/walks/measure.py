"""Seconds from a typed code to an answering notebook, on the running instance; cold each time.

With `HOMEROOM_TOKEN` from `./homeroom token NAME`:
`.venv/bin/python -m tests.walks.measure ORIGIN CLASS STUDENT`
"""

import os
import re
import statistics
import subprocess
import sys
import time

import httpx2

RUNS = 5
STOP_S = 60


def once(origin: str, api: httpx2.Client, slug: str, student: str) -> float:
    """One cold start: the seat is stopped first, and the code is new."""
    api.post(f"/classes/{slug}/stop")
    deadline = time.monotonic() + STOP_S
    while _runs(student):
        assert time.monotonic() < deadline, f"{student}'s seat did not end in {STOP_S} s"
        time.sleep(0.1)
    code = api.post(f"/classes/{slug}/codes", json={"students": [student]}).json()[0]["code"]
    with httpx2.Client(follow_redirects=True, timeout=60) as browser:
        ticket = re.search(r'name="_xsrf" value="([^"]+)"', browser.get(origin).text)
        assert ticket is not None
        began = time.perf_counter()
        browser.post(f"{origin}/hub/login", data={"_xsrf": ticket[1], "code": code})
        state = f"{origin}/hub/seat/{slug}/state"
        while not (seat := _way_in(browser, state)):
            time.sleep(0.05)
        browser.get(seat)
        browser.get(f"{seat}api/status").raise_for_status()
        return time.perf_counter() - began


def _runs(student: str) -> bool:
    """Whether this student's seat has a container, ended or not."""
    project = os.environ.get("HOMEROOM_PROJECT", "homeroom")
    only = ["--filter", f"label=homeroom.project={project}", "--filter", "label=homeroom.seat"]
    seats = _docker("ps", "--all", "--quiet", *only).split()
    users = "{{range .Config.Env}}{{println .}}{{end}}"
    return f"JUPYTERHUB_USER={student}" in (
        _docker("inspect", "--format", users, *seats).splitlines() if seats else ()
    )


def _docker(*arguments: str) -> str:
    # A container that goes between two questions is no error.
    return subprocess.run(["docker", *arguments], capture_output=True, text=True).stdout


def _way_in(browser: httpx2.Client, state: str) -> str:
    return browser.get(state, headers={"hx-request": "1"}).headers.get("hx-redirect", "")


def main() -> None:
    """Print every run and the median."""
    origin, slug, student = sys.argv[1:]
    headers = {"Authorization": f"Bearer {os.environ['HOMEROOM_TOKEN']}"}
    with httpx2.Client(base_url=f"{origin}/api/v1", headers=headers, timeout=60) as api:
        seconds = [once(origin, api, slug, student) for _ in range(RUNS)]
    print(" ".join(f"{each:.2f}" for each in seconds), f"median {statistics.median(seconds):.2f} s")


if __name__ == "__main__":
    main()
