"""The kinds of callbacks."""

from typing import Final, Literal, get_args

Kind = Literal[
    "request",
    "line",
    "owner",
    "supervisor",
    "message",
    "breach",
    "update",
    "survey",
    "abandoned",
    "voicemail",
    "onboarding",
]
"""Why there is one: asked for, out of the line, by the case's owner, by a supervisor, by a message, because a promise
was broken, news, how it was, they gave up waiting, they left a message, after a purchase."""

KINDS: Final[tuple[str, ...]] = get_args(Kind)
