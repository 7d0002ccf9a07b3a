"""What ops are shown before they publish: nodes, ways and lines that come, go and change."""

from ivr.publishing.difference import Difference, WayChange, difference, lines_of
from ivr.publishing.written_flow import WrittenFlow, written
from tests.ivr.publishing.conftest import QUEUES

OLD = """\
flow: main
start: choice
person: anyone
nodes:
  choice:
    menu:
      say: {tr: "1 fatura, 2 arıza"}
      options: {"1": bill, "2": repair}
  bill: {agent: {queue: destek}}
  repair: {agent: {queue: destek}}
  anyone: {agent: {queue: destek}}
"""
NEW = """\
flow: main
start: choice
person: anyone
tries: 3
nodes:
  choice:
    menu:
      say: {tr: "1 fatura, 3 taksit"}
      options: {"1": plan, "3": bill}
  bill: {agent: {queue: destek}}
  plan: {say: {tr: "Taksit"}, next: bill}
  anyone: {agent: {queue: destek, owner: true}}
"""


def text(told: str) -> WrittenFlow:
    return written(told, QUEUES, name="main")


def found() -> Difference:
    return difference(text(OLD), text(NEW), ("main 1", "main file"))


def test_nodes_and_ways_that_come_go_and_change_are_told_apart() -> None:
    assert (found().nodes_added, found().nodes_removed, found().nodes_changed) == (
        ("plan",),
        ("repair",),
        ("choice", "anyone"),
    )
    assert found().settings == {"tries": (2, 3)}
    assert set(found().ways) == {
        WayChange(node="choice", way="1", before="bill", after="plan"),
        WayChange(node="choice", way="2", before="repair", after=None),
        WayChange(node="choice", way="3", before=None, after="bill"),
        WayChange(node="plan", way="next", before=None, after="bill"),
    }


def test_people_read_the_graph_first_and_the_text_after_it() -> None:
    lines = list(lines_of(found()))
    assert lines[0] == "~ tries: 2 → 3"
    assert "~ way choice (1): bill → plan" in lines and "- way choice (2): repair" in lines
    assert lines.index("--- main 1") > lines.index("+ node plan")
    assert "-  repair: {agent: {queue: destek}}" in lines


def test_the_same_text_has_no_difference_and_a_comment_differs_in_the_text_alone() -> None:
    assert list(lines_of(difference(text(OLD), text(OLD), ("a", "b")))) == []
    commented = difference(text(OLD), text(f"# neden?\n{OLD}"), ("a", "b"))
    assert not (commented.nodes_changed or commented.ways) and commented.text


def test_of_a_flow_that_is_new_everything_is_new() -> None:
    whole = difference(None, text(OLD), ("nothing", "file"))
    assert set(whole.nodes_added) == {"choice", "bill", "repair", "anyone"} and len(whole.ways) == 2
