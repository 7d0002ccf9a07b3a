"""Skill expressions: `support >= 60 and lang.tr >= 50`. A bare name means at least 1; nothing means everybody.

either  = both { "or" both }
both    = single { "and" single }
single  = "not" single | "(" either ")" | name [ (">=" | "<=" | "==" | ">" | "<") number ]
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from routing.errors import BadSkills

SkillTest = Callable[[Mapping[str, float]], bool]
CertainTest = Callable[[Mapping[str, float]], bool | None]
"""None: what was given does not tell."""

Comparison = Callable[[float, float], bool]

_COMPARISONS: dict[str, Comparison] = {
    ">=": operator.ge, "<=": operator.le, "==": operator.eq, ">": operator.gt, "<": operator.lt,
}  # fmt: skip
_TOKEN = re.compile(r"\s*(>=|<=|==|>|<|\(|\)|\d+(?:\.\d+)?|[^\W\d][\w.\-]*)")
OF_EVERYBODY: Final = frozenset({"newcomer", "tenure_days"})
"""What may be asked of every agent, whatever they have learned."""
CERTIFICATE: Final = "cert."
BRIEFING: Final = "briefed."
_LONGEST = 500  # characters: an expression is a line in a policy, not a program
_DEEPEST = 20  # brackets and nots, each of which the reader goes into


def skill_test(expression: str) -> SkillTest:
    """The test an expression stands for; a skill somebody does not have is 0. Raises BadSkills with the column."""
    test = _read(expression, absent=0)
    return lambda skills: test(skills) is True


def certain_test(expression: str) -> CertainTest:
    """The same where what is missing is not 0 but unknown: the test says None when it hangs on that."""
    return _read(expression, absent=None)


@lru_cache(maxsize=4096)
def _read(expression: str, absent: float | None) -> CertainTest:
    text = expression.strip()
    if len(text) > _LONGEST:
        raise BadSkills(f"longer than {_LONGEST} characters")
    if text.count("(") + text.count("not") > _DEEPEST:
        raise BadSkills(f"more than {_DEEPEST} brackets and nots")
    if not text:
        return lambda skills: True
    return _Reader(text, absent).whole()


def skill_names(expression: str) -> frozenset[str]:
    """Every skill an expression asks for."""
    tokens = {found.group(1) for found in _TOKEN.finditer(expression)}
    return frozenset(token for token in tokens if token[0].isalpha() or token[0] == "_") - {"and", "or", "not"}


def is_written_down(name: str) -> bool:
    """Whether it is about a certificate or a briefing, of which there are those that somebody named."""
    return name.startswith((CERTIFICATE, BRIEFING))


def written_down(certificates: Iterable[str], briefings: Iterable[str]) -> frozenset[str]:
    """How expressions ask for these."""
    return frozenset({*(CERTIFICATE + name for name in certificates), *(BRIEFING + name for name in briefings)})


class _Reader:
    def __init__(self, text: str, absent: float | None) -> None:
        self._text = text
        self._absent = absent
        self._at = 0
        self._tokens = list(self._read())

    def _read(self) -> list[tuple[str, int]]:
        tokens, at = [], 0
        while at < len(self._text):
            found = _TOKEN.match(self._text, at)
            if not found:
                raise BadSkills(f"column {at + 1}: {self._text[at:].strip()[:20]!r} in {self._text!r}")
            tokens.append((found.group(1), found.start(1) + 1))
            at = found.end() + len(self._text[found.end() :]) - len(self._text[found.end() :].lstrip())
        return tokens

    def whole(self) -> CertainTest:
        test = self._either()
        if self._next() is not None:
            raise self._wrong("the end")
        return test

    def _either(self) -> CertainTest:
        tests = [self._both()]
        while self._takes("or"):
            tests.append(self._both())
        return tests[0] if len(tests) == 1 else _any(tests)

    def _both(self) -> CertainTest:
        tests = [self._single()]
        while self._takes("and"):
            tests.append(self._single())
        return tests[0] if len(tests) == 1 else _all(tests)

    def _single(self) -> CertainTest:
        if self._takes("not"):
            inner = self._single()
            return _not(inner)
        if self._takes("("):
            inside = self._either()
            if not self._takes(")"):
                raise self._wrong("a closing bracket")
            return inside
        return self._comparison()

    def _comparison(self) -> CertainTest:
        name = self._next()
        if name is None or not (name[0].isalpha() or name[0] == "_") or name in ("and", "or", "not"):
            raise self._wrong("the name of a skill")
        self._at += 1
        compare, least = _COMPARISONS[">="], 1.0
        if (sign := self._next()) in _COMPARISONS:
            self._at += 1
            compare, least = _COMPARISONS[str(sign)], self._number()
        return _compared(name, compare, least, self._absent)

    def _number(self) -> float:
        token = self._next()
        if token is None or not token[0].isdigit():
            raise self._wrong("a number")
        self._at += 1
        return float(token)

    def _next(self) -> str | None:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else None

    def _takes(self, token: str) -> bool:
        if self._next() != token:
            return False
        self._at += 1
        return True

    def _wrong(self, wanted: str) -> BadSkills:
        column = self._tokens[self._at][1] if self._at < len(self._tokens) else len(self._text) + 1
        return BadSkills(f"column {column}: expected {wanted} in {self._text!r}")


def _any(tests: Sequence[CertainTest]) -> CertainTest:
    def holds(skills: Mapping[str, float]) -> bool | None:
        unknown = False
        for test in tests:
            if found := test(skills):
                return True
            unknown = unknown or found is None
        return None if unknown else False

    return holds


def _all(tests: Sequence[CertainTest]) -> CertainTest:
    return _not(_any([_not(test) for test in tests]))


def _not(test: CertainTest) -> CertainTest:
    def holds(skills: Mapping[str, float]) -> bool | None:
        found = test(skills)
        return None if found is None else not found

    return holds


def _compared(name: str, compare: Comparison, least: float, absent: float | None) -> CertainTest:
    def holds(skills: Mapping[str, float]) -> bool | None:
        level = skills.get(name, absent)
        return None if level is None else compare(level, least)

    return holds
