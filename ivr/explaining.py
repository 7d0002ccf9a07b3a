"""Why a call from this number would go where it would: identification, flow, plan and who is there, in words."""

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import cast

from callbacks.place import Place
from cases.caller_id import parse_caller_id
from cases.identification import Caller, identify
from ivr.arrival import language_of
from ivr.conversation import NOBODY, Conversation, HangUp, Question, Turn, begin
from ivr.flow import Flow, Reach
from ivr.reaching import planned
from ivr.voice_board import VoiceBoard
from records.database import reading
from routing.errors import FloorUnavailable
from routing.explain import explain_plan, explain_steps, line_name
from routing.line_facts import LineFacts
from routing.plan import Plan
from staff.agent import agents


def explain_call(voice: VoiceBoard, phone: str, *, language: str) -> list[str]:
    """Sentences from the number to the agent; nothing is changed by asking."""
    with reading(voice.database) as session:
        caller = identify(session, parse_caller_id(phone))
        names = {agent.id: agent.name for agent in agents(session)}
    flow, version = voice.flows.newest(voice.flow_for(""))
    start = Conversation(call="", flow=flow.flow, version=version, node=flow.start, language=language_of(caller, flow))
    turn = begin(flow, start, caller)
    return [
        _text(language, "title", phone=phone),
        *_who(caller, names, language),
        *_what_then(voice, flow, turn, caller, names, language),
    ]


def _who(caller: Caller, names: dict[str, str], language: str) -> Iterator[str]:
    if caller.caller_id.kind in NOBODY:
        yield _text(language, "withheld")
        return
    known = ", ".join(customer.name or customer.id for customer in caller.customers)
    yield _text(language, ("nobody", "one", "several")[min(len(caller.customers), 2)], customer=known)
    if not caller.customers:
        return
    if not caller.open_cases:
        yield _text(language, "no_case")
        return
    case = caller.open_cases[0]
    if case.owner_id is None:
        yield _text(language, "case_unowned", case=case.number)
    else:
        yield _text(language, "case", case=case.number, owner=names.get(case.owner_id, case.owner_id))


def _what_then(
    voice: VoiceBoard, flow: Flow, turn: Turn, caller: Caller, names: dict[str, str], language: str
) -> Iterator[str]:
    match turn.then:
        case Question(prompt=prompt):
            yield _text(language, "asks", prompt=prompt.text)
            yield from _choices(flow, turn.conversation.node, language)
        case Reach() as reach:
            place = Place(
                call="", queue=reach.queue, owner=reach.owner, since=voice.clock(),
                language=language, case=turn.conversation.case,
            )  # fmt: skip
            yield from _plan(voice, place, caller, names, language)
        case HangUp():
            yield _text(language, "ends")


def _choices(flow: Flow, node: str, language: str) -> Iterator[str]:
    menu = flow.nodes[node].menu
    for key, target in menu.options.items() if menu else ():
        if (reach := flow.nodes[target].agent) is not None:
            yield _text(language, "choice", digit=key, queue=reach.queue)
    if (person := flow.nodes[flow.person].agent) is not None:
        yield _text(language, "person", queue=person.queue)


def _plan(voice: VoiceBoard, place: Place, caller: Caller, names: dict[str, str], language: str) -> Iterator[str]:
    def name(agent: str) -> str:
        return names.get(agent, agent)

    try:
        plan = planned(voice, place, caller)
        facts = [voice.floor.line_facts(step.line) for step in plan.steps]
    except FloorUnavailable:
        yield _text(language, "floor_away")
        return
    yield from explain_plan(plan, language=language, name=name)
    yield from explain_steps(plan, facts, language=language, name=name)
    yield _now(plan, facts, names, language)


def _now(plan: Plan, facts: list[LineFacts], names: dict[str, str], language: str) -> str:
    """Lines with nobody present are skipped at once; the first that has somebody decides."""
    staffed = next((each for each in facts if each.present), facts[0])
    if staffed.ready:
        return _text(language, "now", agent=names.get(staffed.ready[0], staffed.ready[0]))
    line = line_name(staffed.line, language=language, name=lambda agent: names.get(agent, agent))
    return _text(language, "now_waits", line=line)


def _text(language: str, key: str, **filled: str) -> str:
    return _texts(language)[key].format(**filled)


@cache
def _texts(language: str) -> dict[str, str]:
    file = resources.files("ivr") / "explanations" / f"{language}.json"
    return cast(dict[str, str], json.loads(file.read_text(encoding="utf-8")))
