"""Documents that differ in nothing but names: rendered and read back once, filled in as often as they are asked for."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Final, Self

from telephony.errors import TwimlInvalid
from telephony.treatment import Document
from telephony.twiml import render

LONGEST: Final = 40
"""Characters of a name; what was read back had names as long."""
_NAME: Final = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST}}}")
"""Stands in XML, in an address and in the name of a room as it is, and ends none of them."""
_BLANK: Final = re.compile(r"BLANK-(\d)-{33}")


@dataclass(frozen=True, kw_only=True)
class Proven:
    """Twilio obeys it whatever names are filled in: they are all read alike."""

    pieces: tuple[str, ...]
    blanks: tuple[int, ...]

    @classmethod
    def of(cls, document: Callable[..., Document], names: int) -> Self:
        """What this makes of so many names. Raises TwimlInvalid as `render` does."""
        cut = _BLANK.split(render(document(*[f"BLANK-{number}-".ljust(LONGEST, "-") for number in range(names)])))
        return cls(pieces=tuple(cut[::2]), blanks=tuple(int(number) for number in cut[1::2]))

    def filled(self, *names: str) -> str:
        """Raises TwimlInvalid for what is no name."""
        for name in names:
            if not _NAME.fullmatch(name):
                raise TwimlInvalid(f"{name!r} is no name to fill in")
        filled = [names[number] for number in self.blanks]
        return self.pieces[0] + "".join(chain.from_iterable(zip(filled, self.pieces[1:], strict=True)))
