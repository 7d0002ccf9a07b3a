"""What is wrong with an element that is in its right place: attributes, their values, words where none belong."""

from simulator.twiml.element import SCHEMA_WARNING, Attribute, Element
from simulator.twiml.errors import TwimlError
from simulator.twiml.grammar import meant
from simulator.twiml.markup import Markup

ROOT = "Response"
WRONG_VERSION = 12101
VERSIONS = ("2008-08-01", "2010-04-01")
SEVERAL_KEYS = {13310: 13311}
"""Gather's finishOnKey has a code of its own for more than one key."""

SHOWN_LETTERS = 60


def check_root(root: Markup, wrong_root: int, warnings: list[TwimlError]) -> None:
    """The root is Response; its attributes are nobody's business but `version`. Raises TwimlError."""
    if root.name != ROOT:
        hint = " (names are case-sensitive)" if root.name.lower() == ROOT.lower() else ""
        raise TwimlError(wrong_root, f"the root element is <{root.name}>, not <Response>{hint}: {root.place}")
    if root.attributes.get("version", VERSIONS[-1]) not in VERSIONS:
        raise TwimlError(WRONG_VERSION, f"there is no TwiML version {root.attributes['version']!r}: {root.place}")
    known = {name for name in root.attributes if name == "version" or _is_foreign(name)}
    for name in root.attributes:
        if name not in known:
            warnings.append(TwimlError(SCHEMA_WARNING, f"<{ROOT}> has no attribute {name!r}: {root.place}"))
    _no_words(root, warnings)


def check_words(one: Markup, element: Element, warnings: list[TwimlError]) -> None:
    if not element.text:
        _no_words(one, warnings)


def checked_attributes(one: Markup, element: Element, warnings: list[TwimlError]) -> dict[str, str]:
    """The attributes that are known and have a value Twilio would take. A wrong one counts as not given."""
    right: dict[str, str] = {}
    for name, value in one.attributes.items():
        attribute = element.attributes.get(name)
        if attribute is None:
            if not _is_foreign(name):
                warnings.append(TwimlError(SCHEMA_WARNING, _no_such(one, name, element)))
        elif attribute.takes(value):
            right[name] = value.strip() if attribute.kind not in ("text", "url") else value
        else:
            warnings.append(_wrong_value(one, attribute, value))
    return right


def _no_such(one: Markup, name: str, element: Element) -> str:
    right = meant(name, frozenset(element.attributes))
    hint = f" (names are case-sensitive: {right!r})" if right else ""
    return f"<{one.name}> has no attribute {name!r}{hint}: {one.place}"


def _wrong_value(one: Markup, attribute: Attribute, value: str) -> TwimlError:
    several = attribute.kind == "key" and len(value.strip()) > 1
    code = SEVERAL_KEYS.get(attribute.code, attribute.code) if several else attribute.code
    shown = value if len(value) <= SHOWN_LETTERS else f"{value[:SHOWN_LETTERS]}…"
    return TwimlError(code, f"<{one.name}> {attribute.name}={shown!r} is not {attribute}: {one.place}; left out")


def _no_words(one: Markup, warnings: list[TwimlError]) -> None:
    words = " ".join("".join(one.texts).split())
    if words:
        shown = words if len(words) <= SHOWN_LETTERS else f"{words[:SHOWN_LETTERS]}…"
        warnings.append(TwimlError(SCHEMA_WARNING, f"no text belongs into <{one.name}>: {shown!r}: {one.place}"))


def _is_foreign(name: str) -> bool:
    """Namespaces and schema locations are not TwiML's and do no harm."""
    return name.startswith(("xmlns", "xsi:", "xml:"))
