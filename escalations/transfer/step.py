"""What follows in a transfer: a table, read from above. The first row that is true says the next state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from escalations.transfer.seen import Seen
from escalations.transfer.transfer import ADVICE, WAITED_FOR


@dataclass(frozen=True, kw_only=True)
class Step:
    """The state that follows, and why. `wished`: it is what somebody asked for, and that is done with it."""

    state: str
    why: str
    wished: bool = False


TRUE_OF: Final[Mapping[str, Callable[[Seen], bool]]] = MappingProxyType({
    "always": lambda seen: True,
    "customer_gone": lambda seen: not seen.customer,
    "customer_gone_after_they_met": lambda seen: not seen.customer and seen.met,
    "agent_gone": lambda seen: not seen.agent,
    "colleague_there": lambda seen: seen.colleague == "there",
    "colleague_there_agent_gone": lambda seen: seen.colleague == "there" and not seen.agent,
    "colleague_gone": lambda seen: seen.colleague != "there",
    "colleague_cut_off": lambda seen: seen.colleague != "there" and seen.just_left,
    "both_gone": lambda seen: seen.colleague != "there" and not seen.agent,
    "nobody_comes": lambda seen: seen.colleague in ("nobody", "gone") or (seen.due and not seen.rings),
    "nobody_comes_agent_gone": lambda seen: not seen.agent and TRUE_OF["nobody_comes"](seen),
    "nobody_to_be_asked": lambda seen: seen.kind not in WAITED_FOR and TRUE_OF["nobody_comes"](seen),
    "a_stranger_alone": lambda seen: seen.kind == "expert" and not seen.agent,
    "asked_long_enough": lambda seen: seen.kind in ADVICE and seen.due,
    "time_over": lambda seen: seen.due,
    "joins": lambda seen: seen.wish == "join",
    "swaps": lambda seen: seen.wish == "swap",
    "agent_leaves": lambda seen: (seen.wish, seen.wish_by) == ("leave", "agent"),
    "colleague_leaves": lambda seen: (seen.wish, seen.wish_by) == ("leave", "colleague"),
    "goes_back": lambda seen: seen.wish == "back" and seen.agent,
    "is_called": lambda seen: seen.wish == "callback",
    "stays": lambda seen: seen.wish == "stay" and seen.agent,
})  # fmt: skip
CUT_OFF: Final = "colleague_gone"
"""Why a call is promised: the colleague was gone as soon as the customer was theirs."""
WISHES: Final = frozenset({"joins", "swaps", "agent_leaves", "colleague_leaves", "goes_back", "is_called", "stays"})

BEGINS: Final = ("requested", "brief_ready")
TWO_TALK: Final = ("consulting", "swapped")
ALL_THERE: Final = ("consulting", "swapped", "merged")
STEPS: Final[tuple[tuple[tuple[str, ...], str, str, str], ...]] = (
    # in one of these            where                          follows         why
    (("returned",), "agent_gone", "done", "agent_gone"),
    (("swapped", "merged", "agent_left"), "customer_gone_after_they_met", "done", "customer_hung_up"),
    ((*BEGINS, "ringing", *ALL_THERE, "agent_left", "nobody_came"), "customer_gone", "caller_gone", "customer_hung_up"),
    ((*BEGINS, "ringing", *ALL_THERE, "agent_left", "nobody_came"), "is_called", "promised", "wished"),
    ((*BEGINS, "ringing", *ALL_THERE, "nobody_came"), "goes_back", "returned", "called_back"),
    (("swapped", "merged"), "a_stranger_alone", "done", "agent_gone"),
    (("ringing", "consulting"), "a_stranger_alone", "promised", "agent_gone"),
    (("requested",), "always", "brief_ready", "brief"),
    (("brief_ready",), "always", "ringing", "asked"),
    (("ringing",), "colleague_there_agent_gone", "agent_left", "agent_gone"),
    (("ringing",), "colleague_there", "consulting", "accepted"),
    (("ringing",), "nobody_comes_agent_gone", "promised", "nobody_came"),
    (("ringing",), "nobody_to_be_asked", "returned", "nobody_came"),
    (("ringing",), "nobody_comes", "nobody_came", "nobody_came"),
    (ALL_THERE, "both_gone", "promised", "both_gone"),
    (ALL_THERE, "colleague_gone", "returned", "colleague_gone"),
    (ALL_THERE, "agent_gone", "agent_left", "agent_gone"),
    (ALL_THERE, "agent_leaves", "agent_left", "agent_left"),
    (ALL_THERE, "colleague_leaves", "returned", "colleague_left"),
    (TWO_TALK, "joins", "merged", "brought_together"),
    (("consulting",), "swaps", "swapped", "changed_places"),
    (("swapped",), "swaps", "consulting", "changed_places"),
    (TWO_TALK, "asked_long_enough", "returned", "time_over"),
    (TWO_TALK, "time_over", "merged", "time_over"),
    (("agent_left",), "colleague_cut_off", "promised", CUT_OFF),
    (("agent_left",), "colleague_gone", "done", "colleague_hung_up"),
    (("nobody_came",), "agent_gone", "promised", "agent_gone"),
    (("nobody_came",), "stays", "returned", "stays"),
    (("nobody_came",), "time_over", "returned", "no_answer"),
)


def next_step(seen: Seen) -> Step | None:
    """None: it stays in its state."""
    for states, where, follows, why in STEPS:
        if seen.state in states and TRUE_OF[where](seen):
            return Step(state=follows, why=why, wished=where in WISHES)
    return None
