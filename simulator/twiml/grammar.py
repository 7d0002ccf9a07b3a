"""What TwiML may contain, and which verbs are legal where."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.twiml.element import SCHEMA_WARNING, Element
from simulator.twiml.elements import ELEMENTS

VERBS = frozenset(ELEMENTS["Response"].children)
TAGS = frozenset(each.tag or name for name, each in ELEMENTS.items())
CANNOT_DIAL_HERE = 13201
WRONG_WAIT_VERB = 13238


@dataclass(frozen=True, kw_only=True)
class Context:
    """A place documents are fetched for. `codes` are the codes for a verb that is not legal there, else `wrong_verb`.

    A document that cannot be had is replaced by the fallback's if the place `falls_back`; a conference's do not.
    """

    name: str
    allowed: frozenset[str]
    wrong_verb: int = SCHEMA_WARNING
    codes: Mapping[str, int] = field(default_factory=dict)
    falls_back: bool = True

    def code_for(self, verb: str) -> int:
        """Twilio's code for this verb standing where it may not."""
        return self.codes.get(verb, self.wrong_verb)


def child_of(parent: Element, tag: str) -> Element | None:
    """The element with this tag that may stand inside the parent."""
    for name in parent.children:
        if (ELEMENTS[name].tag or name) == tag:
            return ELEMENTS[name]
    return None


def meant(name: str, known: frozenset[str]) -> str:
    """The known name that differs from this one only in its letters' case; "" if none does."""
    return next((one for one in sorted(known) if one.lower() == name.lower() and one != name), "")


_PLAYED = frozenset({"Play", "Say", "Pause", "Redirect"})

CALL = Context(name="call", allowed=VERBS)
QUEUE_WAIT = Context(name="queue wait", allowed=_PLAYED | {"Hangup", "Leave", "Gather"})
ROOM_WAIT = Context(name="conference wait", allowed=_PLAYED, wrong_verb=WRONG_WAIT_VERB, falls_back=False)
ANNOUNCEMENT = Context(name="announcement", allowed=_PLAYED, wrong_verb=WRONG_WAIT_VERB, falls_back=False)
WHISPER = Context(
    name="whisper", allowed=frozenset({"Play", "Say", "Gather", "Hangup"}), codes={"Dial": CANNOT_DIAL_HERE}
)
CONNECTING = Context(name="queue connecting", allowed=_PLAYED, codes={"Dial": CANNOT_DIAL_HERE})
