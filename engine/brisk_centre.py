"""A simulated centre in a hurry: between two events nothing is looked at again that cannot have changed.

The clock of a real centre wakes twenty times a second and does its duties whether there is work or not. Here a duty is
done some time after something has happened, and otherwise only once in a while. What is due is never late.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from callbacks.clock import Timekeeper, duties_of
from engine.simulated_centre import MOST_ROUNDS, SimulatedCentre

ON_THE_LINE: Final = timedelta(seconds=60)
"""How often a duty is done while somebody is on the line and nothing happens."""
HASTE: Final = 10
"""How many times rarer than in a real centre a duty is done after something has happened."""
QUIET: Final = timedelta(minutes=15)
"""And while nobody is."""


@dataclass
class BriskTimekeeper(Timekeeper):
    """`stir` says that something has happened; then every duty is due again, some time after it was last done."""

    last_time: dict[str, datetime] = field(default_factory=dict)

    def stir(self) -> None:
        now = self.board.clock()
        for duty in duties_of(self.board):
            rarely = max(min(HASTE * duty.every, ON_THE_LINE), duty.every)
            soonest = max(self.last_time.get(duty.name, now) + rarely, now)
            self.next_time[duty.name] = min(self.next_time.get(duty.name, soonest), soonest)

    def look(self, *, deadlines: bool, pause: timedelta) -> int:
        """Do what is due now, then nothing for the length of the pause, unless stirred. Tells how much was done."""
        now = self.board.clock()
        due = [duty for duty in duties_of(self.board) if self.next_time.get(duty.name, now) <= now]
        if not (due or deadlines) or not self._is_in_charge(now):
            return 0
        if deadlines:
            self._deadlines()
        for duty in due:
            self.last_time[duty.name], self.next_time[duty.name] = now, now + max(pause, duty.every)
        self._do_all(due)
        return len(due) + deadlines

    def _is_in_charge(self, now: datetime) -> bool:
        """The lease is taken again once in a while: there is nobody else to take it."""
        if self.lease_again is None or now >= self.lease_again:
            self.lease_again = None
            self._lead()
            self.lease_again = now + ON_THE_LINE
        return self.leads and self._floor_is_there()


class BriskCentre(SimulatedCentre):
    """For long simulations. Its trace is the same for the same seed, too, but not the same as a SimulatedCentre's."""

    def __init__(self, *args: Any, **named: Any) -> None:
        self._known_deadline: tuple[datetime | None] | None = None
        self._brisk: BriskTimekeeper | None = None
        self._requests = self._requests_before = 0
        super().__init__(*args, **named)
        self.app.before_request(self._count)
        self._brisk = BriskTimekeeper(self.voice, self.keeper.holder)
        self.settle()

    def settle(self) -> None:
        if self._brisk is None:
            super().settle()
            return
        for rounds in range(MOST_ROUNDS):
            self._breathe(rounds)
            deadline = self._deadline()
            is_due = deadline is not None and deadline <= self.clock()
            looked = self._brisk.look(deadlines=is_due, pause=ON_THE_LINE if self.sim.exchange.live else QUIET)
            ran = self.sim.run_due()
            if looked or self._was_asked():
                self._known_deadline = None
                jobs = self._jobs() if self._somebody_asked() else 0
                self._requests += jobs  # a job may hand over another
                ran += jobs
                if ran:
                    self._brisk.stir()
            if not ran:
                return
        raise AssertionError("the world does not come to rest")

    def _count(self) -> None:
        self._requests += 1

    def _was_asked(self) -> bool:
        """Has the application had a request since this was last asked? Nothing else changes what it keeps."""
        before, self._requests_before = self._requests_before, self._requests
        return before != self._requests

    def _somebody_asked(self) -> bool:
        """Is there a job? One question for all queues."""
        first, *others = self.queues.values()
        return bool(first.connection.exists(first.key, *(queue.key for queue in others)))

    def _due(self) -> datetime:
        brisk = self._brisk
        moments = list(brisk.next_time.values()) if brisk else []
        for due in (self.sim.next_due(), self._deadline()):
            if due is not None:
                moments.append(due)
        return min(moments, default=self.clock() + QUIET)

    def _deadline(self) -> datetime | None:
        """The floor's next deadline, asked for again only when something may have changed it."""
        if self._known_deadline is None:
            self._known_deadline = (self.voice.floor.next_deadline(),)
        return self._known_deadline[0]
