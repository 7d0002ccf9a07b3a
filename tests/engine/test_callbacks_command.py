"""`sahip callbacks` as it is typed: in two languages, as JSON for programs, and sentences for what cannot be."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import get_args

import pytest
from click.testing import CliRunner, Result

from callbacks.dialler import verdict
from callbacks.dialler.correcting import OTHER_NUMBER, WAITS_AFTER_ALL
from callbacks.dialler.editing import Edit
from callbacks.dialler.following import LOST
from callbacks.dialler.held import RANG_IN
from callbacks.dialler.kind import KINDS
from callbacks.dialler.life_told import WORDS
from callbacks.dialler.machine import MESSAGE
from callbacks.dialler.outcome import NOT_REACHED
from callbacks.dialler.reached_by_us import KEPT, NOT_THEM
from callbacks.dialler.refusal import UsedUp
from callbacks.dialler.rules import Why
from callbacks.dialler.said import is_said
from callbacks.dialler.state import State
from callbacks.dialler.with_the_promise import PROMISE_ENDED
from cases.dialable import NotCalled
from console.wording import told_if_known
from engine.callback_desk import CallbackDesk, callback_desk_here
from engine.callbacks_told import callback_rows
from engine.cli import sahip
from engine.demo_telephone import telephones_rang_before
from engine.errors import OrderRefused
from engine.shipped import shipped
from records.database import open_database, writing

DEMO = shipped("centre") / "demo"
Typed = partial[Result]


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    """What is typed into a demo that owes a call."""
    folder = tmp_path_factory.mktemp("demo")
    settings = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(folder / "var"), "NO_COLOR": "1"}

    for what in ("agents", "customers", "cases"):
        brought = CliRunner().invoke(sahip, ("import", what, str(DEMO / f"{what}.csv")), env=settings)
        assert brought.exit_code == 0
    [file] = (folder / "var").rglob("*.sqlite")
    database = open_database(f"sqlite:///{file}")
    with writing(database) as session:
        telephones_rang_before(session, datetime.now(UTC))
    database.dispose()
    return partial(_types, env=settings)


def _types(*arguments: str, env: dict[str, str]) -> Result:
    return CliRunner().invoke(sahip, ("callbacks", *arguments), env=env)


def workday() -> str:
    """One in a week's time, as it is typed."""
    day = datetime.now(UTC) + timedelta(days=7)
    while day.weekday() > 3:
        day += timedelta(days=1)
    return f"{day:%Y-%m-%d}"


