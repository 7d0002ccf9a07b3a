"""What every part of `care.yaml` is made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

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
