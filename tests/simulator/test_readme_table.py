"""The table in the simulator's README is whole and true: everything is in it, and every test it names exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from simulator import Simulator, Switches, VirtualClock, rest_app
from simulator.twiml.elements import ELEMENTS
from simulator.wire.transport import Answer
from tests.contract.definition import twilio

TESTS = Path(__file__).parents[1]
README = (TESTS.parent / "simulator" / "README.md").read_text()
ROW = re.compile(r"^\| `(?P<name>[^`]+)` \| (?P<state>done|switch|not modelled) \| (?P<shown>.+) \|$", re.MULTILINE)
TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")
SWITCH = re.compile(r"`Switches\.(\w+)`")
ROWS = {row["name"]: row for row in ROW.finditer(README)}
REST = "/2010-04-01/Accounts/<account>"
BESIDE_VOICE = re.compile(
    r"/(Addresses|AuthorizedConnectApps|ConnectApps|SMS|SIP|Usage|AvailablePhoneNumbers|.*AddOn|.*AssignedAddOns)"
)
"""Families of operations that have nothing to do with calls or messages: one row for each family."""


def _rest(method: str, path: str) -> str:
    """How an operation is written in the table: `GET /Calls/{}`."""
    short = path.removeprefix(REST).removeprefix("/2010-04-01/Accounts/{AccountSid}").removeprefix("/2010-04-01")
    told = re.sub(r"<[^>]*>|{[^}]*}", "{}", short).removesuffix(".json")
    return f"{method.upper()} {told or '/Accounts/{}'}"


@cache
def _tests_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_no_row_is_written_twice():
    names = [row["name"] for row in ROW.finditer(README)]
    assert sorted(names) == sorted(set(names))
    assert len(names) > 300


def test_every_line_of_the_tables_can_be_read():
    tables = README.partition("## What is simulated")[2]
    told = [line for line in tables.splitlines() if line.startswith("| `")]
    assert [line for line in told if not ROW.match(line)] == []


@pytest.mark.parametrize("name", sorted(ROWS))
def test_what_a_row_says_can_be_looked_at(name):
    row = ROWS[name]
    tests, switches = TEST.findall(row["shown"]), SWITCH.findall(row["shown"])
    assert tests or row["state"] != "done", "a row that says `done` names a test"
    assert switches or row["state"] != "switch", "a row that says `switch` names the switch"
    for file, test in tests:
        assert test in _tests_in(file), f"{file} has no {test}"
    for switch in switches:
        assert switch in Switches.__dataclass_fields__


@pytest.mark.parametrize("element", sorted(set(ELEMENTS) - {"Response"}))
def test_every_element_of_twiml_and_every_attribute_is_in_the_table(element):
    wanted = {f"<{element}>", *(f"<{element} {name}>" for name in ELEMENTS[element].attributes)}
    assert wanted - set(ROWS) == set()


def test_every_rest_operation_of_the_simulator_is_in_the_table():
    app = rest_app(Simulator(VirtualClock(), lambda *_: Answer(status=200)))
    offered = {
        _rest(method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST", "DELETE"}
        if rule.rule.startswith("/2010-04-01")
    }
    assert {name for name in offered if ROWS.get(name) is None} == set()


def test_every_operation_twilio_has_for_calls_and_messages_is_in_the_table():
    if (definition := twilio()) is None:
        pytest.skip("Twilio's OpenAPI file is not at ../shared/reference/twilio_api_v2010.json")
    known = {_rest(one.method, one.path) for one in definition.operations}
    ours = {name for name in known if not BESIDE_VOICE.match(name.partition(" ")[2])}
    assert ours - set(ROWS) == set()
