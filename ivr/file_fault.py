"""What is wrong with a file of the centre, and where: a sentence in English that knows itself in Turkish."""

import difflib
import json
from collections.abc import Collection, Mapping
from functools import cache
from importlib import resources
from typing import Self, cast

from hours.bilingual import LANGUAGES, Bilingual


class FileFault(str):
    """`file:line:column: part: what`, in both languages; where only one is asked for it is the English one."""

    __slots__ = ("in_turkish",)
    in_turkish: str

    def __new__(cls, *, tr: str, en: str) -> Self:
        told = super().__new__(cls, en)
        told.in_turkish = tr
        return told


class NotAllowed(ValueError):
    """A part of a file refuses what is written there, and says so in both languages."""

    def __init__(self, key: str, /, **values: object) -> None:
        self.said = said(key, **values)
        super().__init__(self.said.en)


def fault(where: str, what: Bilingual) -> FileFault:
    """`where` is the beginning of the sentence: place and part, which are the same in every language."""
    return FileFault(tr=where + what.tr, en=where + what.en)


def fault_told(fault: str, language: str) -> str:
    """The fault in this language, where it knows itself in it."""
    return fault.in_turkish if language == "tr" and isinstance(fault, FileFault) else str(fault)


def moved(fault: str, before: str, after: str) -> str:
    """The same fault, of a file that is somewhere else."""
    if isinstance(fault, FileFault):
        return FileFault(tr=fault.in_turkish.replace(before, after), en=str(fault).replace(before, after))
    return fault.replace(before, after)


def said(key: str, /, **values: object) -> Bilingual:
    """The catalogue's sentence; what is put in may be in both languages as well."""
    return Bilingual(**{language: _filled(key, values, language) for language in LANGUAGES})


def nearest_said(word: str, words: Collection[str]) -> Bilingual:
    """What may have been meant, as the end of a sentence; nothing where no word is near."""
    near = difflib.get_close_matches(word, list(words), n=1)
    return said("did_you_mean", near=near[0]) if near else Bilingual(tr="", en="")


def _filled(key: str, values: Mapping[str, object], language: str) -> str:
    put = {name: one.spoken_in(language) if isinstance(one, Bilingual) else one for name, one in values.items()}
    return _words(language)[key].format(**put)


@cache
def _words(language: str) -> Mapping[str, str]:
    file = resources.files("ivr") / "file_words" / f"{language}.json"
    return cast(Mapping[str, str], json.loads(file.read_text(encoding="utf-8")))
