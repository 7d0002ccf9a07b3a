"""Whatever becomes of a flow file, the checker tells where it is wrong; and what it lets pass, calls can run."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from cases.caller_id import CallerId
from cases.identification import Caller
from ivr.checking.check import check, subject_of
from ivr.checking.person.time_to_person import to_person
from ivr.errors import FlowInvalid
from ivr.language.move import Effect, Heard, Outcome, Question, Wait
from ivr.language.release import Release
from ivr.language.written import Written, read_written, written_in
from ivr.publishing.checked import checked_against
from ivr.publishing.errors import NothingToPublish
from ivr.publishing.present import present_release
from ivr.publishing.publishing import Wish, publish, publish_first
from ivr.publishing.written_flow import written
from ivr.talking.conversation import Conversation
from ivr.talking.interpreter import begin, hear
from ivr.talking.talk import Talk
from ivr.talking.turn import Scene, Turn
from records.database import reading
from tests.ivr.checking.checking import GOOD, KNOWN
from tests.ivr.checking.mutating import mutated
from tests.ivr.checking.test_rules import SUB
from tests.shipped_centre import shipped_centre

CENTRE = shipped_centre()
OTHERS = {name: one.source for name, one in CENTRE.written.items()}
SURROUNDINGS = replace(
    CENTRE.surroundings,
    queues=CENTRE.surroundings.queues | KNOWN.queues,
    calendars=CENTRE.surroundings.calendars | KNOWN.calendars,
)
TEXTS = [GOOD, SUB, *OTHERS.values()]
A_PLACE = re.compile(r"^.+\.yaml:[1-9][0-9]*:[1-9][0-9]*: ", re.DOTALL)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.filterwarnings("ignore::ruamel.yaml.error.ReusedAnchorWarning")
thorough = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def among_the_others(one: Written) -> list[Written]:
    """The flow in the place of the one of its name."""
    rest = {name: text for name, text in {**OTHERS, "identity": SUB}.items() if name != one.flow.flow}
    return [one, *(written_in(Path(f"{name}.yaml"), text) for name, text in rest.items())]


@thorough
@given(text=mutated(TEXTS))
def test_a_changed_file_never_breaks_the_checker_and_every_fault_has_a_place(text: str) -> None:
    try:
        one = written_in(Path("main.yaml"), text)
    except FlowInvalid as refused:
        assert refused.problems and all(A_PLACE.match(problem) for problem in refused.problems), refused.problems
        return
    for finding in check(SURROUNDINGS, among_the_others(one)):
        for language in ("tr", "en"):
            assert A_PLACE.match(finding.sentence(language)) and finding.told(language), finding


@thorough
@given(at=st.integers(0, 100_000), junk=st.binary(min_size=1, max_size=6), text=st.sampled_from([GOOD, SUB]))
def test_bytes_in_a_file_are_refused_with_their_place_or_read(
    tmp_path_factory: object, at: int, junk: bytes, text: str
) -> None:
    whole = text.encode()
    path = Path(tmp_path_factory.mktemp("bytes")) / "main.yaml"  # type: ignore[attr-defined]
    path.write_bytes(whole[: at % len(whole)] + junk + whole[at % len(whole) :])
    try:
        check(SURROUNDINGS, [read_written(path)])
    except FlowInvalid as refused:
        assert all(A_PLACE.match(problem) for problem in refused.problems), refused.problems


@thorough
@given(
    text=mutated([GOOD]), answers=st.lists(st.sampled_from(["", "0", "*", "1", "3", "9"]), max_size=8), data=st.data()
)
def test_what_passes_the_checker_runs_and_its_person_is_as_near_as_it_says(
    text: str, answers: list[str], data: st.DataObject
) -> None:
    try:
        one = written_in(Path("main.yaml"), text)
    except FlowInvalid:
        return
    if any(finding.level == "error" for finding in check(KNOWN, [one])):
        return
    to_person(subject_of(KNOWN, [one]))
    scene = scene_of(one, data)
    turn = begin(scene, beginning(one, scene))
    for answer in answers:
        if not isinstance(turn.then, Question | Wait):
            break
        turn = answered(scene, turn, answer)


@settings(thorough, max_examples=40)
@given(text=mutated([GOOD]))
def test_a_changed_flow_is_published_whole_or_not_at_all(database: Engine, text: str) -> None:
    whole = {"main": written(GOOD, KNOWN.queues, name="main"), "identity": written(SUB, KNOWN.queues, name="identity")}
    publish_first(database, whole, wish())
    before = in_force(database)
    try:
        changed = [written(text, KNOWN.queues, name="main"), whole["identity"]]
        publish(database, changed, checked_against(KNOWN), wish())
    except FlowInvalid as refused:
        assert refused.problems and in_force(database) == before
    except NothingToPublish:
        assert in_force(database) == before
    else:
        assert in_force(database) == {**before, **{one.name: one.version for one in changed}}


def wish() -> Wish:
    return Wish(author="ayse", note="", now=NOW, who="test:ayse")


def in_force(database: Engine) -> dict[str, str]:
    with reading(database) as session:
        return dict(present_release(session).versions)


def scene_of(one: Written, data: st.DataObject) -> Scene:
    def perform(talk: Talk, effect: Effect) -> Outcome:
        ways = [way.label for way in talk.flow.nodes[talk.conversation.node].ways()]
        return Outcome(way=data.draw(st.sampled_from([*ways, "trouble"])))

    caller = Caller(caller_id=CallerId(kind="e164", value="+905321234567"))
    return Scene(release=Release({one.flow.flow: one.flow}), caller=caller, now=NOW, perform=perform)


def beginning(one: Written, scene: Scene) -> Conversation:
    since = round(NOW.timestamp() * 1000)
    return Conversation(
        call="CA1", release=scene.release.id, flow=one.flow.flow, node=one.flow.start, language="tr", since=since
    )


def answered(scene: Scene, turn: Turn, digits: str) -> Turn:
    carried = Conversation.carried("CA1", turn.conversation.query())
    return hear(scene, carried, Heard(digits=digits))
