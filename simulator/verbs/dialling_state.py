"""One Dial that is going on."""

from dataclasses import dataclass, field
from datetime import datetime

from simulator.clockwork.task import Promise
from simulator.lines.leg import Ask, Leg
from simulator.twiml.document import Verb
from simulator.twiml.program import Run


@dataclass(kw_only=True, eq=False)
class Dialling:
    """One Dial in progress: its legs, the one that answered first, and how it came out (DialCallStatus).

    `leads_to` is where a callee's transfer leads instead of the action. `redirected` when REST took the callee away,
    `given_up` when the caller did.
    """

    run: Run
    verb: Verb
    children: list[Leg] = field(default_factory=list)
    winner: Leg | None = None
    bridged_at: datetime | None = None
    status: str = "no-answer"
    redirected: bool = False
    given_up: bool = False
    leads_to: Ask | None = None
    over: Promise[None] = field(default_factory=Promise)

    @property
    def parent(self) -> Leg:
        return self.run.leg
