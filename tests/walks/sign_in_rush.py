"""A class at the door: thirty sign-ins at once, calm and under attack; on the running instance.

With `HOMEROOM_TOKEN` from `./homeroom token NAME`, for a class of its own, since every card of it
is made anew: `.venv/bin/python -m tests.walks.sign_in_rush ORIGIN CLASS [SECONDS]`
"""

import os
import re
import statistics
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx2

from roster import codes

CLASS_SIZE = 30
ATTACKERS = 8
TICKET = re.compile(r'name="_xsrf" value="([^"]+)"')


@dataclass
class Attack:
    """Wrong codes from the same address, each from a browser never seen before."""

    origin: str
    part: str
    answers: Counter[int] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Guess until it is over."""
        with httpx2.Client(timeout=60) as browser:
            while not self.over.is_set():
                browser.cookies.clear()
                answer = type_code(browser, self.origin, codes.new_code(self.part))
                self.answers[answer.status_code] += 1


def type_code(browser: httpx2.Client, origin: str, code: str) -> httpx2.Response:
    """Type a code on a fresh sign-in page."""
    found = TICKET.search(browser.get(origin).text)
    assert found is not None
    return browser.post(f"{origin}/hub/login", data={"_xsrf": found[1], "code": code})


def sign_in(browser: httpx2.Client, origin: str, code: str) -> float:
    """Seconds from the pressed button to the redirect; a page that must wait comes back."""
    found = TICKET.search(browser.get(origin).text)
    assert found is not None
    began = time.perf_counter()
    while True:
        answer = browser.post(f"{origin}/hub/login", data={"_xsrf": found[1], "code": code})
        if answer.status_code == 303:
            return time.perf_counter() - began
        assert answer.status_code == 429, answer.text
        time.sleep(int(answer.headers["retry-after"]))


def rush(browsers: list[httpx2.Client], origin: str, cards: list[str]) -> list[float]:
    """All at once; seconds for each, in order."""
    with ThreadPoolExecutor(len(cards)) as threads:
        waits = threads.map(
            lambda both: sign_in(both[0], origin, both[1]), zip(browsers, cards, strict=True)
        )
        return sorted(waits)


def tell(what: str, seconds: list[float]) -> None:
    median = statistics.median(seconds)
    print(f"{what}: median {median:.2f} s, last {seconds[-1]:.2f} s, {len(seconds)} sign-ins")


def fresh_browsers(count: int) -> list[httpx2.Client]:
    return [httpx2.Client(timeout=60) for _ in range(count)]


def attacked(
    origin: str, part: str, cards: list[str], known: list[httpx2.Client], s: float
) -> None:
    """Thirty classmates sign in while others guess: on known devices, then on new ones."""
    attack = Attack(origin, part)
    guessers = [threading.Thread(target=attack.run, daemon=True) for _ in range(ATTACKERS)]
    for guesser in guessers:
        guesser.start()
    time.sleep(60)  # what is free at first is used up by then
    attack.answers.clear()
    began = time.perf_counter()
    tell("under attack, known devices", rush(known, origin, cards))
    tell("under attack, new devices", rush(fresh_browsers(len(cards)), origin, cards))
    time.sleep(max(0.0, s - (time.perf_counter() - began)))
    minutes = (time.perf_counter() - began) / 60
    evaluated = attack.answers[401] / minutes
    attack.over.set()
    print(f"wrong guesses evaluated: {evaluated:.0f} a minute; answers: {dict(attack.answers)}")
    for guesser in guessers:
        guesser.join()


def main() -> None:
    """Make the cards anew, then sign in: calm, again, and under attack."""
    origin, slug, *rest = sys.argv[1:]
    headers = {"Authorization": f"Bearer {os.environ['HOMEROOM_TOKEN']}"}
    with httpx2.Client(base_url=f"{origin}/api/v1", headers=headers, timeout=120) as api:
        made = api.post(f"/classes/{slug}/codes", json={"students": None}).raise_for_status().json()
    cards = [one["code"] for one in made][:CLASS_SIZE]
    browsers = fresh_browsers(len(cards))
    tell("calm, new devices", rush(browsers, origin, cards))
    tell("calm, known devices", rush(browsers, origin, cards))
    attacked(origin, cards[0].partition("-")[0], cards, browsers, float(rest[0]) if rest else 60.0)


if __name__ == "__main__":
    main()
