"""The demo lives by itself: at each look somebody may ring in, and whoever has talked writes up what it was."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from engine.demo_day import is_working_time
from engine.demo_life.cast import Cast, Floor
from engine.demo_life.dice import MOST_AT_ONCE, Dice, Ring
from engine.demo_life.errand import Writes
from engine.demo_life.regulars import NUMBERS, REGULARS
from engine.http_stage import HttpStage

CENTRE: Final = {"tr": "+908502220000", "en": "+908502220004"}
"""Which of the centre's numbers is dialled in which language."""
USUAL: Final = Writes(disposition="follow_up", next_action="Müşteriye bilgi ver", hours=24)
PICKS_UP: Final[Mapping[str, Any]] = {
    "answers_after": 4,
    "steps": [{"joins": None, "within": 60}, {"waits": 4}, {"talks": 15, "within": 30}, "hangs_up"],
}
"""What a customer does whom we call back."""
REFUSED: Final = 422
FORGETS_EVERY: Final = timedelta(hours=1)
KEPT_SECONDS: Final = 2 * 3600


class Life:
    """`looked_at` is done every few seconds. `on_stage` tells whether a scripted call is played: then nobody rings in,
    and whoever is on the line hangs up. `newcomer_called` tells whether whoever tries the demo has rung in once."""

    def __init__(
        self, stage: HttpStage, cast: Cast, dice: Dice, *, on_stage: Callable[[], bool],
        newcomer_called: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._stage, self._cast, self._dice = stage, cast, dice
        self._on_stage, self._newcomer_called = on_stage, newcomer_called
        self._rings: dict[str, Ring] = {}
        self._on_the_line: set[str] = set()
        self._writes_at: dict[tuple[str, str], datetime] = {}
        self._next_at = self._forgets_at = stage.now()
        self._at_home = False

    def looked_at(self) -> None:
        if self._on_stage():
            self._makes_room()
            return
        self._is_at_home()
        floor = self._cast.looked_at()
        self._on_the_line = {call for call in self._on_the_line if not self._stage.is_over(call)}
        self._writes_up(floor)
        self._rings_in(floor)
        self._forgets()

    def _makes_room(self) -> None:
        for call in self._on_the_line:
            self._stage.hangs_up(call)
        self._on_the_line.clear()
        self._cast.stands_up()
        self._at_home = False

    def _is_at_home(self) -> None:
        """Customers answer when they are called back."""
        if not self._at_home:
            for one in REGULARS:
                self._stage.put_at_telephone(one.number, one.name, PICKS_UP)
            self._at_home = True

    def _rings_in(self, floor: Floor) -> None:
        now = self._stage.now()
        if now < self._next_at or len(self._on_the_line) >= MOST_AT_ONCE or not floor.are("ready"):
            return
        ring = self._dice.next_ring(floor, by_day=is_working_time(now), newcomer_called=self._newcomer_called())
        if ring is not None:
            self._next_at = now + timedelta(seconds=self._dice.seconds_to_the_next())
            call = self._places(ring)
            self._rings[call] = ring
            self._on_the_line.add(call)

    def _places(self, ring: Ring) -> str:
        errand, customer = self._dice.errands[ring.errand], ring.customer
        steps = errand.done_on_the_line(self._dice.chance)
        return self._stage.rings_in(customer.number, CENTRE[customer.language], customer.name, steps)

    def _writes_up(self, floor: Floor) -> None:
        """A while after they have talked."""
        now = self._stage.now()
        writing = {agent: str(floor.agents[agent]["since"]) for agent in floor.are("wrap_up")}
        self._writes_at = {wrap_up: at for wrap_up, at in self._writes_at.items() if wrap_up in writing.items()}
        for agent, since in writing.items():
            if (agent, since) not in self._writes_at:
                self._writes_at[agent, since] = now + timedelta(seconds=self._dice.seconds_of_writing())
            elif now >= self._writes_at[agent, since]:
                self._writes_at[agent, since] = datetime.max.replace(tzinfo=now.tzinfo)
                self._writes(agent)

    def _writes(self, agent: str) -> None:
        """What a customer of the demo's own has talked about; other people's calls are not ours to write up."""
        _, listed = self._stage.ask("GET", f"/api/v1/calls?agent={agent}&limit=1")
        call = next((one for one in listed["items"] if {one["from_number"], one["to_number"]} & NUMBERS), None)
        if call is None:
            return
        ring = self._rings.pop(call["sid"], None)
        writes = (self._dice.errands[ring.errand].writes if ring else None) or USUAL
        path = f"/api/v1/calls/{quote(call['sid'])}/wrap-up"
        status, _ = self._stage.ask("POST", path, _told(writes, self._stage.now()))
        if status == REFUSED:  # something is still owed to them: the case cannot be closed
            self._stage.ask("POST", path, _told(USUAL, self._stage.now()))

    def _forgets(self) -> None:
        """The network's memory of long ago: a demo may run for days."""
        if self._stage.now() >= self._forgets_at + FORGETS_EVERY:
            self._forgets_at = self._stage.now()
            self._stage.forgets(KEPT_SECONDS)
            self._rings = {call: ring for call, ring in self._rings.items() if call in self._on_the_line}


def _told(writes: Writes, now: datetime) -> dict[str, Any]:
    if writes.closes:
        return {"disposition": writes.disposition, "closes": True}
    due = now + timedelta(hours=writes.hours)
    return {"disposition": writes.disposition, "next_action": writes.next_action, "next_action_due": due.isoformat()}
