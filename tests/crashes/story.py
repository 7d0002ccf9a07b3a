"""One callback comes due while something breaks: what became of it, and how soon."""

import os
import signal
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import select

from bench._house import QUEUE
from callbacks.callback import Callback
from cases.case import Case
from cases.promise import Promise
from records.database import reading, writing
from simulator.lines.leg import Leg
from telephony.attempt import AttemptRow
from tests.crashes.house import AGENTS, WORKERS, House, phone_of
from tests.crashes.steps import FROZEN_SECONDS, moved_on_by

LOOKS_EVERY: Final = 0.1
LONGEST: Final = 180.0
APART: Final = 1013
"""Between two customers' numbers: no two in one block of a thousand, which has a budget of its own."""
AT_WORK: Final = tuple(phone_of(number) for number in range(AGENTS))


@dataclass(kw_only=True)
class Story:
    """Times are seconds of `time.monotonic`. `alone` is how long an agent stood in a room with nobody."""

    step: str
    broken: str
    name: str
    phone: str
    began: float
    broke: float | None = None
    events: list[tuple[float, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    alone: float = 0.0
    state: str = ""
    tries: int = 0
    rang: int = 0
    agents_rang: int = 0
    requests: int = 0
    owed: bool = False

    @property
    def recovered(self) -> float | None:
        """From the break to the next thing that happens to the callback because somebody went on with it."""
        if self.broke is None:
            return None
        wanted = moved_on_by(self.step)
        return next((at - self.broke for at, what in self.events if at > self.broke and what in wanted), None)

    @property
    def kept_after(self) -> float:
        return next((at - (self.broke or self.began) for at, what in self.events if what == "kept"), float("nan"))

    @property
    def faults(self) -> list[str]:
        """Against what is promised: rung once, kept, nobody left standing."""
        found = []
        if self.broken and self.broke is None:
            found.append("nothing broke: the step was not reached")
        if self.rang != 1:
            found.append(f"the customer's telephone rang {self.rang} times")
        if self.state != "kept" and not self.owed:
            found.append(f"it is {self.state}, and nobody will look at it")
        if self.state != "kept":
            found.append(f"it is {self.state} after {LONGEST:.0f} s")
        if self.agents_rang > self.requests:
            found.append(f"agents' telephones rang {self.agents_rang} times for {self.requests} requests")
        return found


def told(house: House, number: int, step: str = "", broken: str = "", *, phone: str = "") -> Story:
    """A callback that is due at once, until it is kept."""
    story = Story(step=step, broken=broken, name=f"crash{number}", phone=phone or f"+90532{number * APART:07}",
                  began=time.monotonic())  # fmt: skip
    house.sim.person(story.phone, "Müşteri", answers_after=1, steps=["joins", {"talks": 2}, "hangs_up"])
    story.seen = {leg.sid for leg in house.sim.legs()}
    if broken:
        house.arm(step, broken)
    promise(house, story, number)
    return story


def followed(house: House, *stories: Story) -> None:
    """Look until all are kept, and everybody has hung up."""
    while time.monotonic() - stories[0].began < LONGEST:
        threading.Event().wait(LOOKS_EVERY)
        for story in stories:
            _look(house, story)
            _thaw(house, story)
        if all(story.state == "kept" for story in stories) and not house.sim.live_legs():
            break
    house.disarm()


def _thaw(house: House, story: Story) -> None:
    """Whoever was stopped goes on, after longer than their claim is good for."""
    if story.broken == "frozen" and story.broke and time.monotonic() - story.broke > FROZEN_SECONDS:
        for role in WORKERS:
            os.kill(house.pid(role), signal.SIGCONT)


def promise(house: House, story: Story, number: int) -> None:
    now = datetime.now(UTC)
    by = now + timedelta(hours=2)
    case = f"C{number}"
    with writing(house.database) as session:
        session.add(Case(number=case, status="open", opened_at=now, last_touched_at=now))
        session.flush()
        owed = Promise(case_number=case, kind="callback", what="Arama", agreed_for=by, due_at=by, party="us",
                       status="open", made_at=now, counted_from=now, look_at=by, moves=0)  # fmt: skip
        session.add(owed)
        session.flush()
        session.add(Callback(id=story.name, kind="request", phone=story.phone, queue=QUEUE, language="tr",
                             case_number=case, promise_id=owed.id, call="", place_at=now, not_before=now, due_at=by,
                             look_at=now, made_at=now))  # fmt: skip


def _look(house: House, story: Story) -> None:
    now = time.monotonic()
    story.broke = story.broke or house.broke_at()
    with house.sim.exchange.kernel.lock:
        legs = [leg for leg in house.sim.legs() if leg.sid not in story.seen]
        happened = [what for leg in legs if leg.to in (story.phone, *AT_WORK) for what in _happened(story, leg)]
        agents = [leg for leg in legs if leg.to in AT_WORK]
        if any(leg.participant is not None and not leg.is_over and not leg.talks for leg in agents):
            story.alone += LOOKS_EVERY
    story.rang, story.agents_rang = sum(leg.to == story.phone for leg in legs), len(agents)
    with reading(house.database) as session:
        row = session.get_one(Callback, story.name)
        tokens = session.scalars(select(AttemptRow.posted_at).where(AttemptRow.kind == "agent_ring")).all()
    story.requests = sum(each is not None for each in tokens)
    story.state, story.tries, story.owed = row.state, row.tries, row.look_at is not None
    if row.state == "kept" and "kept" not in {what for _, what in story.events}:
        happened.append("kept")
    story.events += [(now, what) for what in happened]


def _happened(story: Story, leg: Leg) -> list[str]:
    """What is new of a leg: it was dialled, it came into a room, it talks."""
    customer = leg.to == story.phone
    states = {"dialled" if customer else "rung": True, "talks" if customer else "accepted": leg.participant is not None,
              "met": customer and leg.talks}  # fmt: skip
    new = [what for what, true in states.items() if true and f"{leg.sid}{what}" not in story.seen]
    story.seen |= {f"{leg.sid}{what}" for what in new}
    return new
