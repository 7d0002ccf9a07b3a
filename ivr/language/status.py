"""Where the caller's own case stands, without waiting for a person."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ivr.language.move import Do, Effect, Go, Outcome
from ivr.language.node import Node, Prompt, Way
from ivr.language.part import NodeName, Part, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk


@dataclass(frozen=True, kw_only=True)
class AskStatus(Effect):
    """Where does this customer's case stand? The one of this number, if it is theirs, or the one touched last.

    The outcome is `told`, with `case`, `last` (a name of `LastEvents`), `at`, `owner`, `due`, `overdue`, and
    `product` and `until` of a warranty, as far as there are such; or `none`, with those of a warranty alone.
    """

    only_asks: ClassVar[bool] = True
    customer: str
    case: str | None


class LastEvents(Part):
    """What is said of the last thing that happened to the case; `{case}` is its number, `{at}` when it was."""

    opened: Words
    talked: Words
    promised: Words
    kept: Words
    closed: Words


class Status(Part):
    """After `events`, `owner` is said where somebody owns it (`{owner}`, a first name), then `due` or `overdue`.

    `warranty` is said of what they bought that is still under warranty: `{product}`, `{until}`; also without a case.
    Nothing is told to a caller who has not proved who they are: they go to `unverified`.
    """

    events: LastEvents
    owner: Words | None = None
    due: Words | None = None
    overdue: Words | None = None
    warranty: Words | None = None
    told: NodeName
    none: NodeName
    unverified: NodeName


class StatusNode(Node):
    """The caller, once verified, hears what happened last in their case, who owns it and what was promised next."""

    kind: ClassVar[str] = "status"
    status: Status

    def ways(self) -> tuple[Way, ...]:
        return tuple(
            Way(label=label, to=getattr(self.status, label), kind="outcome", where=("status", label))
            for label in ("told", "none", "unverified")
        )

    def prompts(self) -> tuple[Prompt, ...]:
        """At most one event is heard, the owner, and one of the two about what was promised."""
        events = self.status.events
        said = {("status", "events", name): getattr(events, name) for name in LastEvents.model_fields}
        rest = {("status", name): getattr(self.status, name) for name in ("owner", "due", "overdue", "warranty")}
        return tuple(Prompt(words=words, where=where) for where, words in (*said.items(), *rest.items()) if words)

    def heard_before(self, label: str) -> tuple[tuple[Prompt, ...], ...]:
        said = self.prompts()
        if label == "none":
            return (tuple(prompt for prompt in said if prompt.where[-1] == "warranty"),)
        if label != "told":
            return ()
        events, rest = said[: len(LastEvents.model_fields)], said[len(LastEvents.model_fields) :]
        alone = tuple(tuple(prompt for prompt in rest if prompt.where[-1] == name) for name in ("owner", "warranty"))
        return events, *alone, tuple(prompt for prompt in rest if prompt.where[-1] in ("due", "overdue"))

    def fills(self) -> frozenset[str]:
        return frozenset({"case", "at", "owner", "due", "product", "until"})

    def proves(self) -> frozenset[str]:
        return frozenset({"told", "none"})

    def serves(self) -> frozenset[str]:
        return frozenset({"told"})

    def enter(self, talk: "Talk") -> Do | Go:
        customer = talk.conversation.customer
        if not talk.conversation.verified or customer is None:
            return Go(to=self.status.unverified)
        return Do(AskStatus(customer=customer, case=talk.conversation.case))

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Go:
        if outcome.way == "none":
            bought = self.status.warranty if "product" in outcome.values else None
            return Go(to=self.status.none, sounds=(talk.say(bought, outcome.values),) if bought else ())
        if outcome.way != "told":
            return Go(to=talk.flow.person)
        facts = outcome.values
        told = (
            getattr(self.status.events, facts["last"]),
            self.status.owner if "owner" in facts else None,
            self.status.overdue if "overdue" in facts else self.status.due if "due" in facts else None,
            self.status.warranty if "product" in facts else None,
        )
        return Go(to=self.status.told, sounds=tuple(talk.say(words, facts) for words in told if words))
