"""Past calls through flows that are not in force yet: how many would go elsewhere, and where."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ivr.language.release import Release
from ivr.retelling.past_call import PastCall
from ivr.retelling.retelling import Told, told_again


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """A call that would end somewhere else than it did."""

    call: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Replay:
    """`calls` were told again; `elsewhere` are those of them that end differently.

    `asked_anew` come to a question or an enquiry they never met, by the node they meet it at. `untold` are calls that
    cannot be told again even as they were: the release they stood on, or something they went by, is not known any more.
    """

    calls: int
    elsewhere: tuple[Elsewhere, ...]
    asked_anew: Mapping[str, str]
    untold: tuple[str, ...]


def replay(calls: Iterable[PastCall], flow: str, release: Release, pinned: Callable[[str], Release | None]) -> Replay:
    """Every call that went through this flow, as it was and as it would be on this release."""
    elsewhere: list[Elsewhere] = []
    asked_anew: dict[str, str] = {}
    untold: list[str] = []
    told = 0
    for past in calls:
        if not past.passed(flow):
            continue
        before = _as_it_was(past, pinned(past.release))
        after = told_again(past, release)
        if before is None:
            untold.append(past.call)
        elif after.end is None:
            asked_anew[past.call] = after.unknown or ""
        else:
            told += 1
            elsewhere += [Elsewhere(call=past.call, before=before, after=after.end)] if after.end != before else []
    return Replay(calls=told, elsewhere=tuple(elsewhere), asked_anew=asked_anew, untold=tuple(untold))


def _as_it_was(past: PastCall, release: Release | None) -> str | None:
    """Where the call really ended; None unless telling it again on its own release leads there too."""
    again = told_again(past, release) if release else Told()
    really = past.end or (again.end if again.end and again.end.startswith("left at ") else None)
    return really if again.end == really else None
