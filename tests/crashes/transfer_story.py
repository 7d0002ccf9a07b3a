"""One warm transfer while something breaks: who talks with the customer in the end, who rang, and who heard nothing."""

import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

import requests
from sqlalchemy import select

from bench._house import STRAIGHT
from callbacks.callback import NOT_OVER, Callback
from escalations.escalation import Escalation
from escalations.transfer.life import ENDS
from escalations.transfer.transfer import Transfer
from escalations.transfer.transfer_step import steps_of_transfer
from records.database import reading
from simulator.lines.calls import leg_ends
from simulator.lines.leg import Leg
from simulator.people.caller import Caller
from simulator.rooms.alone import longest_silence
from telephony.attempt import AttemptRow
from tests.crashes.house import LEADS, House, phone_of_lead

LOOKS_EVERY: Final = 0.1
LONGEST: Final = 120.0
LONGEST_SILENCE: Final = 5.0
SEEN_LATE: Final = 0.25
TALK: Final = 1.0
"""Seconds in which those who meet say what there is to say."""
API_SECONDS: Final = 5
OK: Final = 200
WHO_HAS_THEM: Final = {"agent_left": "lead", "returned": "agent"}
LEADS_PHONES: Final = frozenset(phone_of_lead(number) for number in range(LEADS))


@dataclass(kw_only=True)
class TransferStory:
    """Times are seconds of `time.monotonic`. `way` are the states it went through; `once` names what was asked for."""

    step: str
    broken: str
    phone: str
    began: float
    caller: Caller
    once: str = field(default_factory=lambda: uuid.uuid4().hex)
    agent: str = ""
    asked: bool = False
    broke: float | None = None
    way: list[str] = field(default_factory=list)
    since: dict[str, float] = field(default_factory=dict)
    state: str = ""
    lead_leg: str | None = None
    met: set[str] = field(default_factory=set)
    owed: bool = False
    over_at: float | None = None
    silence: float = 0.0
    rang_twice: frozenset[str] = frozenset()

    @property
    def took(self) -> float:
        return (self.over_at or time.monotonic()) - self.began

    @property
    def recovered(self) -> float | None:
        """From the break to the next state it goes into; one it went into then may be seen only a moment later."""
        later = [at - self.broke for at in self.since.values() if self.broke is not None]
        return min((seconds for seconds in later if seconds > SEEN_LATE), default=None)

    @property
    def faults(self) -> list[str]:
        """Against what is promised: nobody alone in silence, nobody dialled twice, and an end that is true."""
        found = []
        if self.broken and self.broke is None:
            found.append("nothing broke: the step was not reached")
        if self.silence > LONGEST_SILENCE:
            found.append(f"the customer heard nothing and nobody for {self.silence:.1f} s")
        found += [f"{number} was dialled twice" for number in sorted(self.rang_twice)]
        if self.over_at is None:
            found.append(f"it is {self.state or 'not asked for'} after {LONGEST:.0f} s")
        elif not self.true:
            found.append(f"it is {self.state}, and the customer talked with {self.met or 'nobody'}; owed {self.owed}")
        return found

    @property
    def true(self) -> bool:
        """Whether what the row says is what happened: they had their agent back, or the lead, or are owed a call. Where
        there is no row nobody was free, and a call is owed."""
        if "returned" in self.way:
            return "agent" in self.met
        return "lead" in self.met if self.state == "done" else self.owed


def somebody_rings_in(house: House, number: int, step: str = "", broken: str = "") -> TransferStory:
    """A customer who talks until somebody hangs up."""
    house.until_web_answers()
    phone = f"+90533{number:07}"
    caller = house.sim.place_call(phone, STRAIGHT, ["joins", {"talks": 600}], name=f"Müşteri {number}")
    return TransferStory(step=step, broken=broken, phone=phone, began=time.monotonic(), caller=caller)


def transferred(house: House, *stories: TransferStory) -> None:
    """Once all talk, steps are armed and each asks for a manager; until all is over and everybody has hung up."""
    _until(stories, lambda story: _talks_with_an_agent(house, story))
    for story in stories:
        if story.broken:
            house.arm(story.step, story.broken)
    _until(stories, lambda story: _goes_on(house, story))
    house.disarm()
    for story in stories:
        _measured(house, story)
        _nothing_is_left_owed(house, story)


def _until(stories: tuple[TransferStory, ...], done: Any) -> None:
    while time.monotonic() - stories[0].began < LONGEST:
        if not [story for story in stories if not done(story)]:
            return
        threading.Event().wait(LOOKS_EVERY)


def _talks_with_an_agent(house: House, story: TransferStory) -> bool:
    leg = story.caller.leg
    known = house.floor.call(leg.sid) if leg is not None and leg.talks else None
    story.agent = (known.agent if known is not None else None) or ""
    return bool(story.agent) and known is not None and known.state == "talking"


