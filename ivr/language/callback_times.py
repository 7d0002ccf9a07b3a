"""When we call: the times at which somebody is free, a few at a time, each with its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from ivr.language.move import Effect
from ivr.language.part import Part, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

TIMES: Final = "callback_times"
"""The kept value that holds the times last told, while one is chosen."""
BETWEEN: Final = "~"


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


def told(talk: "Talk", times: Times, values: Mapping[str, str]) -> dict[str, str]:
    """What `ask` says: all times in one breath, and the keys after theirs."""
    count = len([name for name in values if name.startswith("begin_")])
    each = [_one(talk, times, values, key) for key in range(1, count + 1)]
    return {"times": " ".join(each), "more": str(count + 1), "quit": str(count + 2)}


def kept_times(talk: "Talk") -> Sequence[str]:
    """The beginnings of those told last, in the order of their keys."""
    return tuple(filter(None, talk.conversation.kept.get(TIMES, "").split(BETWEEN)))


def _one(talk: "Talk", times: Times, values: Mapping[str, str], key: int) -> str:
    told = {"begin": values[f"begin_{key}"], "end": values[f"end_{key}"], "key": str(key)}
    return talk.say(times.each, told).text
