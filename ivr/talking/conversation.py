"""Where a caller is in a flow. It travels in the URLs we hand to Twilio, so no store can lose it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote_plus

from ivr.errors import FlowUnknown

MOST_KEPT: Final = 12
"""Values kept at once: the whole conversation has to fit in a URL."""
LONGEST_KEPT: Final = 80
MOST_KEPT_BYTES: Final = 2_000
"""Of all values together, as they stand in a URL."""
MOST_INSIDE: Final = 4
"""Flows inside flows."""
KEPT: Final = "x_"
ABOUT_CALL: Final = "about_call"
"""The kept value that tells which call we call about."""
RELEASE: Final = "v"
"""In every URL that carries a conversation."""


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """Small on purpose: ids and places, never names, never digits that are secret.

    `since` is when the caller last got somewhere, in milliseconds since 1970. `phase` is where they are inside a node
    that asks more than once. `inside` are the flows that led here, each with the node to come back to.
    """

    call: str
    release: str
    flow: str
    node: str
    language: str
    step: int = 0
    tries: int = 0
    since: int = 0
    customer: str | None = None
    case: str | None = None
    case_by: str = ""
    """How we know what the call is about: `number`, taken from who calls; `caller`, they said so, or would not say."""
    verified: bool = False
    called: bool = False
    """We called them: who keeps silent then is let go, and not led to a person."""
    line: str = ""
    """The place in line of a caller who stepped out of it, as in a URL: whoever leads to a person leads back to it."""
    comes_back: bool = False
    """Stepped out on their own wish: at the end of the flow they wait again."""
    phase: str = ""
    inside: tuple[tuple[str, str], ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)

    def query(self) -> dict[str, str]:
        """As it travels in a URL. Twilio signs the URL, so nobody can change it on the way."""
        carried = {
            RELEASE: self.release,
            "f": self.flow,
            "n": self.node,
            "l": self.language,
            "s": str(self.step),
            "t": str(self.tries),
            "at": str(self.since),
            "c": self.customer,
            "k": self.case,
            "h": self.case_by or None,
            "y": "1" if self.verified else None,
            "o": "1" if self.called else None,
            "w": self.line or None,
            "u": "1" if self.comes_back else None,
            "p": self.phase or None,
            "i": "~".join(f"{flow}.{node}" for flow, node in self.inside) or None,
            **{KEPT + name: value for name, value in self.kept.items()},
        }
        return {name: value for name, value in carried.items() if value is not None}

    @classmethod
    def carried(cls, call: str, query: Mapping[str, str]) -> "Conversation":
        """Back from a URL. Raises FlowUnknown when it is not one of ours."""
        try:
            return cls(
                call=call,
                release=query[RELEASE],
                flow=query["f"],
                node=query["n"],
                language=query["l"],
                step=int(query["s"]),
                tries=int(query["t"]),
                since=int(query["at"]),
                customer=query.get("c"),
                case=query.get("k"),
                case_by=query.get("h", ""),
                verified=query.get("y") == "1",
                called=query.get("o") == "1",
                line=query.get("w", ""),
                comes_back=query.get("u") == "1",
                phase=query.get("p", ""),
                inside=_inside(query.get("i", "")),
                kept={name[len(KEPT) :]: value for name, value in query.items() if name.startswith(KEPT)},
            )
        except (KeyError, ValueError):
            raise FlowUnknown from None

    def changed(self, **changes: object) -> "Conversation":
        """With other values in these fields. Done at every node: `replace` would set each of the others anew."""
        if not changes.keys() <= self.__dict__.keys():
            raise TypeError(f"a conversation has no {', '.join(changes.keys() - self.__dict__.keys())}")
        other = object.__new__(Conversation)
        other.__dict__.update(self.__dict__, **changes)
        return other

    def about(self, case: str | None, customer: str | None) -> "Conversation":
        """About this case of this customer. Who proved to be one customer has not proved to be another."""
        verified = self.verified and customer is not None and customer == self.customer
        return self.changed(case=case, customer=customer, verified=verified, case_by="caller")

    def keeping(self, values: Mapping[str, str]) -> "Conversation":
        """With these values kept as well; what would not fit in a URL is cut, the oldest goes first."""
        if not values:
            return self
        kept = {**self.kept, **{name: _keepable(value) for name, value in values.items()}}
        return self.changed(kept=_fitting(list(kept.items())[-MOST_KEPT:]))

    def moved(self, node: str) -> "Conversation":
        """At another node, at the beginning of it."""
        return self.changed(node=node, step=self.step + 1, tries=0, phase="")

    def again(self) -> "Conversation":
        """At the same node, asked once more."""
        return self.changed(step=self.step + 1)


def _keepable(value: str) -> str:
    """On one line, of characters that every URL and every voice can carry: a value may come from anybody."""
    if value.isascii() and value.isprintable():
        return value[:LONGEST_KEPT]
    return "".join(c if c.isprintable() else " " for c in value[:LONGEST_KEPT])


def _fitting(kept: list[tuple[str, str]]) -> dict[str, str]:
    """The newest values that fit together."""
    room, fits = MOST_KEPT_BYTES, []
    for name, value in reversed(kept):
        room -= len(quote_plus(value))
        fits += [(name, value)] if room >= 0 else []
    return dict(reversed(fits))


def _inside(text: str) -> tuple[tuple[str, str], ...]:
    pairs = [one.partition(".") for one in text.split("~") if one]
    return tuple((flow, node) for flow, _, node in pairs[:MOST_INSIDE])
