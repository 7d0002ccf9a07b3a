"""A data dip: a question to another system, over HTTP, with a way on for when it does not answer."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, ClassVar, Final
from urllib.parse import quote

from pydantic import Field, StringConstraints

from ivr.language.move import Do, Effect, Go, Heard, Move, Outcome, Wait
from ivr.language.node import Named, Node, Prompt, Way
from ivr.language.part import NodeName, Part, VariableName, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

PLACE: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
ABOUT_THE_CALLER: Final = frozenset({"phone", "customer", "case"})
"""Whoever asks with one of these gets an answer about one person."""
KNOWN_ANYWAY: Final = ABOUT_THE_CALLER | {"language"}
PENDING: Final = "pending"
LOOKS_EVERY_SECONDS: Final = 1

Address = Annotated[
    str,
    StringConstraints(
        pattern=r"^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?(/([!$-\[\]-z|~]|\{[a-z][a-z0-9_]*\})*)?$",
        max_length=500,
    ),
]
JsonPath = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,60}(\.[A-Za-z0-9_-]{1,60}){0,7}$")]


@dataclass(frozen=True, kw_only=True)
class AskDip(Effect):
    """The question with everything filled in; `asked_at` is None when this caller asks for the first time."""

    url: str
    keep: tuple[tuple[str, str], ...]
    within_seconds: int
    cache_seconds: int
    asked_at: datetime | None


class Dip(Part):
    """`get` may hold `{phone}`, `{customer}`, `{case}`, `{language}` and kept values, behind the host's name.

    `keep` names values of the answer by their path, as `delivery.date` or `items.0.name`. `say` is heard while the
    answer is waited for. Without `not_found` what is not there goes `failed`. Values count as personal where the
    address names the caller, unless `personal` says otherwise.
    """

    get: Address
    keep: Annotated[dict[VariableName, JsonPath], Field(max_length=6)] = Field(default_factory=dict)
    within_seconds: Annotated[int, Field(ge=1, le=3)] = 2
    cache_seconds: Annotated[int, Field(ge=0, le=3600)] = 0
    say: Words | None = None
    personal: bool | None = None
    ok: NodeName
    not_found: NodeName | None = None
    failed: NodeName


class DipNode(Node):
    """Another system is asked; an answer that does not come in time, or is none, goes `failed`."""

    kind: ClassVar[str] = "dip"
    dip: Dip

    def ways(self) -> tuple[Way, ...]:
        return (
            Way(label="ok", to=self.dip.ok, kind="outcome", where=("dip", "ok")),
            *(
                (Way(label="not_found", to=self.dip.not_found, kind="outcome", where=("dip", "not_found")),)
                if self.dip.not_found
                else ()
            ),
            Way(label="failed", to=self.dip.failed, kind="error", where=("dip", "failed")),
        )

    def names(self) -> tuple[Named, ...]:
        host = Named(what="host", name=host_in(self.dip.get), where=("dip", "get"))
        values = dict.fromkeys(name for name in PLACE.findall(self.dip.get) if name not in KNOWN_ANYWAY)
        return (host, *(Named(what="value", name=name, where=("dip", "get")) for name in values))

    def prompts(self) -> tuple[Prompt, ...]:
        return (Prompt(words=self.dip.say, where=("dip", "say")),) if self.dip.say else ()

    def keeps(self) -> frozenset[str]:
        return frozenset(self.dip.keep)

    def personal(self) -> frozenset[str]:
        named = bool(ABOUT_THE_CALLER & set(PLACE.findall(self.dip.get)))
        return self.keeps() if (named if self.dip.personal is None else self.dip.personal) else frozenset()

    def busy_seconds(self) -> float:
        return self.dip.within_seconds

    def enter(self, talk: "Talk") -> Move:
        return self._ask(talk, asked_at=None)

    def hear(self, talk: "Talk", heard: Heard) -> Move:
        return self._ask(talk, asked_at=_asked_at(talk.conversation.phase))

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Move:
        if outcome.way == PENDING:
            return self._wait(talk)
        to = next((way.to for way in self.ways() if way.label == outcome.way), self.dip.failed)
        return Go(to=to)

    def _ask(self, talk: "Talk", *, asked_at: datetime | None) -> Move:
        """What is not known cannot be asked about."""
        url = filled_in(self.dip.get, talk)
        if url is None:
            return Go(to=self.dip.failed)
        return Do(
            AskDip(
                url=url,
                keep=tuple(self.dip.keep.items()),
                within_seconds=self.dip.within_seconds,
                cache_seconds=self.dip.cache_seconds,
                asked_at=asked_at,
            )
        )

    def _wait(self, talk: "Talk") -> Wait:
        """The phase is the moment of asking and the turn of waiting: each look is a request of its own."""
        moment, _, turn = talk.conversation.phase.partition(".")
        first = not moment
        phase = f"{moment or round(talk.now.timestamp() * 1000)}.{int(turn or 0) + 1}"
        sounds = (talk.say(self.dip.say),) if first and self.dip.say else ()
        return Wait(seconds=LOOKS_EVERY_SECONDS, sounds=sounds, conversation=talk.at(phase=phase))


def host_in(address: str) -> str:
    """`name` or `name:port`, as a centre's list has it."""
    return address.partition("://")[2].partition("/")[0].removesuffix(":443")


def filled_in(address: str, talk: "Talk") -> str | None:
    """The address with every value in it, none of which can become more than a value; None when one is not known."""
    values = {
        "phone": talk.caller.caller_id.value if talk.caller.caller_id.kind == "e164" else "",
        "customer": talk.conversation.customer or "",
        "case": talk.conversation.case or "",
        "language": talk.conversation.language,
        **talk.conversation.kept,
    }
    if not all(values.get(name) for name in PLACE.findall(address)):
        return None
    return PLACE.sub(lambda place: quote(values[place[1]], safe=""), address)


def _asked_at(phase: str) -> datetime | None:
    from routing.instants import from_ms

    moment = phase.partition(".")[0]
    return from_ms(moment) if moment.isdecimal() else None
