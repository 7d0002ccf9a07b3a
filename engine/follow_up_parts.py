"""What may stand under `follow_ups` in `care.yaml`: how customers are written to."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, StringConstraints, field_validator

from cases.channel import Channel
from cases.follow_up_rules import LONGEST_TEXT, FollowUps, Template, shipped_templates
from cases.message import Purpose
from engine.care_part import Name, Part, WordsPart
from engine.hours_file import clock_minutes
from hours.bilingual import Bilingual
from ivr.file_fault import NotAllowed

LongPhrase = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT, strip_whitespace=True)]
AgentId = Annotated[str, StringConstraints(min_length=1, max_length=64, strip_whitespace=True)]
ContentSid = Annotated[str, StringConstraints(pattern=r"^HX[0-9a-fA-F]{32}$")]


def _time_of_day(written: object) -> time:
    return time(*divmod(clock_minutes(written) % 1440, 60))


Clock = Annotated[time, BeforeValidator(_time_of_day)]
"""Written "21:00"."""


USUAL: Final = FollowUps()


class WhatsAppPart(Part):
    """Twilio's approved templates, and which of our arguments is their {{1}}, {{2}} and so on."""

    tr: ContentSid | None = None
    en: ContentSid | None = None
    variables: tuple[Name, ...] = ()

    @property
    def contents(self) -> dict[str, str]:
        return {language: sid for language, sid in (("tr", self.tr), ("en", self.en)) if sid}


class LongWordsPart(Part):
    tr: LongPhrase
    en: LongPhrase

    @property
    def both(self) -> Bilingual:
        return Bilingual(tr=self.tr, en=self.en)


class TemplatePart(Part):
    """What is left out is as we ship it; a template of the centre's own needs its text and subject."""

    text: LongWordsPart | None = None
    subject: WordsPart | None = None
    purpose: Purpose | None = None
    secret: tuple[Name, ...] | None = None
    whatsapp: WhatsAppPart = WhatsAppPart()

    def named(self, name: str) -> Template:
        """Raises ValueError with what is wrong."""
        ours = shipped_templates().get(name)
        if ours is None and (self.text is None or self.subject is None):
            raise NotAllowed("template_whole")
        blank = Bilingual(tr="", en="")
        template = replace(
            ours or Template(name=name, text=blank, subject=blank),
            contents=self.whatsapp.contents,
            variables=self.whatsapp.variables,
            **self._changes(),
        )
        for fault in template.faults():
            raise ValueError(fault)
        return template

    def _changes(self) -> dict[str, Any]:
        told = {
            "text": self.text and self.text.both,
            "subject": self.subject and self.subject.both,
            "purpose": self.purpose,
            "secrets": None if self.secret is None else frozenset(self.secret),
        }
        return {name: value for name, value in told.items() if value is not None}


class FollowUpsPart(Part):
    """Defaults are those of `FollowUps`."""

    channels: tuple[Channel, ...] = Field(default=USUAL.channels, min_length=1)
    quiet_from: Clock = USUAL.quiet_from
    quiet_until: Clock = USUAL.quiet_until
    answer_within_hours: float = Field(default=USUAL.answer_within.total_seconds() / 3600, gt=0, le=720)
    reopens_within_days: float = Field(default=USUAL.reopens_within.total_seconds() / 86_400, ge=0, le=3650)
    acknowledges: bool = USUAL.acknowledges
    desk: tuple[AgentId, ...] = ()
    templates: dict[Name, TemplatePart] = Field(default_factory=dict)

    @field_validator("templates")
    @classmethod
    def _sound(cls, templates: dict[str, TemplatePart]) -> dict[str, TemplatePart]:
        for name, part in templates.items():
            try:
                part.named(name)
            except ValueError as fault:
                raise ValueError(f"{name}: {fault}") from None
        return templates

    @property
    def rules(self) -> FollowUps:
        return FollowUps(
            channels=tuple(dict.fromkeys(self.channels)),
            templates={**shipped_templates(), **{name: part.named(name) for name, part in self.templates.items()}},
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
            answer_within=timedelta(hours=self.answer_within_hours),
            reopens_within=timedelta(days=self.reopens_within_days),
            acknowledges=self.acknowledges,
            desk=self.desk,
        )
