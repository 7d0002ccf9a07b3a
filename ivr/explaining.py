"""Why a call from this number would go where it would: identification, flow, plan and who is there, in words."""

from collections.abc import Iterator
from dataclasses import replace

from callbacks.crm.elsewhere import with_owner_elsewhere
from callbacks.place import Place
from cases.caller_id import parse_caller_id
from cases.identification import Caller, identify
from hours.crisis import Crisis
from ivr.arrival import beginning
from ivr.catalogue import catalogue
from ivr.crisis_calls import crisis_of, flow_of, overflowing
from ivr.explaining_door import at_the_door
from ivr.language.agent import AgentNode
from ivr.language.identify import NOBODY
from ivr.language.move import Heard, Outcome, Question, Reach, Spoken
from ivr.language.node import Node
from ivr.language.which_case import MOST
from ivr.performing import performing
from ivr.reaching import planned
from ivr.talking.interpreter import PERSON_KEY, begin, hear
from ivr.talking.turn import Perform, Scene, Turn
from ivr.voice_board import VoiceBoard
from records.database import reading
from routing.errors import FloorUnavailable
from routing.explain import explain_plan, explain_steps, line_name
from routing.line_facts import LineFacts
from routing.plan import Plan
from staff.agent import agents


def explain_call(voice: VoiceBoard, phone: str, *, language: str, queue: str | None = None) -> list[str]:
    """Sentences from the number to the agent; nothing is changed by asking. With a queue, as if the caller stood at its
    door already and the flow asked for the owner."""
    with reading(voice.database) as session:
        caller = identify(session, parse_caller_id(phone))
        names = {agent.id: agent.name for agent in agents(session)}
    caller = with_owner_elsewhere(voice, caller)
    told = [
        _text(language, "title", phone=phone),
        *_who(caller, names, language),
        *_elsewhere(voice, caller, names, language),
    ]
    if queue is not None:
        place = Place(call="", queue=queue, owner=True, since=voice.clock(), language=language)
        return [*told, *_plan(voice, place, caller, names, language)]
    release = voice.flows.newest()
    scene = Scene(release=release, caller=caller, now=voice.clock(), perform=_asking_only(voice))
    crisis = crisis_of(voice, scene)
    turn = begin(scene, beginning("", flow_of(voice, scene, crisis), scene))
    if isinstance(turn.then, Reach):
        turn = replace(turn, then=overflowing(voice, turn.then, crisis))
    return [*told, *_first(crisis, language), *_what_then(voice, scene, turn, names, language)]


def _asking_only(voice: VoiceBoard) -> Perform:
    """Asking for reasons changes nothing."""
    really = performing(voice)
    return lambda talk, effect: really(talk, effect) if effect.only_asks else Outcome(way="")


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


def _elsewhere(voice: VoiceBoard, caller: Caller, names: dict[str, str], language: str) -> Iterator[str]:
    """What the CRM says, where it is asked at all."""
    if voice.outside.crm is None or caller.caller_id.kind != "e164" or any(case.owner_id for case in caller.open_cases):
        return
    told = caller.elsewhere
    if told is None:
        yield _text(language, "crm_silent")
        return
    key = "crm_owner" if told.agent else "crm_stranger" if told.name else "crm_nobody"
    owner = names.get(told.agent or "", told.name)
    yield _text(language, key, owner=owner, seconds=f"{told.seconds_ago:.0f}")


def _first(crisis: Crisis | None, language: str) -> Iterator[str]:
    if crisis:
        yield _text(language, "crisis", crisis=str(crisis.id), message=crisis.message.spoken_in(language))


def _what_then(voice: VoiceBoard, scene: Scene, turn: Turn, names: dict[str, str], language: str) -> Iterator[str]:
    match turn.then:
        case Question(prompt=prompt):
            yield _text(language, "asks", prompt=" ".join(said.text for said in prompt if isinstance(said, Spoken)))
            yield from _choices(scene, turn, names, language)
            if isinstance(_node(scene, turn), AgentNode):
                yield _text(language, "silence")
                yield from _what_then(voice, scene, hear(scene, turn.conversation, Heard()), names, language)
        case Reach() as reach:
            place = Place(
                call="", queue=reach.queue, owner=reach.owner, since=voice.clock(),
                language=language, case=turn.conversation.case, skills=reach.skills,
            )  # fmt: skip
            yield from _plan(voice, place, scene.caller, names, language)
        case _:
            yield _text(language, "ends")


def _choices(scene: Scene, turn: Turn, names: dict[str, str], language: str) -> Iterator[str]:
    """Where each key leads that ends at a person at once, and which of several cases it names."""
    if isinstance(_node(scene, turn), AgentNode):
        yield from _cases(scene, turn, names, language)
    for way in _node(scene, turn).ways():
        if way.kind == "choice" and (queue := _queue_behind(scene, turn, way.label)):
            yield _text(language, "choice", digit=way.label, queue=queue)
    if queue := _queue_behind(scene, turn, PERSON_KEY):
        yield _text(language, "person", queue=queue)


def _cases(scene: Scene, turn: Turn, names: dict[str, str], language: str) -> Iterator[str]:
    known = {case.number: case.owner_id for case in scene.caller.open_cases}
    keys = [str(key) for key in range(1, MOST + 1)]
    cases = {hear(scene, turn.conversation, Heard(digits=key)).conversation.case or "": key for key in reversed(keys)}
    for number, digit in sorted(cases.items(), key=lambda row: row[1]):
        if owner := known.get(number):
            yield _text(language, "choice_case", digit=digit, case=number, owner=names.get(owner, owner))
        elif number:
            yield _text(language, "choice_case_unowned", digit=digit, case=number)


def _node(scene: Scene, turn: Turn) -> Node:
    return scene.release.flows[turn.conversation.flow].nodes[turn.conversation.node]


def _queue_behind(scene: Scene, turn: Turn, key: str) -> str | None:
    led = hear(scene, turn.conversation, Heard(digits=key)).then
    return led.queue if isinstance(led, Reach) else None


def _plan(voice: VoiceBoard, place: Place, caller: Caller, names: dict[str, str], language: str) -> Iterator[str]:
    def name(agent: str) -> str:
        return names.get(agent, agent)

    try:
        plan = planned(voice, place, caller)
        facts = [voice.floor.line_facts(step.line) for step in plan.steps]
        door = [_text(language, key, **filled) for key, filled in at_the_door(voice, plan, caller)]
    except FloorUnavailable:
        yield _text(language, "floor_away")
        return
    yield from door
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
    return catalogue("explanations", language)[key].format(**filled)
