"""When we call: the times at which somebody is free, a few at a time, each with its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from ivr.language.move import Effect
from ivr.language.part import Part, Words
from ivr.speech.filling import filled_by

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

TIMES: Final = "callback_times"
"""The kept value that holds the times last told, while one is chosen."""
BETWEEN: Final = "~"
OF_EACH: Final = ("begin", "end", "key")


@dataclass(frozen=True, kw_only=True)
class OfferTimes(Effect):
    """The next free times to call this number, or the one they call from, after `after`.

    The outcome is `times` with `begin_1`, `end_1`, `begin_2` … and the same beginnings kept, or `none`.
    """

    only_asks: ClassVar[bool] = True
    hours: str
    queue: str
    phone: str | None = None
    after: str | None = None


class Times(Part):
    """`ask` tells the times, `{times}`, each in the words of `each` with its `{begin}`, `{end}` and `{key}`; the next
    key, `{more}`, tells others, and the one after it, `{quit}`, gives it up. `promised` is what the caller hears then,
    with the `{begin}` and `{due}` of what they chose.
    """

    ask: Words
    each: Words
    promised: Words


def asked(talk: "Talk", times: Times, values: Mapping[str, str]) -> tuple[Words, Mapping[str, str]]:
    """`ask` with the words of every time in it, and what fills them: a whole sentence is no value, which may be cut."""
    count = len([name for name in values if name.startswith("begin_")])
    text, language = times.ask.spoken_in(talk.conversation.language)
    each, _ = times.each.spoken_in(language)
    words = text.replace("{times}", " ".join(_numbered(each, key) for key in range(1, count + 1)))
    keys = {f"key_{key}": str(key) for key in range(1, count + 1)}
    told = {**values, **keys, "more": str(count + 1), "quit": str(count + 2)}
    return Words.model_construct(tr=words if language == "tr" else None, en=words if language == "en" else None), told


def kept_times(talk: "Talk") -> Sequence[str]:
    """The beginnings of those told last, in the order of their keys."""
    return tuple(filter(None, talk.conversation.kept.get(TIMES, "").split(BETWEEN)))


def _numbered(each: str, key: int) -> str:
    """`{begin:moment}` as `{begin_2:moment}`."""

    def place(name: str, form: str | None) -> str:
        numbered = f"{name}_{key}" if name in OF_EACH else name
        return f"{{{numbered}:{form}}}" if form else f"{{{numbered}}}"

    return filled_by(each, place)
