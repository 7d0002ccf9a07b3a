"""Why this caller waits for whom, in Turkish or English, out of data that was kept when it was decided."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from routing.line_facts import LineFacts
from routing.lines import agent_of
from routing.plan import Plan, Reason

Name = Callable[[str], str]
"""Gives an agent's name for their id."""


def explain_plan(plan: Plan, *, language: str, name: Name = str) -> list[str]:
    """A sentence for each reason of the plan."""
    return [explain_reason(reason, language=language, name=name) for reason in plan.reasons]


def explain_reason(reason: Reason, *, language: str, name: Name = str) -> str:
    args = dict(reason.args)
    if "who" in args and not reason.key.startswith("team"):
        args["who"] = name(args["who"])
    return _texts(language).get(reason.key, reason.key).format(**args)


def explain_steps(plan: Plan, facts: Iterable[LineFacts], *, language: str, name: Name = str) -> list[str]:
    """A sentence for each step: its line, who of it is ready or busy, how many wait. `facts` in the plan's order."""
    return [
        _text(language, "step").format(
            number=number,
            seconds=f"{step.after_seconds:g}",
            line=line_name(step.line, language=language, name=name),
            standing=_standing(step.line, each, language, name),
            waiting=each.waiting,
        )
        for number, (step, each) in enumerate(zip(plan.steps, facts, strict=True), start=1)
    ]


def _standing(line: str, facts: LineFacts, language: str, name: Name) -> str:
    """Who of a line is there; a line of one person has been named already."""
    busy = [agent for agent in facts.present if agent not in facts.ready]
    if agent_of(line):
        return _text(language, "standing_one_" + ("ready" if facts.ready else "busy" if busy else "away"))
    key = "_and_".join(word for word, there in (("ready", facts.ready), ("busy", busy)) if there) or "nobody"
    told = {"ready": _people(facts.ready, language, name), "busy": _people(busy, language, name)}
    return _text(language, f"standing_{key}").format(**told)


def explain_event(
    kind: str, data: Mapping[str, Any], *, language: str, agent: str | None = None, name: Name = str
) -> str | None:
    """A sentence for an event of the journal, or None when it says nothing about routing."""
    key = _event_key(kind, data)
    key = next((known for known in (_closer(key, kind, data), key) if known in _texts(language)), "")
    if not key:
        return None
    line = data.get("line") or (data.get("lines") or [""])[-1]
    why = str(data.get("reason"))
    said = {"reason": _texts(language).get(f"refused_{why}", why)} if kind == "refused" else {}
    who = agent or str(data.get("agent") or "")
    facts = {**data, **said, "agent": name(who), "line": line_name(line, language=language, name=name)}
    sentence = _text(language, key).format(**facts)
    if kind == "offered" and data.get("side") == "call" and data.get("skipped"):
        sentence += " " + _text(language, "event_skipped").format(skipped=_people(data["skipped"], language, name))
    return sentence


def line_name(line: str, *, language: str, name: Name = str) -> str:
    kind, _, rest = line.partition(":")
    if kind == "queue":
        place, _, skills = rest.partition("?")
        queue, _, ring = place.partition("/")
        text = _text(language, "line_narrowed" if skills else "line_queue")
        return text.format(name=queue, ring=ring or "1", skills=skills)
    text = _texts(language).get(f"line_{kind}", "{name}")
    return text.format(name=name(rest) if kind == "agent" else rest)


def _event_key(kind: str, data: Mapping[str, Any]) -> str:
    match kind:
        case "waiting" if data.get("returned") in ("chosen", "diverted", "stepped_back", "rang_in"):
            return f"event_returned_{data['returned']}"
        case "waiting" if why := data.get("returned"):
            return "event_returned" if why == "dropped" else "event_replanned"
        case "widened" if data.get("early"):
            return "event_widened_early"
        case "rang" if not data.get("leg", "known"):
            return "event_rang_desk"
        case "offered":
            return f"event_offered_{data.get('side', 'call')}"
        case "offer_failed":
            return f"event_offer_failed_{data.get('why')}"
        case _:
            return f"event_{kind}"


def _closer(key: str, kind: str, data: Mapping[str, Any]) -> str:
    """The key of a sentence that says more, where there is one."""
    match kind:
        case "offered" if str(data.get("line")).startswith("agent:"):
            return f"{key}_one"
        case "left":
            return f"{key}_{data.get('by')}"
        case "stepped_aside" | "taken_off_hold":
            return f"{key}_{data.get('why')}"
        case _:
            return key


def _people(agents: Iterable[str], language: str, name: Name) -> str:
    return ", ".join(name(agent) for agent in agents) or _text(language, "nobody")


def _text(language: str, key: str) -> str:
    return _texts(language)[key]


@cache
def _texts(language: str) -> dict[str, str]:
    known = language if language in ("tr", "en") else "en"
    file = resources.files("routing") / "explanations" / f"{known}.json"
    texts: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return texts
