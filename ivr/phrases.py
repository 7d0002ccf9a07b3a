"""What the engine itself says, from the centre's catalogues: one file a language, the same keys in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Final

from ivr.errors import FlowInvalid
from ivr.yaml_file import nearest, place, read_mapping
from telephony.treatment import Say

LANGUAGES: Final = ("tr", "en")
PLACES: Final[Mapping[str, frozenset[str]]] = {
    "calling_agent": frozenset({"agent"}),
    "waiting_for_agent": frozenset({"agent"}),
    "calling_somebody": frozenset(),
    "waiting": frozenset({"position"}),
    "still_waiting": frozenset(),
    "conversation_over": frozenset(),
    "goodbye": frozenset(),
    "not_understood": frozenset(),
    "whisper_known": frozenset({"customer", "case"}),
    "whisper_customer": frozenset({"customer"}),
    "whisper_case": frozenset({"case"}),
    "whisper_unknown": frozenset(),
    "caller_gone": frozenset(),
    "declined": frozenset(),
    "unmet": frozenset(),
    "desk_not_yours": frozenset(),
    "desk_nothing_to_take": frozenset(),
    "desk_too_late": frozenset(),
}
"""Every phrase, and what may be filled into it: anything else in braces is a mistake in the catalogue."""


@dataclass(frozen=True)
class Phrases:
    catalogues: Mapping[str, Mapping[str, str]]

    def say(self, key: str, language: str, **filled: object) -> Say:
        spoken = language if language in self.catalogues else LANGUAGES[0]
        return Say(self.catalogues[spoken][key].format(**filled), spoken)


def read_phrases(folder: Path) -> Phrases:
    """Both catalogues, or FlowInvalid with every key that is missing, unknown or wrongly filled."""
    files = {language: folder / f"{language}.yaml" for language in LANGUAGES}
    trees = {language: read_mapping(file, places=True) for language, file in files.items()}
    problems = [problem for language in LANGUAGES for problem in _problems(files[language], trees[language])]
    if problems:
        raise FlowInvalid(problems)
    return Phrases({language: _catalogue(tree) for language, tree in trees.items()})


def _catalogue(tree: Mapping[object, object]) -> dict[str, str]:
    return {str(key): str(words) for key, words in tree.items()}


def _problems(path: Path, tree: Mapping[object, object]) -> list[str]:
    """Each with its place; what is missing has the first line's."""
    catalogue = _catalogue(tree)
    missing, strange = sorted(set(PLACES) - set(catalogue)), sorted(set(catalogue) - set(PLACES))
    problems = [f"{path}:1:1: the phrase `{key}` is missing" for key in missing]
    problems += [
        f"{place(path, tree, (key,))}{key}: nobody says this phrase{nearest(key, missing or list(PLACES))}"
        for key in strange
    ]
    for key in sorted(set(PLACES) & set(catalogue)):
        problems += [f"{place(path, tree, (key,))}{key}: {fault}" for fault in _wrongly_filled(key, catalogue[key])]
    return problems


def _wrongly_filled(key: str, words: str) -> list[str]:
    try:
        named = {name for _, name, _, _ in Formatter().parse(words) if name is not None}
    except ValueError as broken:
        return [str(broken)]
    known = ", ".join(f"{{{name}}}" for name in sorted(PLACES[key])) or "nothing"
    return [f"{{{name}}} cannot be filled in here; {known} can" for name in sorted(named - PLACES[key])]
