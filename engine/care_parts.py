"""What may stand in `care.yaml`, part by part. What the file leaves out is as `Care` has it."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hours.bilingual import Bilingual

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class Part(BaseModel):
    """A part of the file: frozen, and strict about what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WordsPart(Part):
    """The same in both languages: nobody is spoken to in the other one."""

    tr: Phrase
    en: Phrase

    @property
    def both(self) -> Bilingual:
        return Bilingual(tr=self.tr, en=self.en)


class ReasonPart(WordsPart):
    pass


class CareFile(Part):
    reasons: dict[Name, ReasonPart] = Field(default_factory=dict)


WORDS: Final = [name for part in (CareFile, ReasonPart, WordsPart) for name in part.model_fields]
"""Every key of the file, for those who mistype one."""
