"""What Redis knows of a webhook that was answered."""

from dataclasses import dataclass
from typing import Final

WHOLE: Final = "whole"
"""Beside a call's answers: the epoch in which all of them, from the first, were kept here."""


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """`body` is the answer; None when there is none here. Only where the memory of the call is not `whole` may SQL know
    of one: the call is older than this Redis, or than the last time it was lost. `over`: the call
    is known to have ended."""

    body: str | None = None
    whole: bool = False
    over: bool = False
