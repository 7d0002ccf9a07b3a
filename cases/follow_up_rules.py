"""How this centre follows up in writing: on which channels, with which words, and when nobody is woken by it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from functools import cache
from importlib import resources
from typing import Any, Final

from cases.channel import Channel
from cases.follow_up_text import FORMS, places_in
from cases.message import Purpose
from hours.bilingual import LANGUAGES, Bilingual

CASE: Final = "case"
"""The place every follow-up has: the number under which the matter is known on every channel."""
LONGEST_TEXT: Final = 1600
"""Letters of one text message, Twilio's bound; more is a letter."""


@dataclass(frozen=True, kw_only=True)
class Template:
    """What a follow-up says. `secrets` are arguments that are forgotten once the message has left.

    `contents` are Twilio's approved WhatsApp templates by language, `variables` which of our arguments is their 1, 2, …
    """

    name: str
    text: Bilingual
    subject: Bilingual
    purpose: Purpose = "service"
    secrets: frozenset[str] = frozenset()
    contents: Mapping[str, str] = field(default_factory=dict)
    variables: tuple[str, ...] = ()

    @property
    def arguments(self) -> frozenset[str]:
        """What must be told to whoever writes it; the case's number is known."""
        texts = (self.text.tr, self.text.en, self.subject.tr, self.subject.en)
        return frozenset(name for text in texts for name, _ in places_in(text)) - {CASE}

    def faults(self) -> Iterator[str]:
        """What is wrong with its words, in sentences."""
        known = {name: texts.arguments for name, texts in shipped_templates().items() if name == self.name}
        for language in LANGUAGES:
            text = self.text.spoken_in(language)
            if CASE not in dict(places_in(text)):
                yield f"the {language} text has no {{case}}: a follow-up tells the number of the case"
            for name, form in places_in(text) + places_in(self.subject.spoken_in(language)):
                if form and form not in FORMS:
                    yield f"{{{name}:{form}}}: forms are {', '.join(FORMS)}"
        for name in sorted(self.arguments - known.get(self.name, self.arguments)):
            yield f"{{{name}}} is not known to {self.name}; it knows {', '.join(sorted(known[self.name] | {CASE}))}"
        for name in sorted(set(self.variables) - self.arguments - {CASE}):
            yield f"the WhatsApp template's {name} stands nowhere in the text"


@cache
def shipped_templates() -> Mapping[str, Template]:
    """The words we have where the centre has none of its own."""
    told = {language: _words(language) for language in LANGUAGES}
    return {
        name: Template(
            name=name,
            text=Bilingual(**{language: told[language][name]["text"] for language in LANGUAGES}),
            subject=Bilingual(**{language: told[language][name]["subject"] for language in LANGUAGES}),
            purpose=told["tr"][name].get("purpose", "service"),
            secrets=frozenset(told["tr"][name].get("secret", ())),
        )
        for name in told["tr"]
        if isinstance(told["tr"][name], dict)
    }


def approved_text(template: Template, language: str) -> str:
    """The text with `{{1}}`, `{{2}}` in place of our arguments: what is handed to WhatsApp to be approved."""
    text = template.text.spoken_in(language)
    for at, name in enumerate(template.variables, start=1):
        text = re.sub(rf"{{{name}(:[a-z]+)?}}", f"{{{{{at}}}}}", text)
    return text


def house_words(key: str, language: str = "tr") -> str:
    """Words beside the templates: `letter_footer` stands under every letter, `answer_promise` is what we then owe."""
    words: str = _words("en" if language == "en" else "tr")[key]
    return words


def _words(language: str) -> dict[str, Any]:
    file = resources.files("cases") / "follow_up_words" / f"{language}.json"
    words: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return words


@dataclass(frozen=True, kw_only=True)
class FollowUps:
    """`channels` are those in use, the usual one first. Telephones stay dark from `quiet_from` to `quiet_until`.

    Who writes to us has an answer within `answer_within`. A case that was closed less than `reopens_within` ago is
    opened again by what its customer writes. With `acknowledges` a new case's number is told at once. `desk` are the
    agents who learn of what is written on cases that nobody owns yet.
    """

    channels: tuple[Channel, ...] = ("sms",)
    templates: Mapping[str, Template] = field(default_factory=shipped_templates)
    quiet_from: time = time(21)
    quiet_until: time = time(9)
    answer_within: timedelta = timedelta(hours=24)
    reopens_within: timedelta = timedelta(days=14)
    acknowledges: bool = True
    desk: tuple[str, ...] = ()