@pytest.fixture
def desk(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> Iterator[CallbackDesk]:
    """The same without typing: each command reads the whole centre first."""
    for name, value in typed.keywords["env"].items():
        monkeypatch.setenv(name, value)
    with callback_desk_here() as desk:
        yield desk


def test_what_was_not_said_is_asked_for_before_anything_is_opened(typed: Typed) -> None:
    asked = ("move", "demo", "--due", "2026-11-30 14:00", "--reason", "x")
    assert "müşteri kabul ederse değişir: kabul ettiyse --agreed" in " ".join(typed(*asked).output.split())
    assert "with its customer's consent alone" in " ".join(typed(*asked, "--lang", "en").output.split())
    assert "--anybody" in typed("reassign", "demo", "--reason", "x").output


def test_a_callback_is_listed_and_moved(typed: Typed) -> None:
    [owed] = json.loads(typed("list", "--json").output)
    assert (owed["case_number"], owed["state"]) == ("4808", "scheduled")
    window = ("--begin", f"{workday()} 14:00", "--due", f"{workday()} 15:00", "--agreed")
    moved = typed("move", "demo", "--reason", "öyle istedi", *window, "--lang", "en")
    assert re.search(r"from \d\d\.\d\d\. 14:00 on, by \d\d\.\d\d\. 15:00\.", moved.output), moved.exception


def test_it_is_given_away_cancelled_and_told_in_either_language(typed: Typed, desk: CallbackDesk) -> None:
    assert desk.reassigns("demo", to="burak", who="cli", reason="izin").agent_id == "burak"
    [turkish] = callback_rows(desk.seen.found(), desk.zone, desk.board.clock(), "tr")
    assert (turkish["durum"], turkish["temsilci"], turkish["no"]) == ("planlandı", "burak", "demo-cal")
    assert desk.cancels("demo-c", who="cli", reason="mektupla", tell=False).message is None
    steps = typed("show", "demo", "--lang", "en").output
    assert all(why in steps for why in ("moved", "given to somebody else", "cancelled", "case 4808"))


def in_the_language(desk: CallbackDesk, lang: str) -> CallbackDesk:
    hours = replace(desk.seen.hours, lang=lang)
    return replace(desk, seen=replace(desk.seen, hours=hours, lang=lang))


def test_what_cannot_be_is_said_in_a_sentence(desk: CallbackDesk) -> None:
    for act, turkish, english in (
        (lambda desk: desk.seen.whole("yok1"), "'yok1' ile başlayan geri arama yok", "No callback begins with 'yok1'"),
        (lambda desk: desk.seen.whole("dem"), "tam kimliğini yazın", "say its id"),
        (lambda desk: desk.seen.found(phone="x"), "--phone: böyle", "--phone: this"),
        (lambda desk: desk.seen.found(due_after="x"), "--due-after: böyle", "--due-after: this"),
        (lambda desk: desk.moves("demo", Edit(who="cli", reason="x")), "sona erdi", "This callback is over."),
        (lambda desk: desk.opens_feed("yok", who="cli"), "yok adlı temsilci yok", "There is no agent yok."),
        (lambda desk: desk.moment("yarın"), "bir zaman 2026-11-23 14:00 gibi", "a time is written"),
        (lambda desk: desk.slots("yok", agent=None, phone=None, limit=1), "yok adlı kuyruk yok", "no queue yok; there"),
        (lambda desk: desk.slots(None, agent=None, phone="112", limit=1), "Acil yardım", "Emergency numbers"),
    ):
        for lang, sentence in (("tr", turkish), ("en", english)):
            with pytest.raises(OrderRefused, match=sentence):
                act(in_the_language(desk, lang))
    assert re.search(r"/calendar/[0-9a-f]{40}\.ics", desk.opens_feed("ayse", who="cli"))
    assert [desk.closes_feed("ayse", who="cli") for _ in range(2)] == [True, False]


def test_every_kind_and_state_has_words_in_either_language() -> None:
    assert [kind for kind in KINDS if not is_said(WORDS, f"kind_{kind}")] == []
    assert [state for state in get_args(State) if not is_said(WORDS, f"state_{state}")] == []
    assert [kind for kind in KINDS if told_if_known(f"calendar_kind_{kind}") is None] == []


REASONS = (
    *get_args(NotCalled), *get_args(UsedUp), *get_args(Why),
    verdict.TOO_EARLY, verdict.QUIET_HOURS, verdict.CLOSED, verdict.NOT_WANTED, verdict.HARDSHIP, verdict.NO_CONSENT,
    verdict.OPTED_OUT, verdict.NO_MOMENT, KEPT, NOT_THEM, OTHER_NUMBER, WAITS_AFTER_ALL, NOT_REACHED, MESSAGE, LOST,
    PROMISE_ENDED, "breaker", "line_in_use", "network", "account", "not_made",
)  # fmt: skip


def test_every_reason_of_a_step_has_words_in_either_language() -> None:
    assert [why for why in REASONS if not is_said(WORDS, f"why_{why}")] == []


def test_every_reason_not_to_call_has_a_sentence() -> None:
    for verdicts in (vars(verdict).values(), get_args(NotCalled), get_args(UsedUp), ("breaker", RANG_IN)):
        names = [name for name in verdicts if isinstance(name, str) and is_said(WORDS, f"why_{name}")]
        assert names and [name for name in names if not is_said("refusal_words", name)] == []


FOR_CALLS = ("flask", "twilio", "requests", "alembic", "rq", "snowballstemmer", "ivr.language.flow", "engine.board")
"""What it takes to answer calls or to change the schema; reading it costs more than what a list tells."""


@pytest.mark.parametrize("typing", [("callbacks", "list"), ("callbacks", "slots", "--help"), ("--help",)])
def test_whoever_only_looks_does_not_wait_for_what_answers_calls(typed: Typed, typing: tuple[str, ...]) -> None:
    look = "import sys; from engine.cli import sahip; sahip(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", look, *typing], env={**os.environ, **typed.keywords["env"]}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    read = set(ran.stdout.splitlines()[-1].split())
    assert "engine.commands.callbacks" in read
    asked = FOR_CALLS if "list" in typing else (*FOR_CALLS, "sqlalchemy", "phonenumbers")
    assert [name for name in asked if name in read] == []
