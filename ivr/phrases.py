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
    "place_kept": frozenset(),
    "position": frozenset({"position"}),
    "wait": frozenset({"wait"}),
    "wait_unknown": frozenset(),
    "because_fewer_agents": frozenset(),
    "because_longer_calls": frozenset(),
    "because_boosted_ahead": frozenset(),
    "under_a_minute": frozenset(),
    "about_a_minute": frozenset(),
    "about_minutes": frozenset({"minutes"}),
    "up_to_minutes": frozenset({"high"}),
    "minutes_between": frozenset({"low", "high"}),
    "agent_free_in": frozenset({"agent", "wait"}),
    "wait_or_callback": frozenset({"due"}),
    "wait_or_anybody": frozenset(),
    "by_time": frozenset({"due"}),
    "by_moment": frozenset({"due"}),
    "from_time": frozenset({"begin"}),
    "from_moment": frozenset({"begin"}),
    "waits_for_agent": frozenset({"agent"}),
    "takes_anybody": frozenset(),
    "agent_will_call": frozenset({"agent", "due"}),
    "colleague_will_call": frozenset({"due"}),
    "callback_texted": frozenset(),
    "callback_not_before": frozenset({"begin"}),
    "callback_hint": frozenset(),
    "callback_number_right": frozenset({"phone"}),
    "callback_number_noted": frozenset(),
    "callback_number_stands": frozenset(),
    "callback_number": frozenset(),
    "callback_not_there": frozenset(),
    "callback_confirm": frozenset({"phone"}),
    "callback_in_line": frozenset(),
    "callback_code": frozenset(),
    "callback_code_message": frozenset({"code"}),
    "agent_calls_back": frozenset({"agent"}),
    "not_promised": frozenset(),
    "more_colleagues": frozenset(),
    "detour": frozenset(),
    "still_waiting": frozenset(),
    "conversation_over": frozenset(),
    "goodbye": frozenset(),
    "not_understood": frozenset(),
    "whisper_known": frozenset({"customer", "case"}),
    "whisper_customer": frozenset({"customer"}),
    "whisper_case": frozenset({"case"}),
    "whisper_unknown": frozenset(),
    "whisper_callback": frozenset({"customer", "case", "since"}),
    "whisper_callback_case": frozenset({"case", "since"}),
    "whisper_callback_unknown": frozenset(),
    "callback_snoozed": frozenset({"minutes"}),
    "callback_not_snoozed": frozenset(),
    "callback_handed_back": frozenset(),
    "calling_customer": frozenset({"customer"}),
    "calling_the_customer": frozenset(),
    "called_hold": frozenset(),
    "called_goodbye": frozenset(),
    "called_needless": frozenset(),
    "called_sorry": frozenset(),
    "told_no_answer": frozenset(),
    "told_busy": frozenset(),
    "told_machine": frozenset(),
    "told_failed": frozenset(),
    "told_not_now": frozenset(),
    "told_not_allowed": frozenset(),
    "told_not_wanted": frozenset(),
    "told_changed": frozenset(),
    "told_network": frozenset(),
    "told_unknown": frozenset(),
    "told_unheard": frozenset(),
    "told_rang_in": frozenset(),
    "caller_gone": frozenset(),
    "were_calling_you": frozenset(),
    "customer_rang_in": frozenset(),
    "declined": frozenset(),
    "declined_why": frozenset(),
    "reason_noted": frozenset(),
    "unmet": frozenset(),
    "desk_not_yours": frozenset(),
    "desk_nothing_to_take": frozenset(),
    "desk_too_late": frozenset(),
    "called_greeting": frozenset(),
    "whisper_on_the_line": frozenset({"customer", "case"}),
    "whisper_on_the_line_case": frozenset({"case"}),
    "machine_message": frozenset({"case"}),
    "machine_between": frozenset({"day", "begin", "end"}),
    "machine_after": frozenset({"day", "begin"}),
    "machine_call_us": frozenset(),
    "transfer_hold": frozenset(),
    "transfer_hold_colleague": frozenset(),
    "transfer_hold_consult": frozenset(),
    "transfer_still": frozenset(),
    "transfer_briefed": frozenset({"agent"}),
    "transfer_briefed_somebody": frozenset(),
    "transfer_key": frozenset(),
    "transfer_choice": frozenset({"due"}),
    "transfer_choice_named": frozenset({"agent", "due"}),
    "transfer_choice_agent": frozenset(),
    "lead_will_call": frozenset({"due"}),
    "agent_also_calls": frozenset({"agent", "due"}),
    "lead_also_calls": frozenset({"due"}),
    "transfer_agent_seeks": frozenset(),
    "transfer_agent_calls": frozenset({"agent"}),
    "transfer_agent_nobody": frozenset(),
    "transfer_colleague_held": frozenset(),
    "transfer_asked": frozenset(),
    "transfer_asked_by": frozenset({"agent"}),
    "transfer_nobody": frozenset(),
    "transfer_key_noted": frozenset(),
    "transfer_later": frozenset({"minutes"}),
    "transfer_next": frozenset(),
    "transfer_nobody_else": frozenset(),
    "transfer_over": frozenset(),
    "listen_asked": frozenset({"agent"}),
    "listen_somebody": frozenset(),
    "listen_buddy": frozenset({"agent"}),
    "listen_over": frozenset(),
    "transfer_menu": frozenset(),
    "transfer_joins": frozenset(),
    "transfer_swaps": frozenset(),
    "transfer_hands_back": frozenset(),
    "transfer_calls_later": frozenset(),
    "hold_begins": frozenset(),
    "hold_word": frozenset(),
    "recorded": frozenset(),
    "called_recorded": frozenset(),
    "transfer_keys": frozenset({"minutes"}),
    "transfer_hand_over": frozenset(),
    "expert_asked": frozenset({"told"}),
}
"""Every phrase, and what may be filled into it: anything else in braces is a mistake in the catalogue."""


@dataclass(frozen=True)
class Phrases:
    catalogues: Mapping[str, Mapping[str, str]]

    def say(self, key: str, language: str, **filled: object) -> Say:
        return self.saying(language, self.text(key, language, **filled))

    def saying(self, language: str, *words: str) -> Say:
        """Several texts in one breath."""
        return Say(" ".join(words), self._spoken(language))

    def text(self, key: str, language: str, **filled: object) -> str:
        return self.catalogues[self._spoken(language)][key].format(**filled)

    def _spoken(self, language: str) -> str:
        return language if language in self.catalogues else LANGUAGES[0]


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