def _goes_on(house: House, story: TransferStory) -> bool:
    """What those at their desks do next; whether all of it is over."""
    story.broke = story.broke or house.broke_at()
    story.asked = story.asked or _asks_for_a_manager(house, story)
    row = _row(house, story)
    _hears(house, story)
    if row is not None:
        _wishes(house, story, row)
    elif story.asked and not story.caller.legs[0].is_over and _is_owed(house, story):
        _hangs_up(house, story.caller.legs[0])  # nobody was free at that moment: a lead calls
    if story.over_at is None and _is_over(house, story, row):
        story.over_at = time.monotonic()
    return story.over_at is not None


def _asks_for_a_manager(house: House, story: TransferStory) -> bool:
    wanted = {"call": story.caller.sid, "trigger": "caller_asked", "reason": "Yöneticinizle görüşmek istiyorum"}
    return _posted(house, "escalations", wanted, once=story.once) == OK


def _posted(house: House, path: str, body: dict[str, str], *, once: str = "") -> int:
    """As a desk does: who gets no answer asks again, under the same name. 0 for none."""
    headers = {"Authorization": f"Bearer {house.key}"} | ({"Idempotency-Key": once} if once else {})
    try:
        answer = requests.post(f"{house.web}/api/v1/{path}", json=body, headers=headers, timeout=API_SECONDS)
    except requests.RequestException:
        return 0
    return answer.status_code


def _row(house: House, story: TransferStory) -> Transfer | None:
    with reading(house.database) as session:
        row = session.scalars(select(Transfer).where(Transfer.call == story.caller.sid)).first()
        if row is not None:
            story.way = [step.state for step in steps_of_transfer(session, row.id)]
    if row is not None and row.state != story.state:
        story.state, story.since = row.state, story.since | {row.state: time.monotonic()}
        story.lead_leg = row.colleague_leg or story.lead_leg
    return row


def _wishes(house: House, story: TransferStory, row: Transfer) -> None:
    """The agent tells the story, brings the customer in, and leaves; whoever has the customer last says goodbye."""
    if time.monotonic() - story.since[row.state] < TALK or row.wish is not None:
        return
    if row.state == "consulting":
        _posted(house, f"transfers/{row.id}/join", {"agent_id": story.agent})
    elif row.state == "merged" and story.caller.leg is not None and story.caller.leg.talks:
        _posted(house, f"transfers/{row.id}/leave", {"agent_id": story.agent})
    elif row.state in ("agent_left", "returned") and WHO_HAS_THEM[row.state] in story.met:
        _hangs_up(house, story.caller.legs[0])


def _hangs_up(house: House, leg: Leg) -> None:
    with house.sim.exchange.kernel.lock:
        if not leg.is_over:
            leg_ends(house.sim.exchange, leg, status="no-answer", by="person")


def _hears(house: House, story: TransferStory) -> None:
    """Whom the customer talks with."""
    leg = story.caller.leg
    with house.sim.exchange.kernel.lock:
        if leg is None or not leg.talks:
            return
        live = {other.sid: other for other in house.sim.legs() if other.talks and not other.is_over}
    if story.state in ("swapped", "merged", "agent_left") and story.lead_leg in live:
        story.met.add("lead")
    if story.state == "returned":
        story.met.add("agent")


def _is_over(house: House, story: TransferStory, row: Transfer | None) -> bool:
    if row is None:
        return story.owed and story.caller.legs[0].is_over
    if row.state not in ENDS or row.look_at is not None:
        return False
    search = house.floor.call(row.floor_call)
    if not story.caller.legs[0].is_over or (search is not None and search.state not in ("gone", "over")):
        return False
    return row.state != "caller_gone" or _is_owed(house, story)


def _is_owed(house: House, story: TransferStory) -> bool:
    """A lead's call, promised by the transfer or by what it was asked for."""
    with reading(house.database) as session:
        told = [session.scalars(select(kind.callback_id).where(kind.call == story.caller.sid)).all()
                for kind in (Transfer, Escalation)]  # fmt: skip
    story.owed = any(any(each) for each in told)
    return story.owed


def _measured(house: House, story: TransferStory) -> None:
    _is_owed(house, story)
    with house.sim.exchange.kernel.lock:
        story.silence = longest_silence(story.caller.legs[0], house.sim.clock())
    story.rang_twice = _rung_twice(house, story)


def _rung_twice(house: House, story: TransferStory) -> frozenset[str]:
    """For this transfer; or more often than anybody ordered it."""
    with reading(house.database) as session:
        ordered = select(AttemptRow.destination).where(AttemptRow.posted_at.is_not(None))
        ever = session.scalars(ordered).all()
        mine = ordered.join(Transfer, Transfer.floor_call == AttemptRow.call)
        rung = session.scalars(mine.where(Transfer.call == story.caller.sid)).all()
    legs = [leg.to for leg in house.sim.legs()]
    too_often = (number for number in LEADS_PHONES if legs.count(number) > ever.count(number))
    return frozenset({*too_often, *(number for number in rung if rung.count(number) > 1)})


def _nothing_is_left_owed(house: House, story: TransferStory) -> None:
    """What was promised would ring into the next story."""
    with reading(house.database) as session:
        owed = session.scalars(select(Callback.id).where(Callback.phone == story.phone, NOT_OVER)).all()
    for callback in owed:
        _posted(house, f"callbacks/{callback}/cancellation", {"reason": "over"})
