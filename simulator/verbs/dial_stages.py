"""One Dial that is going on, and the stages it passes, for whoever wants to know: recordings, for instance."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from simulator.clockwork.task import Promise
from simulator.leg import Ask, Leg
from simulator.program import Run
from simulator.twiml.document import Verb

Stage = Literal["ringing", "answered", "bridged", "over"]


@dataclass(kw_only=True, eq=False)
class Dialling:
    """One Dial in progress: its legs, the one that answered first, and how it came out (DialCallStatus).

    `extra` are parameters others add to those of Dial's action, such as RecordingUrl. `leads_to` is where a callee's
    transfer leads instead of the action. `redirected` when REST took the callee away, `given_up` when the caller did.
    """

    run: Run
    verb: Verb
    children: list[Leg] = field(default_factory=list)
    winner: Leg | None = None
    bridged_at: datetime | None = None
    status: str = "no-answer"
    redirected: bool = False
    given_up: bool = False
    extra: list[tuple[str, str]] = field(default_factory=list)
    leads_to: Ask | None = None
    over: Promise[None] = field(default_factory=Promise)

    @property
    def parent(self) -> Leg:
        return self.run.leg

    def reaches(self, stage: Stage) -> None:
        """Tell everybody who wants to know."""
        for told in DIAL_HOOKS:
            told(self, stage)


DIAL_HOOKS: list[Callable[[Dialling, Stage], object]] = []
"""Called at each stage of every Dial to telephones and queues: first `ringing`, then `answered` (by the callee, who may
still hear a whisper) and `bridged` if it comes to that, and at the very end `over`, before Dial's action is asked."""
