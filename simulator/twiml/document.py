"""Reading a TwiML document: XML in, a list of verbs out, with Twilio's verdict on everything that is wrong with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from simulator.twiml.errors import TwimlError
from simulator.twiml.grammar import ATTRIBUTES, NESTING, SIMULATED, VERBS, Context

LARGEST_BYTES = 64 * 1024
TRUE, FALSE = "true", "false"


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One element: a verb such as `Say`, or a noun such as `Conference` inside `Dial`."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: tuple["Verb", ...] = ()

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
        return {TRUE: True, FALSE: False}.get(value, default)

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


def read_document(body: bytes, url: str, context: Context, unknown_verb_fails: bool = True) -> Document:
    """The verbs of a TwiML document. Raises TwimlError where Twilio would refuse the document."""
    if len(body) > LARGEST_BYTES:
        raise TwimlError(11750, f"document of {len(body)} bytes is over 64 kB")
    root = _root(body)
    warnings: list[TwimlError] = []
    verbs = []
    for element in root:
        verb = _verb(element, warnings)
        if _is_known(verb, unknown_verb_fails, warnings):
            _check_place(verb, context)
            verbs.append(verb)
    return Document(url=url, verbs=tuple(verbs), warnings=tuple(warnings))


def _root(body: bytes) -> ElementTree.Element:
    try:
        root = ElementTree.fromstring(body)  # noqa: S314  # our own machine's documents, sizes bounded
    except ElementTree.ParseError as error:
        raise TwimlError(12100, f"document parse failure: {error}") from error
    if root.tag != "Response":
        raise TwimlError(12100, f"the root element is <{root.tag}>, not <Response>")
    return root


def _verb(element: ElementTree.Element, warnings: list[TwimlError]) -> Verb:
    name = element.tag
    known = ATTRIBUTES.get(name)
    if known is not None:
        warnings.extend(
            TwimlError(12200, f"<{name}> has no attribute {key!r}") for key in element.attrib if key not in known
        )
    return Verb(
        name=name, attributes=dict(element.attrib), text=_text(element), children=tuple(_children(element, warnings))
    )


def _children(element: ElementTree.Element, warnings: list[TwimlError]) -> Iterator[Verb]:
    allowed = NESTING.get(element.tag, frozenset())
    for child in element:
        if element.tag in VERBS and child.tag not in allowed:
            raise TwimlError(12100, f"<{child.tag}> may not be inside <{element.tag}>")
        if element.tag != "Say":
            yield _verb(child, warnings)


def _text(element: ElementTree.Element) -> str:
    """The text of an element; of a Say including the words inside its speech markup."""
    words = "".join(element.itertext()) if element.tag == "Say" else (element.text or "")
    return re.sub(r"\s+", " ", words).strip()


def _is_known(verb: Verb, unknown_verb_fails: bool, warnings: list[TwimlError]) -> bool:
    if verb.name not in VERBS:
        if unknown_verb_fails:
            raise TwimlError(12200, f"unknown verb <{verb.name}>")
        warnings.append(TwimlError(12200, f"unknown verb <{verb.name}> skipped"))
        return False
    if verb.name not in SIMULATED:
        raise TwimlError(12200, f"<{verb.name}> is not simulated yet")
    return True


def _check_place(verb: Verb, context: Context) -> None:
    if verb.name not in context.allowed:
        raise TwimlError(context.wrong_verb, f"<{verb.name}> is not allowed in a {context.name} document")
