"""A TwiML document: its verbs, with Twilio's verdict on everything that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from simulator.twiml.checking import check_root, check_words, checked_attributes
from simulator.twiml.element import SCHEMA_WARNING, Element
from simulator.twiml.elements import ELEMENTS
from simulator.twiml.errors import TwimlError
from simulator.twiml.grammar import TAGS, VERBS, Context, child_of, meant
from simulator.twiml.markup import UNREADABLE, Markup, read_markup

LARGEST_BYTES = 64 * 1024
TOO_LARGE = 11750


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One element: a verb such as `Say`, or a noun such as `Conference` inside `Dial`.

    `parts` are the texts and elements inside in their order, where the order matters: in what is to be spoken.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: tuple["Verb", ...] = ()
    parts: tuple["str | Verb", ...] = ()

    def get(self, attribute: str, default: str = "") -> str:
        return self.attributes.get(attribute, default)

    def number(self, attribute: str, default: float) -> float:
        """A numeric attribute; the default when absent or not a number."""
        try:
            return float(self.attributes.get(attribute, default))
        except ValueError:
            return default

    def flag(self, attribute: str, default: bool) -> bool:
        value = self.attributes.get(attribute, "").lower()
        return {"true": True, "false": False}.get(value, default)

    def __str__(self) -> str:
        inside = ", ".join(str(child) for child in self.children)
        return f"{self.name}({inside})" if inside else self.name


@dataclass(frozen=True, kw_only=True)
class Document:
    """A parsed document and the URL it came from, against which its own URLs are resolved."""

    url: str
    verbs: tuple[Verb, ...]
    warnings: tuple[TwimlError, ...] = ()

    def __str__(self) -> str:
        return ", ".join(str(verb) for verb in self.verbs) or "empty Response"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How strictly a document is read: where it is for, and what Twilio's documents leave open."""

    context: Context
    unknown_verb_fails: bool = True
    wrong_root_error: int = UNREADABLE


def read_document(body: bytes, url: str, rules: Rules) -> Document:
    """The verbs of a TwiML document. Raises TwimlError where Twilio would refuse the document."""
    if len(body) > LARGEST_BYTES:
        raise TwimlError(TOO_LARGE, f"document of {len(body)} bytes is over 64 kB")
    root = read_markup(body)
    reading = _Reading(rules=rules)
    check_root(root, rules.wrong_root_error, reading.warnings)
    verbs = tuple(reading.verbs(root))
    return Document(url=url, verbs=verbs, warnings=tuple(reading.warnings))


@dataclass(kw_only=True)
class _Reading:
    rules: Rules
    warnings: list[TwimlError] = field(default_factory=list)

    def verbs(self, root: Markup) -> Iterator[Verb]:
        for one, verb in self._inside(root, ELEMENTS["Response"]):
            self._check_place(one)
            yield verb

    def _inside(self, parent: Markup, element: Element) -> Iterator[tuple[Markup, Verb]]:
        """The elements inside this one; unknown ones fail the document or are passed over, misplaced ones fail it."""
        for one in parent.elements:
            found = child_of(element, one.name)
            if found is not None:
                yield one, self._verb(one, found)
            elif one.name in TAGS:
                raise TwimlError(UNREADABLE, f"<{one.name}> may not be inside <{parent.name}>: {one.place}")
            else:
                self._unknown(one)

    def _verb(self, one: Markup, element: Element) -> Verb:
        check_words(one, element, self.warnings)
        children = {id(inner): verb for inner, verb in self._inside(one, element)}
        spoken = one.name == "Say" or one.name not in VERBS
        parts = (inner if isinstance(inner, str) else children.get(id(inner)) for inner in one.inside)
        return Verb(
            name=one.name,
            attributes=checked_attributes(one, element, self.warnings),
            text=" ".join("".join(one.texts).split()),
            children=tuple(children.values()) if one.name != "Say" else (),
            parts=tuple(part for part in parts if part is not None) if spoken else (),
        )

    def _unknown(self, one: Markup) -> None:
        right = meant(one.name, TAGS)
        hint = f" (names are case-sensitive: <{right}>)" if right else ""
        reason = f"unknown element <{one.name}>{hint}: {one.place}"
        if self.rules.unknown_verb_fails:
            raise TwimlError(SCHEMA_WARNING, reason)
        self.warnings.append(TwimlError(SCHEMA_WARNING, f"{reason}; skipped"))

    def _check_place(self, one: Markup) -> None:
        context = self.rules.context
        if one.name not in context.allowed:
            reason = f"<{one.name}> is not allowed in a {context.name} document: {one.place}"
            raise TwimlError(context.code_for(one.name), reason)
