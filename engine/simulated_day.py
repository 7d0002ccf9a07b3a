"""Hours at a simulated centre: people call as people do, agents answer as agents do, and nobody may be lost.

Everything is drawn from one seed: the same seed is the same day, to the last line of the trace.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from engine.simulated_centre import SimulatedCentre
from records.call_record import CallRow
from records.database import reading
from simulator import Caller
from telephony.attempt import OPEN, AttemptRow

PHONES: Final = {"ayse": "+905550000001", "burak": "+905550000002", "can": "+905550000003", "deniz": "+905550000004"}
"""The demo centre's agents who answer a telephone."""
KNOWN: Final = ("+905321234567", "+447911123456", "+905329998877", "+905421112233")
"""Customers with an open case, and so with an agent who owns it."""
STRANGERS: Final = ("+905447778899", "+905335556677", "+905058889900", "anonymous")
SHARE_OF_KNOWN: Final = 0.7
MEAN_TALK_SECONDS: Final = 150.0
MEAN_PATIENCE_SECONDS: Final = 240.0
SHIFT_SECONDS: Final = 6 * 3600.0
"""How often everybody signs in again; a sign-in lasts longer."""
ROUND_SECONDS: Final = 900.0
"""How often agents who were taken out because they did not answer are brought back to work."""
AT_WORK: Final = ("ready", "reserved", "talking", "wrap_up")
HEALING_SECONDS: Final = 900.0
"""How long everybody has to come to an end after the last hour."""
FAULTS: Final = (
    "create_then_500", "refuse_with_500", "too_many_requests", "unavailable", "callback_lost", "callback_doubled",
    "callback_swapped", "callback_delayed", "webhook_doubled", "webhook_answer_lost", "queue_full", "rest_reset",
)  # fmt: skip
NEVER_ENDING: Final = 1_000_000_000


@dataclass(kw_only=True)
class Figures:
    """What came of the day."""

    hours: float
    seed: int
    calls: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    answered_by_owner: int = 0
    server_errors: int = 0
    broken: list[str] = field(default_factory=list)
    """Promises that were not kept, one sentence each; empty when all is well."""


