"""A value that nothing before it keeps: callers would hear a hole in the sentence, and a branch would always miss."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.nearest import near
from ivr.checking.subject import Subject
from ivr.checking.texts import texts
from ivr.language.branch import BranchNode
from ivr.speech.filling import odd_braces_in, places_of
from ivr.talking.talk import FACTS


def unknown_value(subject: Subject) -> Iterator[Fault]:
    kept = frozenset(name for place in subject.places() for name in place.node.keeps())
    yield from _in_words(subject, kept)
    yield from _in_branches(subject, kept)
    yield from _in_questions(subject, kept)


def _in_words(subject: Subject, kept: frozenset[str]) -> Iterator[Fault]:
    for text in texts(subject):
        known = kept | (text.node.fills() | text.node.keeps() if text.node else frozenset())
        for language in ("tr", "en"):
            words = getattr(text.words, language) or ""
            for name in sorted({name for name, _ in places_of(words)} - known):
                yield Fault(
                    flow=text.flow.flow,
                    where=(*text.where, language),
                    values={"name": "{" + name + "}"},
                    near=near(name, known),
                )
            for odd in odd_braces_in(words):
                yield Fault(flow=text.flow.flow, where=(*text.where, language), values={"name": odd})


def _in_branches(subject: Subject, kept: frozenset[str]) -> Iterator[Fault]:
    for place in subject.places():
        node = place.node
        if isinstance(node, BranchNode) and node.branch.on not in kept and node.branch.on not in FACTS:
            yield Fault(
                flow=place.flow.flow,
                where=place.within("branch", "on"),
                values={"name": node.branch.on},
                near=near(node.branch.on, kept | set(FACTS)),
            )


def _in_questions(subject: Subject, kept: frozenset[str]) -> Iterator[Fault]:
    """Values that another system is to be asked with."""
    for place in subject.places():
        for named in place.node.names():
            if named.what == "value" and named.name not in kept:
                where = place.within(*named.where)
                yield Fault(flow=place.flow.flow, where=where, values={"name": named.name}, near=near(named.name, kept))
