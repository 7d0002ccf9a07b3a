"""Scripted calls in YAML."""

from pathlib import Path

import pytest

from simulator.people.steps import HangsUp, Hears, Joins, Presses, Talks
from simulator.script import ScriptError, load_script, play_script, read_script
from tests.simulator.customer import Customer

SCRIPT = """
people:
  Ayşe:
    phone: "+905321110001"
    answers_after: 3
    presses: "1"
callers:
  Mehmet:
    from: "+905551112233"
    steps:
      - {hears: Merhaba, within: 20}
      - presses: "2"
      - joins
      - talks: 30
      - hangs_up
faults:
  - {kind: callback_lost, only: answered}
expect:
  outcome: answered
"""


def test_a_script_is_read_and_what_is_not_ours_is_handed_on() -> None:
    script = read_script(SCRIPT)
    assert script.callers[0].steps == (
        Hears(text="Merhaba", within=20),
        Presses(keys="2"),
        Joins(),
        Talks(seconds=30),
        HangsUp(),
    )
    assert script.people[0].rings[0].after == 3
    assert script.faults[0].only == "answered"
    assert script.more == {"expect": {"outcome": "answered"}}
    assert type(script.more["expect"]) is dict


def test_a_script_is_played(customer: Customer) -> None:
    customer.says("/voice", '<Gather numDigits="1" action="/key"><Say>Merhaba</Say></Gather>')
    customer.says("/key", "<Dial>+905321110001</Dial>")
    (caller,) = play_script(customer.sim, read_script(SCRIPT))
    customer.sim.advance(60)
    assert caller.done and not caller.failures


@pytest.mark.parametrize(
    ("broken", "line", "why"),
    [
        (SCRIPT.replace("- joins", "- dances"), 13, "'dances' is not a step"),
        (SCRIPT.replace("talks: 30", "talks: long"), 14, "talks"),
        (SCRIPT.replace("from:", "form:"), 9, "'form' is not known here"),
        (SCRIPT.replace('presses: "1"', 'sings: "1"'), 6, "'sings' is not a behaviour"),
        (SCRIPT.replace("callback_lost", "earthquake"), 17, "'earthquake' is not a fault"),
        (SCRIPT.replace("people:", "people: ["), 4, "expected"),
        ("- a list", 1, "a script must be a mapping"),
    ],
)
def test_a_mistake_is_told_with_its_line(broken: str, line: int, why: str) -> None:
    with pytest.raises(ScriptError) as mistake:
        read_script(broken, "call.yaml")
    assert mistake.value.line == line
    assert why in mistake.value.why
    assert str(mistake.value).startswith(f"call.yaml:{line}:")


def test_several_callers_call_when_it_is_their_time(customer: Customer) -> None:
    script = read_script(
        """
callers:
  A: {from: "+905550000001", steps: [hangs_up]}
  B: {from: "+905550000002", start_after: 30, steps: [hangs_up]}
"""
    )
    play_script(customer.sim, script)
    customer.sim.advance(10)
    assert len(customer.sim.legs()) == 1
    customer.sim.advance(30)
    assert len(customer.sim.legs()) == 2


def of_telephones() -> list[Path]:
    """Whoever sits at a browser is seated by the engine: the network knows telephones and devices."""
    shipped = sorted((Path(__file__).parents[2] / "examples").rglob("*.yaml"))
    return [path for path in shipped if "\n    browser: " not in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", of_telephones(), ids=lambda path: path.stem)
def test_the_shipped_examples_are_understood(path: Path) -> None:
    script = load_script(path)
    assert script.callers or script.people
    assert all(caller.steps or caller.hang_up_when for caller in script.callers)


WHOLE = """
seed: 7
switches: {calls_per_second: 5.0}
numbers: {"+908502550001": {voice_url: "http://customer.test:8080/second"}}
supervisors: {Selin: {phone: "+905321110009", listens: 2, says: Merhaba}}
voicemails: {Can: {phone: "+905321110003", greeting: Mesaj bırakın}}
devices: {Burak: {identity: burak, answers_after: 2, hangs_up_after: 5}}
callers:
  Mehmet:
    from: "+905551112233"
    to: "+908502550000"
    when_hears: {merhaba: {presses: "2"}}
    patience: {waiting: 30}
    steps: [joins, is_hung_up]
  Deniz:
    from: "+905551112244"
    to: "+908502550001"
    calls: [[{hears: ikinci}, hangs_up], [{hears: ikinci}]]
messages:
  - {from: "+905551112233", to: "+908502550000", text: Neredesiniz?, after: 3}
"""


def test_everything_a_script_may_hold_is_played(customer: Customer) -> None:
    customer.says("/voice", '<Gather numDigits="1" action="/key"><Say>Merhaba</Say></Gather>')
    customer.says("/key", "<Dial><Client>burak</Client></Dial>")
    customer.says("/second", "<Say>İkinci hat</Say>")
    script = read_script(WHOLE)
    assert script.seed == 7
    mehmet, deniz = play_script(customer.sim, script)
    customer.sim.advance(120)
    assert not mehmet.failures and not deniz.failures and len(deniz.legs) == 2
    assert customer.sim.switches.calls_per_second == 5
    assert [message.body for message in customer.sim.messages()] == ["Neredesiniz?"]
    assert customer.sim.exchange.people["+905321110003"].rings[0].greeting == "Mesaj bırakın"


def test_every_mistake_of_a_file_is_told_at_once_with_what_was_meant() -> None:
    broken = """
calers: {}
switches: {calls_per_secnd: 2, webhook_seconds: soon}
devices: {Burak: {answers_after: 2}}
supervisors: {Selin: {phone: "+90532", lisstens: 2}}
callers:
  Mehmet:
    from: "+905551112233"
    patience: {waitng: 3}
    steps:
      - hears: Merhaba
      - presess: "2"
faults: [{kind: callback_lots}]
"""
    with pytest.raises(ScriptError) as mistake:
        read_script(broken, "call.yaml")
    told = str(mistake.value)
    assert [line for line, _, _ in mistake.value.mistakes] == [2, 3, 3, 4, 5, 9, 12, 13]
    for meant in ("callers", "calls_per_second", "listens", "waiting", "presses", "callback_lost"):
        assert f"did you mean {meant!r}" in told or f"did you mean {meant}" in told, (meant, told)
    assert "call.yaml:12:9: " in told and "webhook_seconds must be like 0.05" in told


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "call.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScriptError):
        load_script(path)
