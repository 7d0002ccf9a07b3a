"""Whatever somebody's keyboard does to a flow, it is published whole or not at all, and a refusal names the place."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.centre import Centre
from engine.shipped import shipped
from ivr.errors import FlowInvalid
from ivr.publishing.checked import checked_against
from ivr.publishing.errors import NothingToPublish
from ivr.publishing.kept_flow import kept, written_again
from ivr.publishing.written_flow import written
from records.database import reading
from tests.ivr.publishing.conftest import Press
from tests.shipped_centre import shipped_centre

PLACE = re.compile(r"^[a-z_]+\.yaml:\d+:\d+: ", re.MULTILINE)


@pytest.fixture(scope="module")
def centre() -> Iterator[Centre]:
    yield shipped_centre()


@st.composite
def slips(draw: st.DrawFn) -> str:
    """The main flow with a line less, twice or elsewhere, a word for another, or some letters that nobody meant."""
    text = (shipped("centre") / "flows" / "main.yaml").read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 3))):
        lines = text.split("\n")
        at, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        words = re.findall(r"[a-z_]+", text)
        match draw(st.sampled_from(["drop", "double", "swap", "rename", "type"])):
            case "drop":
                lines.pop(at)
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "rename":
                lines[at] = lines[at].replace(draw(st.sampled_from(words)), draw(st.sampled_from(words)))
            case _:
                lines[at] += draw(st.text(max_size=6))
        text = "\n".join(lines)
    return text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=slips())
def test_a_slip_of_the_keyboard_publishes_nothing_or_a_whole_flow(press: Press, centre: Centre, text: str) -> None:
    press.first(*centre.written.values())
    before = press.in_force()
    try:
        flow = written(text, centre.surroundings.queues, name="main")
        press.publish(flow, check=checked_against(centre.surroundings))  # type: ignore[arg-type]
    except FlowInvalid as refused:
        assert all(PLACE.match(problem) for problem in refused.problems), refused.problems
        assert press.in_force() == before
    except NothingToPublish:
        assert press.in_force() == before
    else:
        assert press.in_force() == {**before, "main": flow.version}
        with reading(press.database) as session:
            assert written_again(kept(session, press.in_force())["main"]).body == flow.body
