"""What usually comes out when a flow asks the world is nothing a test has to say."""

from pathlib import Path

import pytest

from ivr.language.dip import AskDip
from ivr.language.release import Release
from ivr.language.written import read_written
from ivr.performing import DOING
from ivr.trying.premises import Premises
from ivr.trying.scenario_file import read_scenarios
from ivr.trying.telling import failure_told
from ivr.trying.trial import tried
from ivr.trying.usual import USUAL

FLOW = """\
flow: main
start: fork
person: person
nodes:
  fork: {branch: {on: to, ways: {shut: shut, code: code, field: field}, otherwise: caller}}
  caller: {identify: {one: prove, several: person, none: complaint, withheld: asks}}
  prove:
    verify:
      code: {message: {tr: "Kod {code}"}, say: {tr: "Kodu tuşlayın."}}
      wrong: {tr: "Yanlış."}
      tries: 2
      ok: status
      failed: person
      locked: person
      no_way: person
  status:
    status:
      events: {opened: {tr: a}, talked: {tr: "{case} görüşüldü."}, promised: {tr: b}, kept: {tr: c}, closed: {tr: d}}
      due: {tr: "Söz {due}."}
      told: note
      none: person
      unverified: person
  note: {message: {text: {tr: "Selam."}}, next: bye, not_sent: person}
  complaint: {complaint: {say: {tr: "Numaranız {complaint}."}}, next: person}
  asks: {dip: {get: "https://crm.example.com/", keep: {state: state}, ok: told, failed: person}}
  told: {menu: {say: {tr: "Durum {state}."}, options: {"1": person}}}
  shut:
    voicemail:
      say: {tr: "Mesaj bırakın."}
      queue: destek
      hours: destek
      promise: {tr: "Arayalım"}
      thanks: {tr: "Teşekkürler."}
    next: bye
  code:
    voucher: {say: {tr: "Kod?"}, redeemed: worth, used: person, expired: person, unknown: person, locked: person}
  worth: {say: {tr: "{voucher} lira."}, next: bye}
  field:
    stop_line:
      worker: {tr: "Sicil?"}
      pin: {tr: "PIN?"}
      subscriber: {tr: "Tesisat?"}
      cut: cut
      do_not_cut: spared
      unknown: person
      refused: person
      locked: person
  cut: {say: {tr: "Kesin."}, next: bye}
  spared: {say: {tr: "Kesmeyin."}, next: bye}
  person: {agent: {queue: destek}}
  bye: {hang_up: true}
"""


def failure(folder: Path, rest: str) -> str | None:
    """Why this one test fails."""
    flow, tests = folder / "main.yaml", folder / "tests.yaml"
    flow.write_text(FLOW, encoding="utf-8")
    tests.write_text(f"flow: main\ntests:\n  - test: a call\n{rest}", encoding="utf-8")
    flows = {"main": read_written(flow).flow}
    (written,) = read_scenarios(tests, flows)
    failed = tried(Premises(release=Release(flows)), written).failure
    return failure_told(failed, "en") if failed else None


@pytest.mark.parametrize(
    "rest",
    [
        "    given: {case: '77'}\n    steps: [{presses: 123456}, {hears: 77 görüşüldü}]\n    ends: hang up",
        "    given: {case: '77'}\n    steps: [{presses: 1}, {hears: Yanlış}, {presses: 123456}]\n    ends: hang up",
        "    given: {case: '77'}\n    steps: [{presses: 111111}, {presses: 222222}]\n    ends: person",
        "    given: {case: '77', code: '987654'}\n    steps: [{presses: 987654}]\n    ends: hang up",
        "    given: {case: '77', outcomes: {prove: ok}}\n    steps: [{hears: görüşüldü}]\n    ends: hang up",
        "    given: {case: '77', outcomes: {prove: locked}}\n    ends: person",
        "    given: {case: '77', verified: true, outcomes: {status: none}}\n    ends: person",
        "    given: {case: '77', verified: true, outcomes: {status: {way: told, values: {due: yarın}}}}\n"
        "    steps: [{hears: Söz yarın}]\n    ends: hang up",
        "    given: {case: '77', verified: true, outcomes: {note: not_sent}}\n    ends: person",
        "    given: {caller: unknown}\n    steps: [{hears: Numaranız 4812}]\n    ends: {queue: destek, case: '4812'}",
        "    given: {caller: withheld, outcomes: {asks: failed}}\n    ends: person",
        "    given: {caller: withheld, outcomes: {asks: {way: ok, kept: {state: yolda}}}}\n"
        "    steps: [{hears: Durum yolda}]\n    ends: {at: told, kept: {state: yolda}}",
        "    given: {kept: {to: shut}}\n    steps: [{hears: Mesaj}]\n    ends: voicemail",
        "    given: {kept: {to: shut}}\n    steps: [{says: kombi}, {hears: Teşekkürler}]\n    ends: hang up",
        "    given: {kept: {to: shut}}\n    steps: [{presses: '0'}]\n    ends: person",
        "    given: {kept: {to: code}}\n    steps: [{presses: 1234567890}, {hears: 100 lira}]\n    ends: hang up",
        "    given: {kept: {to: code}, outcomes: {code: used}}\n    steps: [{presses: 1234567890}]\n    ends: person",
        "    given: {kept: {to: field}}\n"
        "    steps: [{presses: 77}, {presses: 1234}, {presses: 4812345}, {hears: Kesin}]\n    ends: hang up",
        "    given: {kept: {to: field}, protected: true}\n"
        "    steps: [{presses: 77}, {presses: 1234}, {presses: 4812345}, {hears: Kesmeyin}]\n    ends: hang up",
    ],
)
def test_a_call_goes_as_calls_usually_go_unless_something_else_is_given(tmp_path: Path, rest: str) -> None:
    assert failure(tmp_path, rest) is None


def test_what_has_no_usual_outcome_has_to_be_given(tmp_path: Path) -> None:
    assert failure(tmp_path, "    given: {caller: withheld}\n    ends: person") == (
        "the test does not say how `asks` comes out; add `outcomes: {asks: …}`, one of: ok, failed"
    )


def test_an_outcome_that_could_never_be_is_told(tmp_path: Path) -> None:
    given = "{case: '77', verified: true, outcomes: {status: {way: told, values: {last: sold}}}}"
    told = failure(tmp_path, f"    given: {given}\n    ends: person")
    assert told is not None and told.startswith("what is given cannot be what really comes out: ") and "sold" in told


def test_everything_asked_of_the_world_has_a_usual_outcome_but_what_another_system_says() -> None:
    assert set(DOING) - set(USUAL) == {AskDip}
