"""Flows that somebody, or a broken disk, changed without looking."""

import re
from collections.abc import Callable
from functools import reduce

from hypothesis import strategies as st

JUNK = [
    "", "0", "-1", "99999999999999999999", "1.5", ".nan", ".inf", "true", "null", "~", "[]", "{}", "[[1], {a: b}]",
    "2026-11-25", "2026-99-99", "!!python/object:os.system x", "!!binary aGk=", "&a [*a]", "*nobody", "|", ">-",
    '"', "'", "'{'", "'{0}'", "'{due:nothing}'", "\\x00", "\x00", "\x07", "\ufeff", "\u2028", "\U0001f600", "i\u0307",
    "x" * 3000, "{tr: 1}", "{tr: [a]}", "{a: &x {b: *x}}", "<<: {a: 1}", "main", "anyone", "0x1F", "1_000", "12:30:45",
    "%x", "=", "? x", "- x",
]  # fmt: skip
"""What may stand where something else should."""

Change = Callable[[str], str]
_VALUE = re.compile(r"(?<=: )[^\n{]+")
_NAME = re.compile(r"[a-z][a-z_]{2,}")


def lines(change: Callable[[list[str], int], list[str]]) -> st.SearchStrategy[Change]:
    """A change of one line of the text."""
    return st.integers(0, 10_000).map(
        lambda at: lambda text: "\n".join(change(text.split("\n"), at % (text.count("\n") + 1)))
    )


def one_of(pattern: re.Pattern[str], at: int, new: str) -> Change:
    """One of the places the pattern is found at, with this in its place."""

    def change(text: str) -> str:
        found = list(pattern.finditer(text))
        if not found:
            return text
        place = found[at % len(found)]
        return text[: place.start()] + new + text[place.end() :]

    return change


deleted = lines(lambda all_, at: all_[:at] + all_[at + 1 :])
doubled = lines(lambda all_, at: [*all_[:at], all_[at], *all_[at:]])
moved = lines(lambda all_, at: [*all_[:at], *all_[at + 1 :], all_[at]])
indented = lines(lambda all_, at: [*all_[:at], "  " + all_[at], *all_[at + 1 :]])
outdented = lines(lambda all_, at: [*all_[:at], all_[at].removeprefix("  "), *all_[at + 1 :]])
retyped = st.builds(one_of, st.just(_VALUE), st.integers(0, 10_000), st.sampled_from(JUNK))
renamed = st.builds(one_of, st.just(_NAME), st.integers(0, 10_000), st.sampled_from(JUNK))


@st.composite
def retargeted(draw: st.DrawFn) -> Change:
    """Some word becomes another word of the same text: most of these can still be read."""
    at, other = draw(st.integers(0, 10_000)), draw(st.integers(0, 10_000))

    def change(text: str) -> str:
        words = _NAME.findall(text)
        return one_of(_NAME, at, words[other % len(words)])(text) if words else text

    return change


typed = st.builds(
    lambda at, letters: lambda text: text[: at % (len(text) + 1)] + letters + text[at % (len(text) + 1) :],
    st.integers(0, 100_000),
    st.text(max_size=8),
)
CHANGES = st.one_of(deleted, doubled, moved, indented, outdented, retyped, renamed, retargeted(), typed)


def mutated(texts: list[str]) -> st.SearchStrategy[str]:
    """One of these texts after one to five changes."""
    changes = st.lists(CHANGES, min_size=1, max_size=5)
    return st.builds(
        lambda text, each: reduce(lambda so_far, change: change(so_far), each, text), st.sampled_from(texts), changes
    )
