"""The floor's scripts, each put together from its own file and just those of the common words that it uses.

Redis builds every word of a script anew each time it runs: what is left out costs nothing. A word is a `local` at the
beginning of a line in `lua/words/`, up to its last line; a word's own comment goes with it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

WORDS: Final = ("door", "agents", "calls", "matching", "endings")
"""The files of words, each resting on those before it."""

_BEGINNING = re.compile(r"^local (?:function )?(\w+(?:, \w+)*)")
_NAME = re.compile(r"\b[A-Za-z_]\w*\b")
_COMMENT = re.compile(r"--.*|\"(?:[^\"\\]|\\.)*\"")


@dataclass(frozen=True, kw_only=True)
class Word:
    """`names` are what it defines, `uses` every name that stands in it."""

    names: frozenset[str]
    uses: frozenset[str]
    text: str


def floor_scripts(constants: Mapping[str, int | bool]) -> Mapping[str, str]:
    """Every transition, by name, with these numbers written into it."""
    return _with_numbers(tuple(f"local {name} = {str(value).lower()}" for name, value in constants.items()))


@cache
def _with_numbers(numbers: tuple[str, ...]) -> Mapping[str, str]:
    return {name: composed(text, numbers) for name, text in sources().items()}


def composed(text: str, numbers: tuple[str, ...] = (), words: tuple[str, ...] | None = None) -> str:
    """A transition with the words it uses before it; `words` are their files' texts, by default ours."""
    known = [*_words("\n".join(numbers)), *(word for file in words or word_files() for word in _words(file))]
    wanted, used = _uses(text), []
    for word in reversed(known):
        if word.names & wanted:
            wanted |= word.uses
            used.append(word.text)
    return "\n".join([*reversed(used), text])


@cache
def sources() -> Mapping[str, str]:
    """The transitions as they are written, by name."""
    folder = resources.files("routing") / "lua"
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".lua")), key=lambda each: each.name)
    return {each.name.removesuffix(".lua"): each.read_text(encoding="utf-8") for each in files}


@cache
def word_files() -> tuple[str, ...]:
    folder = resources.files("routing") / "lua" / "words"
    return tuple((folder / f"{name}.lua").read_text(encoding="utf-8") for name in WORDS)


def _words(text: str) -> Iterator[Word]:
    lines: list[str] = []
    for line in [*text.splitlines(), "local"]:
        if line.startswith("local") and lines:
            whole = "\n".join(lines)
            if found := _BEGINNING.match(whole):
                yield Word(names=frozenset(found.group(1).split(", ")), uses=frozenset(_uses(whole)), text=whole)
            lines = []
        if line.strip() and not line.startswith("--"):
            lines.append(line)


def _uses(text: str) -> set[str]:
    return set(_NAME.findall(_COMMENT.sub("", text)))
