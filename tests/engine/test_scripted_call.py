"""A mistake in a scripted call is told with its place, whoever finds it."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.centre_of_its_own import centre_of_its_own
from engine.cli import sahip
from engine.errors import DemoDoesNotStart
from engine.http_stage import HttpStage
from engine.script_rules import under_rules
from engine.scripted_call import ScriptInvalid, play, read_script
from engine.shipped import shipped
from engine.told_along import ToldAlong, api_line
from escalations.trigger_rules import TriggerRule
from simulator import Account
from simulator.server import start_server
from telephony.device_token import DeviceTokens
from tests.processes import free_port
from tests.shipped_centre import shipped_centre
from tests.simulator.test_devices import KEY, SECRET

A_CALL = """title: {en: A call}
callers:
  Mehmet:
    from: "+905321234567"
    to: "+908502220000"
    steps:
      - {hears: hello}
      - %s
"""


@pytest.mark.parametrize("file", sorted(shipped("examples").rglob("*.yaml")), ids=lambda file: str(file.stem))
def test_every_example_can_be_read(file: Path) -> None:
    script = read_script(file)
    assert script.callers or script.numbers


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: {en: x}\ncallers:\n  - Mehmet\n", ":2:1: callers: must be a mapping"),
        ("title: {en: x}\n", ":1:1: callers: is missing"),
        ('title: {en: x}\ncallers: {M: {from: "+1", too: "+2"}}\n', "callers.M.too: not known here; did you mean `to`"),
        (A_CALL % "joins" + "then: [goodbye]\n", ":9:8: then.1: must be a mapping"),
        (A_CALL % "joins" + "expect: {calls: {Memet: {}}}\n", "no caller `Memet`; did you mean `Mehmet`?"),
        (A_CALL % "joins" + "expect: {callbacks: {Mehmet: {}}}\n", ":9:22: expect.callbacks.Mehmet: nobody promised"),
        (A_CALL % "joins" + "rules:\n", ":9:1: rules: must be a mapping"),
        (A_CALL % "joins" + "rules: {polcy: {}}\n", ":9:9: rules.polcy: not known here; did you mean `policy`?"),
        (
            A_CALL % "joins" + "rules: {callbacks: {leg: {fist: customer}}}\n",
            ":9:27: rules.callbacks.leg.fist: not known here",
        ),
        (
            A_CALL % "joins" + "rules: {policy: {ring_seconds: 60}}\n",
            ":9:18: rules.policy.ring_seconds: a phone may not ring",
        ),
        (
            A_CALL % "joins" + "rules: {policy: {queues: {destk: {}}}}\n",
            ":9:27: rules.policy.queues.destk.rings: is missing",
        ),
        (
            A_CALL % "joins" + "rules: {policy: {queues: {destek: {diversions: [{when: full, to: 'flow:cal_me'}]}}}}\n",
            "there is no flow `cal_me`; did you mean `call_me`?",
        ),
        (
            A_CALL % "joins" + "rules: {escalations: {triggers: {newcomer: {first_month: 6}}}}\n",
            ":9:45: rules.escalations.triggers.newcomer.first_month: not known here; did you mean `first_months`?",
        ),
        (
            A_CALL % "joins" + "rules: {escalations: {queue: yonetm}}\n",
            ":9:23: rules.escalations.queue: there is no queue `yonetm`; did you mean `yonetim`?",
        ),
        (
            A_CALL % "joins" + "people: {Elif: {steps: [joins]}}\n",
            ":9:10: people.Elif: is either at a `phone` or at a `browser`",
        ),
        (
            A_CALL % "joins" + 'people: {Elif: {phone: "+905550000005", takes_after: 2}}\n',
            ":9:41: people.Elif.takes_after: a click is made at a `browser`",
        ),
        (
            A_CALL % "joins" + "people: {Elif: {browser: elif}}\nexpect: {callbacks: {Elif: {}}}\n",
            ":10:22: expect.callbacks.Elif: nobody promised to call `Elif`",
        ),
        (
            A_CALL % "joins" + "rules: {callbacks: {leg: {first_by_queue: {destk: agent}}}}\n",
            ":9:44: rules.callbacks.leg.first_by_queue.destk: there is no queue `destk`; did you mean `destek`?",
        ),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "call.yaml").write_text(text)
    with pytest.raises(ScriptInvalid) as refused:
        read_script(tmp_path / "call.yaml")
    assert told in str(refused.value)
    assert str(refused.value).startswith(f"{tmp_path}/call.yaml:")


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("{heers: hello}", ":8:9: Mehmet: {'heers': 'hello'} is not a step"),
        ("{waits: long}", ":8:9: Mehmet: waits: 'long' is not a time in seconds"),
        ("hangs_up", ":3:3: Mehmet: +908502220000 is not a number of this account"),
    ],
)
def test_what_only_the_simulator_knows_is_told_with_its_place_too(tmp_path: Path, step: str, told: str) -> None:
    (tmp_path / "call.yaml").write_text(A_CALL % step)
    server = start_server(0, Account())
    try:
        with pytest.raises(ScriptInvalid) as refused:
            HttpStage(server.url, "key", server.url).begin(read_script(tmp_path / "call.yaml"))
    finally:
        server.stop()
    assert told in str(refused.value)


def test_somebody_sits_at_a_browser_of_the_demo_and_takes_what_they_click_on(tmp_path: Path) -> None:
    people = "people: {Elif: {browser: elif, steps: [joins]}, Deniz: {browser: deniz, steps: [{heers: x}]}}\n"
    (tmp_path / "call.yaml").write_text(A_CALL % "joins" + people)
    script = read_script(tmp_path / "call.yaml")
    server = start_server(0, Account(api_keys=((KEY, SECRET),)))
    try:
        desk = server.simulator.application("desk", f"{server.url}/nothing")
        tokens = DeviceTokens(account_sid=Account().sid, key_sid=KEY, key_secret=SECRET, application=desk.sid)
        token = tokens.token("elif", now=server.simulator.clock())
        stage = HttpStage(server.url, "key", server.url)
        with pytest.raises(ScriptInvalid, match=r":9:\d+: Deniz: \{'heers': 'x'\} is not a step"):
            stage.seats(script, "Deniz", token)
        browser = stage.seats(script, "Elif", token)
        browser.take("an-offer")
        assert [(leg.name, leg.from_) for leg in server.simulator.legs()] == [("Elif", "client:elif")]
        browser.close()
        assert [device.state for device in server.simulator.exchange.devices] == ["destroyed"]
    finally:
        server.stop()


def test_a_call_without_a_demo_is_refused_in_a_sentence(tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    (tmp_path / "call.yaml").write_text(A_CALL % "hangs_up")
    with pytest.raises(DemoDoesNotStart, match=r"No demo answers at .*: start one with `sahip demo`"):
        play(HttpStage(nobody, "key", nobody), read_script(tmp_path / "call.yaml"))


def test_rules_are_laid_over_the_shipped_ones(tmp_path: Path) -> None:
    policy = "{queues: {destek: {most_waiting: 2}}, boosts: {vip: 5}}"
    further = "{triggers: {hold: {minutes: 1}}, transfer: {most_rung: 1}}"
    rules = f"rules: {{callbacks: {{leg: {{first: customer}}}}, policy: {policy}, escalations: {further}}}\n"
    (tmp_path / "call.yaml").write_text(A_CALL % "joins" + rules)
    centre = under_rules(shipped_centre(), read_script(tmp_path / "call.yaml").rules)
    shipped_queue = shipped_centre().policy.queues["destek"]
    assert centre.dialler.leg == replace(shipped_centre().dialler.leg, first="customer")
    assert centre.policy.queues["destek"] == replace(shipped_queue, most_waiting=2)
    as_shipped = shipped_centre().escalations
    assert centre.escalations.triggers == {**as_shipped.triggers, "hold": TriggerRule(least=1)}
    assert centre.escalations.transfer == replace(as_shipped.transfer, most_rung=1)
    assert centre.escalations.table == as_shipped.table
    assert dict(centre.policy.boosts) == {**shipped_centre().policy.boosts, "vip": 5}


def test_a_call_under_rules_of_its_own_needs_no_demo_and_says_so() -> None:
    file = shipped("examples") / "91-the-customer-first.yaml"
    done = CliRunner().invoke(sahip, ["call", str(file), "--lang", "en"])
    assert done.exit_code == 0, done.output
    told = ["The customer's phone rings first", "in a centre of its own", 'callbacks.leg.first: "customer"',
            "Mehmet rings", "Ayşe rings", "Mehmet hangs up", "The call came out as its script says."]  # fmt: skip
    places = [done.output.find(line) for line in told]
    assert -1 not in places and places == sorted(places), done.output


def test_what_only_the_network_knows_is_told_with_its_place_where_a_call_has_rules(tmp_path: Path) -> None:
    (tmp_path / "call.yaml").write_text(A_CALL % "{heers: hello}" + "rules: {policy: {wrap_up_seconds: 5}}\n")
    script = read_script(tmp_path / "call.yaml")
    with centre_of_its_own(script) as stage, pytest.raises(ScriptInvalid, match=r":8:9: Mehmet: \{'heers': 'hello'\}"):
        stage.begin(script)


def test_whoever_is_called_is_told_of_as_soon_as_the_script_begins_though_nobody_calls_us() -> None:
    told: list[str] = []
    along = ToldAlong(told.append, lambda: "of the script before")
    along.asked("PUT /api/v1/agents/ayse/presence", {"state": "ready"}, 200)
    along = ToldAlong(told.append, lambda: "Mehmet rings")
    along.begins()
    along.news()
    assert told == ["  API PUT /api/v1/agents/ayse/presence state=ready → 200", "Mehmet rings"]


def test_a_request_to_our_api_fits_in_one_line() -> None:
    line = api_line(f"POST /api/v1/calls/CA{'a1' * 16}/wrap-up", {"next_action": "Geri ara " * 40}, 200)
    assert line.startswith("  API POST /api/v1/calls/CAa1a1…/wrap-up next_action=Geri")
    assert line.endswith("… → 200")
    assert len(line) <= 100


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "meanwhile: [{when: {Memet: hello}, api: POST transfers}]\n",
            "nobody is called `Memet`; did you mean `Mehmet`",
        ),
        ("meanwhile: [{when: {Mehmet: hello}}]\n", ":9:13: meanwhile.1.api: is missing"),
        ("meanwhile: [{api: /transfers}]\n", ":9:14: meanwhile.1.api:"),
        ("then: [{answers: 409}]\n", ":9:8: then.1: is either `wrap_up` or `api`"),
        ("expect: {transfers: {Ayşe: {state: done}}}\n", "expect.transfers.Ayşe: there is no caller `Ayşe`"),
        ("expect: {silence: {Ayşe: 5}}\n", "expect.silence.Ayşe: nobody is called `Ayşe`"),
    ],
)
def test_a_mistake_in_what_is_done_through_the_api_is_told_too(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "call.yaml").write_text(A_CALL % "joins" + text)
    with pytest.raises(ScriptInvalid) as refused:
        read_script(tmp_path / "call.yaml")
    assert told in str(refused.value)
