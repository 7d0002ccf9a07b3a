"""Options named after departments: callers know what they need, and not how the company is organised."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from cases.turkish import tr_fold
from ivr.checking.finding import Fault
from ivr.checking.subject import Subject, is_menu
from ivr.language.node import Node
from ivr.language.part import LANGUAGES
from ivr.yaml_file import read_mapping

LIST = Path(__file__).parents[1] / "wording" / "departments.yaml"


def department_names(subject: Subject) -> Iterator[Fault]:
    for place in subject.places():
        if is_menu(place.node):
            for where, name in _named(place.node):
                yield Fault(flow=place.flow.flow, where=place.within(*where), values={"name": name})


def _named(node: Node) -> Iterator[tuple[tuple[str, ...], str]]:
    for prompt in node.prompts():
        for language in LANGUAGES:
            said = tr_fold(getattr(prompt.words, language, None) or "")
            for name in _departments()[language]:
                if tr_fold(name) in said:
                    yield (*prompt.where, language), name


@cache
def _departments() -> Mapping[str, tuple[str, ...]]:
    return {language: tuple(names) for language, names in read_mapping(LIST).items()}
