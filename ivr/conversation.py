"""The conversation: a pure interpreter of flows. It travels in the URLs we hand to Twilio, so no store can lose it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from cases.identification import Caller
from ivr.errors import FlowUnknown
from ivr.flow import Ask, Flow, Menu, Reach

MOST_NODES: Final = 200
"""How many nodes one turn may pass before a person takes over: a flow that loops must not hold a caller."""
PERSON_KEY: Final = "0"
REPEAT_KEY: Final = "*"
NOBODY: Final = ("withheld", "unknown")
"""Kinds of caller id that are nobody's number."""
MENU_SECONDS: Final = 6
"""Silence after a menu before it counts as no answer."""


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """Where a caller is. Small on purpose: ids and places, never names, never digits that are secret."""

    call: str
    flow: str
    version: str
    node: str
    language: str
    step: int = 0
    tries: int = 0
    customer: str | None = None
    case: str | None = None

    def query(self) -> dict[str, str]:
        """As it travels in a URL. Twilio signs the URL, so nobody can change it on the way."""
        carried = {
            "f": self.flow,
            "v": self.version,
            "n": self.node,
            "l": self.language,
            "s": str(self.step),
            "t": str(self.tries),
            "c": self.customer,
            "k": self.case,
        }
        return {name: value for name, value in carried.items() if value is not None}

    @classmethod
    def carried(cls, call: str, query: Mapping[str, str]) -> "Conversation":
        """Back from a URL. Raises FlowUnknown when it is not one of ours."""
        try:
            return cls(
                call=call,
                flow=query["f"],
                version=query["v"],
                node=query["n"],
                language=query["l"],
                step=int(query["s"]),
                tries=int(query["t"]),
                customer=query.get("c"),
                case=query.get("k"),
            )
        except (KeyError, ValueError):
            raise FlowUnknown from None


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What the caller answered; empty when they said nothing."""

    digits: str = ""


@dataclass(frozen=True, kw_only=True)
class Spoken:
    text: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """Speak, then listen for keys."""

    prompt: Spoken
    most_digits: int | None
    seconds: int


@dataclass(frozen=True, kw_only=True)
class HangUp:
    """The flow is over."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What one step of a conversation comes to: words, what happens then, and where the caller now is."""

    spoken: tuple[Spoken, ...]
    then: Question | Reach | HangUp
    conversation: Conversation
    visited: tuple[str, ...]


def begin(flow: Flow, conversation: Conversation, caller: Caller) -> Turn:
    """From where the caller stands, on until we must hear them, hand them over or let them go."""
    return _walk(flow, conversation, caller, spoken=(), visited=())


def hear(flow: Flow, conversation: Conversation, heard: Heard, caller: Caller) -> Turn:
    """The caller answered the question of their node, or kept silent."""
    node = flow.nodes.get(conversation.node)
    asked = (node.menu or node.ask) if node else None
    if asked is None:
        return begin(flow, _at(conversation, flow.person), caller)
    if heard.digits == PERSON_KEY:
        return begin(flow, _at(conversation, flow.person), caller)
    if heard.digits == REPEAT_KEY:
        return begin(flow, replace(conversation, step=conversation.step + 1), caller)
    chosen = _chosen(asked, conversation, heard, caller)
    if chosen is not None:
        return begin(flow, chosen, caller)
    return _asked_again(flow, conversation, caller)


def _chosen(asked: Menu | Ask, conversation: Conversation, heard: Heard, caller: Caller) -> Conversation | None:
    """Where the answer leads, or None when it says nothing to us."""
    if isinstance(asked, Menu):
        target = asked.options.get(heard.digits)
        return _at(conversation, target) if target else None
    if not heard.digits:
        return None
    for case in caller.open_cases:
        if case.number == heard.digits:
            found = _at(conversation, asked.case_number.found)
            return replace(found, case=case.number, customer=case.customer_id)
    return _at(conversation, asked.case_number.not_found)


def _asked_again(flow: Flow, conversation: Conversation, caller: Caller) -> Turn:
    """Silence or a mistake: once more, and then a person. Nobody is hung up on for not pressing a key."""
    if conversation.tries + 1 >= flow.tries:
        return begin(flow, _at(conversation, flow.person), caller)
    return begin(flow, replace(conversation, tries=conversation.tries + 1, step=conversation.step + 1), caller)


def _walk(
    flow: Flow, conversation: Conversation, caller: Caller, spoken: tuple[Spoken, ...], visited: tuple[str, ...]
) -> Turn:
    for _ in range(MOST_NODES):
        node = flow.nodes.get(conversation.node)
        if node is None:
            break
        visited = (*visited, conversation.node)
        if node.say is not None and node.next is not None:
            spoken = (*spoken, _say(node.say.spoken_in(conversation.language)))
            conversation = _at(conversation, node.next)
        elif node.identify is not None:
            conversation = _identified(conversation, caller, flow)
        else:
            return Turn(spoken=spoken, then=_then(flow, conversation), conversation=conversation, visited=visited)
    person = flow.nodes[flow.person].agent
    return Turn(spoken=spoken, then=person or HangUp(), conversation=_at(conversation, flow.person), visited=visited)


def _then(flow: Flow, conversation: Conversation) -> Question | Reach | HangUp:
    node = flow.nodes[conversation.node]
    if node.menu is not None:
        return Question(
            prompt=_say(node.menu.say.spoken_in(conversation.language)), most_digits=1, seconds=MENU_SECONDS
        )
    if node.ask is not None:
        prompt = _say(node.ask.say.spoken_in(conversation.language))
        return Question(prompt=prompt, most_digits=node.ask.most_digits, seconds=MENU_SECONDS)
    return node.agent or HangUp()


def _identified(conversation: Conversation, caller: Caller, flow: Flow) -> Conversation:
    """Who calls, as far as the number tells: nobody is guessed."""
    ways = flow.nodes[conversation.node].identify
    assert ways is not None
    if caller.caller_id.kind in NOBODY:
        return _at(conversation, ways.withheld)
    if len(caller.customers) > 1:
        return _at(conversation, ways.several)
    if not caller.customers:
        return _at(conversation, ways.none)
    customer = caller.customers[0]
    case = next((case.number for case in caller.open_cases), None)
    known = replace(_at(conversation, ways.one), customer=customer.id, case=case)
    return known if case else _at(known, ways.none)


def _at(conversation: Conversation, node: str) -> Conversation:
    return replace(conversation, node=node, step=conversation.step + 1, tries=0)


def _say(words: tuple[str, str]) -> Spoken:
    return Spoken(text=words[0], language=words[1])
