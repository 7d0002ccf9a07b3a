"""A person, as far as the database goes: what they are called by, and whatever is theirs, by name."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from records.data_class import Names

SHORTEST_NEEDLE: Final = 5
"""Shorter ids and names stand by chance in what is somebody else's."""
SHORTEST_NUMBER: Final = 7
"""Digits of a number without its country; fewer may be anything."""
SPREAD: Final = r"[ ().\xa0/-]{0,2}"
"""What people write between a number's digits."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """`customers` are ids of ours, `crm_ids` another system's. `addresses` are E.164 numbers and e-mail addresses that
    nobody else has. `cases`, `calls` and `received` (messages from them) name what is theirs; `legs` are the
    agents' ends of their calls. With `is_part` it is these calls and cases alone that are meant, whosever they are."""

    customers: frozenset[str] = frozenset()
    crm_ids: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    legs: frozenset[str] = frozenset()
    received: frozenset[str] = frozenset()
    is_part: bool = False

    def named(self, names: Names) -> frozenset[str]:
        """What a column that names such a thing holds where a row is theirs."""
        return {
            "customer": self.customers,
            "crm": self.crm_ids,
            "address": self.addresses,
            "either_end": self.addresses,
            "case": self.cases,
            "call": self.calls,
            "leg": self.calls | self.legs,
            "received": self.received,
            "mention": frozenset[str](),
        }[names]

    @property
    def is_nobody(self) -> bool:
        """Nothing is known of them."""
        return not (self.customers or self.cases or self.calls or self.received)

    @cached_property
    def needles(self) -> frozenset[str]:
        """Whatever tells who they are wherever it stands, in every spelling we know of."""
        return self._numbers | _spelt_in_json(self.names)

    @cached_property
    def sought(self) -> re.Pattern[str]:
        """Any needle."""
        return _any_of(self.needles, self.addresses)

    @cached_property
    def sought_by_number(self) -> re.Pattern[str]:
        """Any needle but names, which others may have too."""
        return _any_of(self._numbers, self.addresses)

    @cached_property
    def linked(self) -> re.Pattern[str]:
        """What is theirs, named where somebody tells of it: their calls and messages, and cases written as cases."""
        names = [re.escape(name) for name in sorted(self.calls | self.received) if len(name) >= SHORTEST_NEEDLE]
        cases = "|".join(re.escape(number) for number in sorted(self.cases))
        told = [rf'(?:cases/|case:|"case(?:_number)?":\s*")(?:{cases})(?!\w)'] if cases else []
        return re.compile("|".join([*told, *names]) or r"(?!)")

    @cached_property
    def sought_in_words(self) -> re.Pattern[str]:
        """What is cut out of others' words: numbers, addresses and ids, and names that are more than a first name."""
        full = frozenset(name for name in self.names if len(name.split()) > 1)
        return _any_of(self._numbers | _spelt_in_json(full), self.addresses)

    @property
    def _numbers(self) -> frozenset[str]:
        spelt = {spelling for address in self.addresses for spelling in spellings(address)}
        return frozenset(spelt) | _spelt_in_json(self.customers | self.crm_ids)


def spellings(address: str) -> frozenset[str]:
    """A number as people, carriers and addresses of the web write it; an e-mail address as it is."""
    if "@" in address:
        return frozenset({address, address.replace("@", "%40")})
    digits = "".join(character for character in address if character.isdigit())
    national = digits.removeprefix("90")
    told = {digits, national}
    if len(national) == 10:
        told |= {f"{national[:3]} {national[3:6]} {national[6:8]} {national[8:]}"}
    return frozenset(one for one in told if len(one) >= SHORTEST_NUMBER)


def _spelt_in_json(words: Iterable[str]) -> frozenset[str]:
    """As they are, and as JSON writes letters that are not ASCII."""
    long_enough = [word for word in words if len(word) >= SHORTEST_NEEDLE]
    return frozenset(long_enough) | {json.dumps(word)[1:-1] for word in long_enough}


def _any_of(needles: Iterable[str], addresses: Iterable[str]) -> re.Pattern[str]:
    """In small or capital letters, numbers however their digits stand apart; never found where there is nothing."""
    longest_first = sorted(needles, key=lambda needle: (-len(needle), needle))
    spread = [SPREAD.join(digits) for digits in sorted(map(_national, addresses)) if len(digits) >= SHORTEST_NUMBER]
    return re.compile("|".join([*map(re.escape, longest_first), *spread]) or r"(?!)", re.IGNORECASE)


def _national(address: str) -> str:
    """A number's digits without Turkey's country code; nothing of an e-mail address."""
    return "" if "@" in address else re.sub("[^0-9]", "", address).removeprefix("90")
