"""A flow: what a caller hears and may choose, as frozen values. Read in `flow_file`, run in `conversation`."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Language = Literal["tr", "en"]
NodeName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
MenuKey = Annotated[str, StringConstraints(pattern=r"^[1-9]$")]


class Part(BaseModel):
    """A piece of a flow: frozen, and strict about what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Words(Part):
    """The same words in each language. A missing language falls back to the other rather than to silence."""

    tr: Annotated[str, StringConstraints(max_length=1000)] | None = None
    en: Annotated[str, StringConstraints(max_length=1000)] | None = None

    def spoken_in(self, language: str) -> tuple[str, Language]:
        """The words and the language they are really in."""
        own, other = (self.en, self.tr) if language == "en" else (self.tr, self.en)
        if own is not None:
            return own, "en" if language == "en" else "tr"
        return other or "", "tr" if language == "en" else "en"


class Ways(Part):
    """Where each kind of caller goes. Caller ID routes; it never reveals."""

    one: NodeName
    several: NodeName
    none: NodeName
    withheld: NodeName


class CaseNumberWays(Part):
    found: NodeName
    not_found: NodeName


class Menu(Part):
    say: Words
    options: Annotated[dict[MenuKey, NodeName], Field(min_length=1, max_length=9)]


class Ask(Part):
    say: Words
    most_digits: Annotated[int, Field(ge=1, le=20)] = 10
    case_number: CaseNumberWays


class Reach(Part):
    """Put the caller in line for a person: the owner of their case first, where `owner` is true."""

    queue: NodeName
    owner: bool = False


class Node(Part):
    """Exactly one of the kinds below."""

    say: Words | None = None
    next: NodeName | None = None
    identify: Ways | None = None
    menu: Menu | None = None
    ask: Ask | None = None
    agent: Reach | None = None
    hang_up: Literal[True] | None = None

    @property
    def kinds(self) -> list[str]:
        return [
            name for name in ("say", "identify", "menu", "ask", "agent", "hang_up") if getattr(self, name) is not None
        ]

    def leads_to(self) -> list[str]:
        """Every node this one can lead to."""
        ways = [self.next] if self.next else []
        if self.identify:
            ways += [self.identify.one, self.identify.several, self.identify.none, self.identify.withheld]
        if self.menu:
            ways += list(self.menu.options.values())
        if self.ask:
            ways += [self.ask.case_number.found, self.ask.case_number.not_found]
        return ways


class Flow(Part):
    flow: NodeName
    language: Language = "tr"
    start: NodeName
    person: NodeName
    tries: Annotated[int, Field(ge=1, le=5)] = 2
    nodes: Annotated[dict[NodeName, Node], Field(min_length=1)]
