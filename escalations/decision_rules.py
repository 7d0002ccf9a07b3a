"""Which decision is taken when: a table of rows, the first that holds in all it says is the one."""

from dataclasses import dataclass, field
from typing import Final, Literal

from escalations.in_words import said
from escalations.words import Decision
from hours.bilingual import Bilingual

Wants = Literal["any", "buddy", "peer", "lead", "callback", "channel", "executive"]
"""What whoever asks would like: what there is, or one of the ways."""
Tell = Literal["owner", "lead"]
"""Who learns of it by a notice: whoever owns the case, or the lead of who talks with them or owns it."""
FIRST_STEP: Final = 1
ALL_USED: Final = 5
"""The step above the ladder: a colleague, a lead, a manager and the executive case have all answered."""
LEVELS: Final = {"peer": (1,), "lead_now": (2, 3), "lead_calls": (2, 3), "executive": (4,)}
"""The steps of the ladder that a decision may be; buddy, another channel and nothing are no step of it."""


@dataclass(frozen=True, kw_only=True)
class When:
    """What must be so; an empty or absent condition is no condition.

    `because` is what it was thought of for, `also` something else that holds at the same time. `live`: they talk with
    an agent at this moment; `waiting`: they are on the line and nobody talks with them. `steps` is how far up the
    ladder the case is to go next, 5 when every step was used. `lead_free` and so on: somebody can come now.
    """

    because: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    wants: frozenset[str] = frozenset()
    steps: frozenset[int] = frozenset()
    tiers: frozenset[str] = frozenset()
    live: bool | None = None
    waiting: bool | None = None
    lead_free: bool | None = None
    peer_free: bool | None = None
    buddy_free: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """`words` says why, to whoever asks."""

    name: str
    then: Decision
    words: Bilingual
    when: When = field(default_factory=When)
    tell: frozenset[Tell] = frozenset()


def _row(name: str, then: Decision, tell: frozenset[Tell] = frozenset(), **when: object) -> Row:
    told = {key: frozenset(value) if isinstance(value, tuple) else value for key, value in when.items()}
    return Row(name=name, then=then, words=said("rows", name), when=When(**told), tell=tell)  # type: ignore[arg-type]


_ASKED: Final = ("caller_asked", "agent_asked")
_LEAD: Final[frozenset[Tell]] = frozenset({"lead"})

_GRAVE: Final = ("broken_promise", "bounces", "public_complaint", "conduct_complaint")
"""What brings a matter to a lead although nobody asked."""

TABLE: Final[tuple[Row, ...]] = (
    _row("all_answered", "none", steps=(ALL_USED,)),
    _row("other_channel", "channel", wants=("channel",)),
    _row("executive", "executive", because=(*_ASKED, *_GRAVE), steps=(4,)),
    _row("executive_wished", "executive", wants=("executive",)),
    _row("call_wished", "lead_calls", wants=("callback",)),
    _row("buddy_beside", "buddy", because=("agent_asked", "newcomer", "hold"), also=("newcomer",),
         wants=("any", "buddy"), live=True, buddy_free=True),
    _row("second_voice", "peer", because=("agent_asked",), wants=("any", "peer"), steps=(1,), live=True,
         peer_free=True),
    _row("lead_free", "lead_now", because=_ASKED, live=True, lead_free=True),
    _row("lead_for_caller", "lead_now", because=("caller_asked",), waiting=True),
    _row("nobody_free", "lead_calls", because=_ASKED),
    _row("leads_matter", "lead_calls", _LEAD, because=_GRAVE),
    _row("again_and_hard", "lead_calls", _LEAD, because=("repeat_calls", "wait"),
         also=("broken_promise", "bounces", "hardship"), steps=(1, 2)),
    _row("hardship_and_more", "lead_calls", _LEAD, because=("hardship",),
         also=("repeat_calls", "broken_promise", "bounces", "wait"), steps=(1, 2)),
    _row("watched", "none", _LEAD),
)  # fmt: skip
