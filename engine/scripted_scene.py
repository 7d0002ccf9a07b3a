"""Before a scripted call begins: nobody is owed a call that would ring in the middle of it, and it is day."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from records.owed_call import CALLBACK

ZONE: Final = ZoneInfo("Europe/Istanbul")
CALENDAR: Final = "destek"
DAY_BEGINS, DAY_ENDS = 9, 20
"""People are called between these hours (`ring_from_hour`, `ring_until_hour`)."""
A_DAY: Final = timedelta(days=1)
MOST_A_DAY: Final = 3
"""Calls to one number in a day (`budgets.per_number_a_day`)."""
CALMS_SECONDS: Final = 4.0
"""After a leap: shifts that are over end, and what was promised for the time in between breaks."""
SETTLES_SECONDS: Final = 1.0

MOST_LOOKS: Final = 20
AT_REST: Final = ("ready", "not_ready", "logged_out", "wrap_up")


class Scene(Protocol):
    def now(self) -> datetime: ...

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]: ...

    def let_pass(self, seconds: float) -> None: ...

    def leap_to(self, moment: datetime) -> None: ...


def it_is_day(stage: Scene, numbers: set[str]) -> None:
    """Where it is night, a holiday or closed, or one of these people was called as often today as we may, the clock of
    engine and network goes on to the next time at which they may be called."""
    called = any(_called_today(stage, number) >= MOST_A_DAY for number in numbers)
    if not called and _is_day(stage):
        return
    _nobody_is_at_work_meanwhile(stage)
    path = "/api/v1/callbacks/slots?limit=1"
    after = (stage.now() + A_DAY).isoformat().replace("+", "%2B")
    _, free = stage.ask("GET", f"{path}&after={after}" if called else path)
    stage.leap_to(datetime.fromisoformat(free["items"][0]["begin"]))
    stage.let_pass(CALMS_SECONDS)


def _nobody_is_at_work_meanwhile(stage: Scene) -> None:
    """No conversation or wrap-up lasts overnight, and no shift: the next caller's expected wait is made of them."""
    whoever_talks_finishes(stage)
    _, listed = stage.ask("GET", "/api/v1/agents?limit=200")
    for agent in listed["items"]:
        if agent["state"] == "wrap_up":
            stage.ask("DELETE", f"/api/v1/agents/{agent['id']}/wrap-up")
        if agent["state"] != "logged_out":
            stage.ask("PUT", f"/api/v1/agents/{agent['id']}/presence", {"state": "logged_out"})


def nobody_else_is_owed_a_call(stage: Scene, numbers: set[str], lasts: float) -> None:
    """What other scripts left behind, and whatever would be due meanwhile, is cancelled."""
    end = stage.now() + timedelta(seconds=lasts)
    _, listed = stage.ask("GET", "/api/v1/callbacks?state=open&limit=200")
    owed = [one for one in listed["items"] if one["phone"] in numbers or _comes_up(one, end)]
    for one in owed:
        cancelled = {"reason": "a scripted call begins", "tell": False}
        stage.ask("POST", f"/api/v1/callbacks/{one['id']}/cancellation", cancelled)
    if owed:
        stage.let_pass(SETTLES_SECONDS)
    whoever_talks_finishes(stage)


def whoever_talks_finishes(stage: Scene) -> None:
    """A conversation belongs to its script: the next one would find that line in use, or leap over its end."""
    for _ in range(MOST_LOOKS):
        _, listed = stage.ask("GET", "/api/v1/agents?limit=200")
        if all(agent["state"] in AT_REST for agent in listed["items"]):
            return
        stage.let_pass(SETTLES_SECONDS)


def _comes_up(callback: Mapping[str, Any], end: datetime) -> bool:
    return callback["state"] != "scheduled" or datetime.fromisoformat(callback["not_before"]) <= end


def _is_day(stage: Scene) -> bool:
    _, opening = stage.ask("GET", f"/api/v1/hours/{CALENDAR}")
    return opening["state"] == "open" and DAY_BEGINS <= stage.now().astimezone(ZONE).hour < DAY_ENDS


def _called_today(stage: Scene, number: str) -> int:
    since = stage.now() - A_DAY
    _, listed = stage.ask("GET", f"/api/v1/callbacks?phone=%2B{number.lstrip('+')}&limit=200")
    lately = [one for one in listed["items"] if not one["ended_at"] or datetime.fromisoformat(one["ended_at"]) > since]
    tries = [attempt for one in lately for attempt in stage.ask("GET", f"/api/v1/callbacks/{one['id']}")[1]["attempts"]]
    made = [one for one in tries if one["kind"] == CALLBACK and one["posted_at"]]
    return sum(datetime.fromisoformat(one["posted_at"]) > since for one in made)
