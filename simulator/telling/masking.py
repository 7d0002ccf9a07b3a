"""Hiding numbers, keys and client names before something is shown. The same number is always the same mask."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from simulator.telling.trace import Entry

NUMBER = re.compile(
    r"(?:(?:\+|%2[bB]|\\u002[bB])\d(?:[\s().\u00a0-]{0,2}\d){6,14}"  # +90 555 111 22 33, however it is encoded
    r"|(?<![\w.+])(?!\d{4}-\d\d-\d\d)\(?\d(?:[\s().\u00a0-]{0,2}\d){9,18})(?![\w])"  # 0 (555) 111 22 33
)
CLIENT = re.compile(r"client(?::|%3[aA])([\w.@%+-]+)")
DATE = re.compile(r"^\d{4}-\d\d-\d\d")
LAST_DIGITS = 2
NATIONAL_DIGITS = 10
"""Two ways to write a number are one number when so many of their last digits agree."""
SHORTEST_SECRET = 3
"""Fewer keys in a row are a choice in a menu; more may be a number or a PIN."""
DOTS = "•" * 5


class Mask:
    """Learns the numbers, typed keys and client names in a trace, and hides them in any text."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._numbers: dict[str, str] = {}
        self._clients: dict[str, str] = {}
        self._typed: set[str] = set()
        self._keys_of: dict[int, str] = {}
        known = list(entries)
        self._learn_keys(known)
        for entry in known:
            for text in _texts((entry.name, entry.text, dict(entry.data))):
                self._learn(text)
        self._everywhere = self._pattern()

    def text(self, text: str) -> str:
        """The text with everything hidden that must not be seen."""
        text = CLIENT.sub(lambda found: found[0].replace(found[1], self._client(found[1])), text)
        text = NUMBER.sub(lambda found: self._number(found[0]), text)
        return self._everywhere.sub(lambda found: self._known(found[0]), text) if self._everywhere else text

    def entry_text(self, entry: Entry) -> str:
        """An entry's words; keys that belong to a longer row of keys are hidden."""
        if entry.kind == "digits" and len(self._keys_of.get(entry.seq, "")) >= SHORTEST_SECRET:
            return "presses •" + (" (nothing listens)" if "nothing listens" in entry.text else "")
        return self.text(entry.text)

    def anything(self, value: Any) -> Any:
        """Text, numbers, lists and mappings, hidden throughout."""
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.anything(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.anything(each) for each in value]
        return self.text(value) if isinstance(value, str) else value

    def _learn(self, text: str) -> None:
        for found in CLIENT.finditer(text):
            self._client(found[1])
        for number in NUMBER.finditer(text):
            self._number(number[0])

    def _learn_keys(self, entries: list[Entry]) -> None:
        """Rows of keys pressed on one leg with nothing asked between, and Digits as they were sent."""
        rows: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.kind == "digits":
                rows.setdefault(entry.leg, []).append(entry)
            elif entry.kind == "webhook":
                self._row_is_over(rows.pop(entry.leg, []))
                digits = dict(entry.data.get("params", {})).get("Digits", "")
                self._typed.update({digits} if len(digits) >= SHORTEST_SECRET and digits != "hangup" else ())
        for row in rows.values():
            self._row_is_over(row)

    def _row_is_over(self, row: list[Entry]) -> None:
        keys = "".join(str(entry.data.get("key", "")) for entry in row)
        self._keys_of.update({entry.seq: keys for entry in row})
        if len(keys.strip("#*")) >= SHORTEST_SECRET:
            self._typed.add(keys.strip("#*"))

    def _number(self, written: str) -> str:
        plain = written.replace("%2B", "+").replace("%2b", "+")
        digits = "".join(_digit(letter) for letter in plain.replace("\\u002b", "+") if letter.isdigit())
        key = digits[-NATIONAL_DIGITS:]
        if key not in self._numbers:
            mask, taken = DOTS + digits[-LAST_DIGITS:], set(self._numbers.values())
            candidates = [mask, *(f"{mask}-{letter}" for letter in "BCDEFGHIJKLMNOPQRSTUVWXYZ")]
            free = [one for one in candidates if one not in taken]
            self._numbers[key] = free[0] if free else f"{mask}-{len(taken)}"
        return self._numbers[key]

    def _client(self, identity: str) -> str:
        if identity not in self._clients:
            self._clients[identity] = f"{DOTS}{len(self._clients) + 1}"
        return self._clients[identity]

    def _pattern(self) -> re.Pattern[str] | None:
        """Known numbers wherever their digits stand; typed keys and client names as words."""
        numbers = [rf"(?:\d{{0,3}}{re.escape(number)})" for number in sorted(self._numbers, key=len, reverse=True)]
        words = [*self._typed, *(name for name in self._clients if len(name) >= SHORTEST_SECRET)]
        whole = [rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(words, key=lambda one: (-len(one), one))]
        return re.compile("|".join([*numbers, *whole])) if numbers or whole else None

    def _known(self, found: str) -> str:
        if found in self._typed:
            return DOTS
        return self._clients[found] if found in self._clients else self._number(found)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _texts(str(key))
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _digit(letter: str) -> str:
    return str(unicodedata.digit(letter, 0))
