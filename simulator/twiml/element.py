"""How the grammar is written down: elements, their attributes, and what an attribute's value may be."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

SCHEMA_WARNING = 12200
ATTRIBUTE = re.compile(r"(?P<name>(?:xml:)?[\w-]+)(?::(?P<kind>[a-z]+)(?:\((?P<of>[^)]*)\))?)?(?:!(?P<code>\d+))?")
WHOLE_NUMBER = re.compile(r"[+-]?\d{1,9}")
TONES = frozenset("0123456789ABCD#*wW")
KEYS = frozenset("0123456789#*")


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """An attribute: its kind, what the kind is narrowed to (a range, a choice), and Twilio's code for a wrong value."""

    name: str
    kind: str = "text"
    of: str = ""
    code: int = SCHEMA_WARNING

    def takes(self, value: str) -> bool:
        return KINDS[self.kind](value.strip(), self.of)

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(self.of.split("|")) if self.kind in ("one", "some") else ()

    def __str__(self) -> str:
        """What a right value is, for people."""
        told = {"one": "one of", "some": "some of", "int": "a whole number", "sid": "a SID", "text": "text of at most"}
        return f"{told.get(self.kind, self.kind)} {self.of.replace('|', ', ')}".strip()


@dataclass(frozen=True, kw_only=True)
class Element:
    """A verb or a noun. `children` are names in the table of elements; `text` says whether words belong inside."""

    tag: str
    text: bool
    attributes: dict[str, Attribute]
    children: tuple[str, ...]


def element(attributes: str = "", children: str = "", *, tag: str = "", text: bool = False) -> Element:
    """An element from words: `name`, `name:kind`, `name:kind(narrowed)`; `!code` is the code of a wrong value."""
    found = [_attribute(word) for word in attributes.split()]
    return Element(tag=tag, text=text, attributes={one.name: one for one in found}, children=tuple(children.split()))


@cache
def _attribute(word: str) -> Attribute:
    parts = ATTRIBUTE.fullmatch(word)
    if parts is None or (parts["kind"] or "text") not in KINDS:
        raise ValueError(f"{word!r} does not describe an attribute")
    code = int(parts["code"] or SCHEMA_WARNING)
    return Attribute(name=parts["name"], kind=parts["kind"] or "text", of=parts["of"] or "", code=code)


def _is_text(value: str, most: str) -> bool:
    return not most or len(value) <= int(most)


def _is_flag(value: str, _: str) -> bool:
    return value.lower() in ("true", "false")


def _is_method(value: str, _: str) -> bool:
    return value.upper() in ("GET", "POST")


def _is_number(value: str, bounds: str) -> bool:
    """`5..600` from five to six hundred; either end may be left open."""
    low, _, high = bounds.partition("..")
    if not WHOLE_NUMBER.fullmatch(value):
        return False
    return (not low or int(value) >= int(low)) and (not high or int(value) <= int(high))


def _is_number_or_auto(value: str, bounds: str) -> bool:
    return value == "auto" or _is_number(value, bounds)


def _is_one(value: str, choices: str) -> bool:
    return value in choices.split("|")


def _are_some(value: str, choices: str) -> bool:
    return set(value.split()) <= set(choices.split("|"))


def _is_key(value: str, _: str) -> bool:
    return value == "" or (len(value) == 1 and value in KEYS)


def _are_keys(value: str, _: str) -> bool:
    return set(value) <= KEYS


def _are_tones(value: str, _: str) -> bool:
    return set(value) <= TONES


def _is_sid(value: str, prefix: str) -> bool:
    return re.fullmatch(prefix + "[0-9a-fA-F]{32}", value) is not None


def _anything(value: str, _: str) -> bool:
    return True


KINDS: dict[str, Callable[[str, str], bool]] = {
    "text": _is_text,
    "url": _anything,
    "flag": _is_flag,
    "method": _is_method,
    "int": _is_number,
    "auto": _is_number_or_auto,
    "one": _is_one,
    "some": _are_some,
    "key": _is_key,
    "keys": _are_keys,
    "tones": _are_tones,
    "sid": _is_sid,
}
