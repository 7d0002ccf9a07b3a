"""What every part of a flow is made of."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Language = Literal["tr", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("tr", "en")
NodeName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
VariableName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,19}$")]


class Part(BaseModel):
    """A piece of a flow: frozen, and strict about what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Words(Part):
    """The same words in each language; `{name}` is filled in. A missing language falls back rather than to silence."""

    tr: Annotated[str, StringConstraints(max_length=1000)] | None = None
    en: Annotated[str, StringConstraints(max_length=1000)] | None = None

    def spoken_in(self, language: str) -> tuple[str, Language]:
        """The words and the language they are really in."""
        own, other = (self.en, self.tr) if language == "en" else (self.tr, self.en)
        if own is not None:
            return own, "en" if language == "en" else "tr"
        return other or "", "tr" if language == "en" else "en"


class Phrases(Part):
    """What callers may say to mean one thing, by language; inflected and misheard forms are understood as well."""

    tr: tuple[Annotated[str, StringConstraints(min_length=1, max_length=100)], ...] = ()
    en: tuple[Annotated[str, StringConstraints(min_length=1, max_length=100)], ...] = ()

    def spoken_in(self, language: str) -> tuple[str, ...]:
        return self.en if language == "en" else self.tr