class SimulatedDay:
    """`run(hours)` and look at the figures. `faults` are kinds, each of which strikes one chance in a hundred."""

    def __init__(
        self, centre: SimulatedCentre, *, seed: int, calls_per_hour: float, faults: Sequence[str] = ()
    ) -> None:
        self.centre, self.calls_per_hour, self.seed = centre, calls_per_hour, seed
        self.random = random.Random(seed)  # noqa: S311  # a population, not a secret
        self.callers: list[Caller] = []
        self.calls = 0
        self.errors = self.seen = 0
        self.next_round = self.next_sign_in = centre.clock()
        for kind in faults:
            centre.sim.fault(kind, times=NEVER_ENDING, chance=0.01, seconds=3)

    def run(self, hours: float) -> Figures:
        """The hours, and as long after them as the last callers need."""
        for agent, number in PHONES.items():
            self._telephone_of(agent, number)
        end = self.centre.clock() + timedelta(hours=hours)
        while (moment := self._next_call()) < end:
            self._let_pass(moment)
            self._somebody_calls()
        self._let_pass(end)
        self.centre.sim.no_faults()
        self._everybody_comes_to_an_end()
        return self._figures(hours)

    def _next_call(self) -> datetime:
        return self.centre.clock() + timedelta(seconds=self.random.expovariate(self.calls_per_hour / 3600))

    def _let_pass(self, moment: datetime) -> None:
        """Until this moment, with the agents signing in again every round."""
        while (now := self.centre.clock()) < moment:
            if now >= self.next_round:
                self._signs_in()
            self.centre.advance((min(moment, self.next_round) - now).total_seconds())

    def _signs_in(self) -> None:
        self.next_round = self.centre.clock() + timedelta(seconds=ROUND_SECONDS)
        there = {agent.id for agent in self.centre.voice.floor.agents() if agent.state in AT_WORK}
        for agent in PHONES:
            if agent not in there or self.centre.clock() >= self.next_sign_in:
                path = f"/api/v1/agents/{agent}/presence"
                self.centre.ask("PUT", path, {"state": "ready"}, key=self.centre.key)
        if self.centre.clock() >= self.next_sign_in:
            self.next_sign_in = self.centre.clock() + timedelta(seconds=SHIFT_SECONDS)
        self._look_back()

    def _look_back(self) -> None:
        """Forget what is over, so that a long day takes no more room than a short one."""
        self.callers = [caller for caller in self.callers if not caller.is_over]
        entries = self.centre.sim.trace.since(self.seen)
        self.seen = entries[-1].seq if entries else self.seen
        self.errors += sum(entry.kind == "answer" and entry.data.get("status", 0) >= 500 for entry in entries)
        self.centre.sim.forget_what_is_over()

    def _telephone_of(self, agent: str, number: str) -> None:
        """Most rings are answered and accepted; some are not, in every way there is."""
        usual = {"answers_after": 3, "after_hearing": "1", "presses": "1"}
        others: tuple[dict[str, Any], ...] = (
            {"never_answers": True},
            {"declines": 4},
            {"answers_after": 5, "after_hearing": "1", "presses": "2"},
            {"voicemail": "Şu anda yokum, mesaj bırakın."},
        )
        rings = [usual if self.random.random() < 0.9 else self.random.choice(others) for _ in range(500)]
        self.centre.sim.person(number, agent, rings=[*rings, usual])

    def _somebody_calls(self) -> None:
        known = self.random.random() < SHARE_OF_KNOWN
        number = self.random.choice(KNOWN if known else STRANGERS)
        patience = round(self.random.expovariate(1 / MEAN_PATIENCE_SECONDS), 1) + 5
        talk = round(self.random.expovariate(1 / MEAN_TALK_SECONDS), 1) + 5
        first: list[Any] = [] if known and number in KNOWN[:2] else [{"presses": self.random.choice("0123")}]
        steps = [*first, {"joins": True, "within": patience}, {"talks": talk}, "hangs_up"]
        self.calls += 1
        self.callers.append(
            self.centre.sim.place_call(number, self.centre.number, name=f"caller {self.calls}", steps=steps)
        )

    def _everybody_comes_to_an_end(self) -> None:
        waited = 0.0
        while waited < HEALING_SECONDS and not self._is_quiet():
            self.centre.advance(15)
            waited += 15
        self.centre.advance(100)

    def _is_quiet(self) -> bool:
        return all(caller.is_over for caller in self.callers) and not self.centre.sim.live_legs()

    def _figures(self, hours: float) -> Figures:
        figures = Figures(hours=hours, seed=self.seed, calls=self.calls)
        inbound = CallRow.direction == "inbound"
        with reading(self.centre.voice.database) as session:
            for outcome, count in session.execute(
                select(CallRow.outcome, func.count()).where(inbound).group_by(CallRow.outcome)
            ).all():
                figures.outcomes[outcome or "none"] = count
            by_owner = select(func.count()).where(inbound, CallRow.outcome == "answered")
            figures.answered_by_owner = session.scalar(by_owner.where(CallRow.agent_id == CallRow.owner_id)) or 0
        self._look_back()
        figures.server_errors = self.errors
        figures.broken = self._broken(figures)
        return figures

    def _broken(self, figures: Figures) -> list[str]:
        """What should never be: somebody lost, a leg left over, an agent stuck."""
        found = [f"{caller.name} is still on the line" for caller in self.callers if not caller.is_over]
        found += [f"the line to {leg.name} is still up" for leg in self.centre.sim.live_legs()]
        if (known := figures.outcomes.total()) != figures.calls:
            found.append(f"{figures.calls} people called and {known} calls are on record")
        if nameless := figures.outcomes["none"]:
            found.append(f"{nameless} calls have no outcome")
        with reading(self.centre.voice.database) as session:
            pending = session.scalar(select(func.count()).where(AttemptRow.state.in_(OPEN))) or 0
        if pending:
            found.append(f"{pending} attempts to ring an agent are open")
        floor = self.centre.voice.floor
        found += [f"{count} callers wait in {line}" for line, count in floor.counts().waiting.items() if count]
        usual = ("ready", "not_ready", "logged_out")
        return found + [f"{agent.id} is {agent.state}" for agent in floor.agents() if agent.state not in usual]
