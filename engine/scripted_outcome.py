"""What came out of a scripted call, where it is not what the script expects."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from engine.scripted_acts import OURS, NothingThere, named, newest

if TYPE_CHECKING:
    from engine.scripted_call import Stage

Expected = Mapping[str, Any]
ABOUT_CALLS: Final = ("transfer", "escalation")


def otherwise(stage: "Stage", expect: Expected) -> Iterator[str]:
    yield from _otherwise_shown(stage, expect)
    for number, times in expect.get("rings", {}).items():
        if (rang := stage.rings(number)) != times:
            yield f"{number} rang {rang} times, expected {times}"
    for name, texts in expect.get("hears", {}).items():
        yield from _not_heard(name, stage.heard(name), texts)
    for name, texts in expect.get("never_hears", {}).items():
        heard = " ".join(stage.heard(name))
        yield from (f"{name} heard “{text}”" for text in texts if text in heard)
    for name, seconds in expect.get("silence", {}).items():
        if (silent := stage.silence(name)) > seconds:
            yield f"{name} heard nothing and nobody for {silent:.1f} s, expected {seconds:g} at most"


def _otherwise_shown(stage: "Stage", expect: Expected) -> Iterator[str]:
    """What our API shows."""
    for name, facts in expect.get("calls", {}).items():
        yield from differences(stage, f"call of {name}", f"{OURS}/calls/{stage.callers()[name].call}", facts)
    for agent, state in expect.get("agents", {}).items():
        facts = state if isinstance(state, Mapping) else {"state": state}
        yield from differences(stage, agent, f"{OURS}/agents/{agent}", facts)
    for number, facts in expect.get("cases", {}).items():
        yield from differences(stage, f"case {number}", f"{OURS}/cases/{number}", facts)
    for what in ABOUT_CALLS:
        for name, facts in expect.get(f"{what}s", {}).items():
            found = newest(stage, name, what)
            known = differences(stage, f"{what} of {name}", f"{OURS}/{what}s/{found}", facts)
            yield from known if found else (f"there is no {what} of the call of {name}",)
    for path, facts in expect.get("shows", {}).items():
        yield from _differences_at(stage, path, facts)


def _differences_at(stage: "Stage", path: str, facts: Expected) -> Iterator[str]:
    try:
        yield from differences(stage, path, f"{OURS}/{named(stage, path)}", named(stage, facts))
    except NothingThere as nothing:
        yield f"{path}: {nothing}"


def differences(stage: "Stage", what: str, path: str, facts: Expected) -> Iterator[str]:
    """Of a list, some entry must look so."""
    status, shown = stage.ask("GET", path)
    if status != 200:
        yield f"{what}: {status} {shown}"
        return
    listed = shown.get("items")
    if isinstance(listed, list) and "items" not in facts:
        if not any(all(one.get(name) == expected for name, expected in facts.items()) for one in listed):
            yield f"{what}: none of {len(listed)} is {dict(facts)!r}: {listed!r}"
        return
    for name, expected in facts.items():
        if shown.get(name) != expected:
            yield f"{what}: {name} is {shown.get(name)!r}, expected {expected!r}"


def heard_by(name: str, kind: str, on_line_of: str, data: Mapping[str, Any]) -> bool:
    """Whether this entry of the network's trace is something they heard: from us, or from somebody on the line."""
    return on_line_of == name if kind == "say" else kind == "speech" and name in data.get("heard_by", ())


def _not_heard(name: str, heard: Sequence[str], texts: Sequence[str]) -> Iterator[str]:
    at = 0
    for text in texts:
        found = next((place for place in range(at, len(heard)) if text in heard[place]), None)
        if found is None:
            yield f"{name} did not hear “{text}” (in this order); heard: {' | '.join(heard)}"
            return
        at = found
