"""What the journal must tell about callers who wait: when a step of a plan may open, and who may be offered.

A model of its own: it knows plans and times, and asks the floor only who was present.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from routing.happening import Happening
from routing.plan import Plan
from tests.routing.floor_rules import FloorRules


@dataclass
class Waiting:
    plan: Plan
    since: datetime  # second 0 of the plan
    opened: int = 1


class WaitingModel:
    """Hears every event in its order, each with the floor as it was just after it."""

    def __init__(self) -> None:
        self.callers: dict[str, Waiting] = {}

    def hears(self, event: Happening, floor: FloorRules) -> None:
        match event.kind:
            case "waiting":
                plan = floor.callers[str(event.call)].plan
                assert [row[1] for row in event.data["plan"]] == [step.line for step in plan.steps], event
                self.callers[str(event.call)] = Waiting(plan=plan, since=event.at)
            case "widened":
                self.opens(event, floor)
            case "offered" if event.data["side"] != "rang_in":  # the line was the callback's, whose plan was another
                self.is_offered(event)

    def opens(self, event: Happening, floor: FloorRules) -> None:
        """Invariant 6: a later step opens when it is due, or when nobody in the lines before it can be hoped for."""
        caller, data = self.callers[str(event.call)], event.data
        assert data["step"] > caller.opened, f"opened before: {event}"
        assert data["lines"] == [step.line for step in caller.plan.steps[: data["step"]]], event
        for number in range(caller.opened, data["step"]):
            due = caller.since + timedelta(seconds=caller.plan.steps[number].after_seconds)
            if due > event.at:
                assert data["early"], f"step {number + 1} was due at {due}: {event}"
                self.nobody_can_be_hoped_for(caller, number, str(event.call), floor)
                caller.since = event.at - timedelta(seconds=caller.plan.steps[number].after_seconds)
        caller.opened = data["step"]

    def nobody_can_be_hoped_for(self, caller: Waiting, opened: int, call: str, floor: FloorRules) -> None:
        refused = floor.calls[call].refused_by
        for step in caller.plan.steps[:opened]:
            hopes = floor.present.get(step.line, frozenset()) - refused
            assert not hopes, f"{call} was not to wait for {sorted(hopes)} in {step.line}"

    def is_offered(self, event: Happening) -> None:
        caller, data = self.callers[str(event.call)], event.data
        assert data["step"] <= caller.opened, f"step {data['step']} has not opened: {event}"
        assert data["line"] == caller.plan.steps[data["step"] - 1].line, event
