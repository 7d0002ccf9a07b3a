"""A node as a card: what kind it is, what callers hear there, or what it is told to do."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ivr.drawing.look import look_of
from ivr.drawing.sheet import Card
from ivr.drawing.wording import worded
from ivr.language.node import Node, Prompt
from ivr.language.part import LANGUAGES, Part, Words
from ivr.language.written import Written

MOST_FACTS: Final = 4
"""How many settings of a node stand on its card; all of them are in the file."""


def card_of(written: Written, name: str, language: str) -> Card:
    node = written.flow.nodes[name]
    return Card(
        id=f"{written.flow.flow}.{name}",
        name=name,
        look=look_of(node),
        kind=node.kind,
        words=next(_words(node, language), "") or _settings(node),
        told="\n".join(_told(written, name, language)),
        place=_place(written, name),
        keeps_zero=node.listens(),
    )


def _words(node: Node, language: str) -> Iterator[str]:
    """What is heard first or, where nothing is heard, what is written."""
    yield from (_heard(prompt, language) for prompt in node.prompts())
    part = getattr(node, node.kind)
    for name in type(part).model_fields if isinstance(part, Part) else ():
        if isinstance(written := getattr(part, name), Words):
            yield f"“{written.spoken_in(language)[0]}”"


def _heard(prompt: Prompt, language: str) -> str:
    return f"“{prompt.words.spoken_in(language)[0]}”" if prompt.words else f"♪ {prompt.file}"


def _settings(node: Node) -> str:
    """`destek, owner`: what is set on the node and is not a way of it."""
    written = node.model_dump(exclude_defaults=True)[node.kind]
    if not isinstance(written, dict):
        return "" if written is True else str(written)
    ways = {way.where[-1] for way in node.ways() if way.where} | {way.where[1] for way in node.ways() if way.where[1:]}
    return ", ".join(list(_facts({key: value for key, value in written.items() if key not in ways}))[:MOST_FACTS])


def _facts(written: dict[str, Any]) -> Iterator[str]:
    for key, value in written.items():
        if value is True:
            yield key
        elif key in ("on", "of", "queue", "get"):
            yield str(value)
        elif isinstance(value, str | int | float):
            yield f"{key} {value}"


def _told(written: Written, name: str, language: str) -> Iterator[str]:
    """What appears when somebody points at the card: everything, in each language."""
    node = written.flow.nodes[name]
    yield f"{_place(written, name)} {name} ({node.kind})".strip()
    for prompt in node.prompts():
        if prompt.words is None:
            yield f"♪ {prompt.file}"
            continue
        for each in LANGUAGES:
            if words := getattr(prompt.words, each):
                yield f"{each}: {words}"
    if node.listens():
        yield worded(language, "zero", person=written.flow.person)


def _place(written: Written, name: str) -> str:
    """`main.yaml:33`"""
    file, line, _ = written.place(("nodes", name)).rsplit(":", 2)
    return f"{Path(file).name}:{line}"
