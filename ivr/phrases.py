"""What the engine itself says, from the centre's catalogues: one file a language, the same keys in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Final

from ivr.errors import FlowInvalid
from ivr.yaml_file import read_mapping
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
    catalogues = {language: _catalogue(folder / f"{language}.yaml") for language in LANGUAGES}
    problems = [
        problem for language in LANGUAGES for problem in _problems(folder / f"{language}.yaml", catalogues[language])
    ]
    if problems:
        raise FlowInvalid(problems)
    return Phrases(catalogues)


def _catalogue(path: Path) -> dict[str, str]:
    return {str(key): str(words) for key, words in read_mapping(path).items()}


def _problems(path: Path, catalogue: Mapping[str, str]) -> list[str]:
    problems = [f"{path}: the phrase `{key}` is missing" for key in sorted(set(PLACES) - set(catalogue))]
    problems += [f"{path}: nobody says the phrase `{key}`" for key in sorted(set(catalogue) - set(PLACES))]
    for key in sorted(set(PLACES) & set(catalogue)):
        try:
            named = {name for _, name, _, _ in Formatter().parse(catalogue[key]) if name is not None}
        except ValueError as broken:
            problems.append(f"{path}: the phrase `{key}`: {broken}")
            continue
        problems += [f"{path}: the phrase `{key}` cannot fill in {{{name}}}" for name in sorted(named - PLACES[key])]
    return problems
