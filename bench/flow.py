"""What a flow costs: a caller's answer interpreted and rendered as TwiML, and a large flow checked.

    python -m bench.flow [--quick]

An answer is all that Python does between Flask and the stores: the conversation read from its URL, the node asked, the
next one entered, its question rendered and the document read back. Medians of many, on one core; the goal is beside.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import cycle, islice, product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cases.caller_id import CallerId
from cases.identification import Caller
from ivr import arrival
from ivr.checking.check import check, subject_of
from ivr.checking.person.time_to_person import to_person
from ivr.checking.surroundings import Surroundings
from ivr.language.move import Effect, HangUp, Heard, Outcome, Question
from ivr.language.release import Release
from ivr.language.written import Written, written_in
from ivr.talking.conversation import Conversation
from ivr.talking.interpreter import begin, hear
from ivr.talking.talk import Talk
from ivr.talking.turn import Scene, Turn
from telephony.treatment import Document, Hangup
from telephony.twiml import render
from telephony.urls import Urls

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANSWER_GOAL_US = 150.0
CHECK_GOAL_MS = 1_000.0
NODES = 400
KNOWN = Surroundings(queues=frozenset({"destek"}), calendars=frozenset({"destek"}), numbers={"+908502220000": "main"})
URLS: Any = SimpleNamespace(urls=Urls(public="https://calls.example.com"))
SAID = list(
    product(
        ["hakkında", "için", "konusunda", "hakkında bir", "ile"],
        ["şey", "soru", "bilgi", "itiraz", "sorun"],
        ["var", "soracağım", "alabilir miyim", "olacak"],
    )
)
"""More ways to say it than anybody remembers between two answers."""
HEAD = """\
flow: main
start: greeting
person: anyone
complaint: complaint
silence: {tr: "Sizi duyamadık.", en: "We did not hear you."}
not_understood: {tr: "Anlayamadık.", en: "We did not understand."}
nodes:
  greeting:
    say: {tr: "Merhaba, hoş geldiniz.", en: "Hello and welcome."}
    next: open
  open:
    hours: {of: destek, open: menu_0, closed: bye}
  bye:
    hang_up: true
  anyone:
    agent: {queue: destek}
  complaint:
    agent: {queue: destek}
"""
PIECE = """\
  menu_{n}:
    menu:
      say: {{tr: "Teslimat için 1, fatura için 2, şikâyet için 3.", en: "For a delivery 1, a bill 2, a complaint 3."}}
      options:
        "1": ask_{n}
        "2": {{to: tell_{n}, said: {{tr: [fatura, borcum], en: [bill]}}}}
        "3": complaint
  ask_{n}:
    ask:
      say: {{tr: "Sipariş numaranızı tuşlayın, sonra kareye basın.", en: "Key in your order number, then press hash."}}
      keep: order
    next: part_{n}
  part_{n}:
    branch: {{on: order, ways: {{"1": tell_{n}}}, otherwise: anyone}}
  tell_{n}:
    say: {{tr: "Faturanız her ayın onunda kesilir.", en: "Your bill is made on the tenth."}}
    next: more_{n}
  more_{n}:
    ask:
      say: {{tr: "Devam etmek için bir tuşa basın.", en: "Press a key to go on."}}
      keep: more
    next: {after}
"""


def main() -> None:
    rounds = 300 if "--quick" in sys.argv else 3_000
    one = written_in(Path("main.yaml"), text_of(NODES))
    scene = Scene(release=Release({"main": one.flow}), caller=nobody(), now=NOW, perform=always_open)
    turn = begin(scene, beginning(scene))
    answers = {
        "key → next question": [Heard(digits="1")],
        "wrong key → asked again": [Heard(digits="9")],
        "spoken answer → next question": [Heard(speech=f"faturam {said}") for said in map(" ".join, SAID)],
    }
    print(f"{'one answer: interpreted, rendered, read back':<48}{'µs':>10}{'of goal':>10}")
    for name, heard in answers.items():
        spent = median_us(rounds, [partial(answer, scene, turn, one) for one in heard])
        print(f"{name:<48}{spent:>10.1f}{spent / ANSWER_GOAL_US:>10.2f}")
    interpreted = median_us(rounds, [partial(interpret, scene, turn, Heard(digits="1"))])
    print(f"{'of the first, interpreting alone':<48}{interpreted:>10.1f}")
    check_a_large_flow(one)


def check_a_large_flow(one: Written) -> None:
    print(f"{f'a flow of {len(one.flow.nodes)} nodes':<48}{'ms':>10}{'of goal':>10}")
    figures = {
        "read with its places": lambda: written_in(one.path, one.text),
        "every rule": lambda: check(KNOWN, [one]),
        "the longest ways to a person alone": lambda: to_person(subject_of(KNOWN, [one])),
    }
    for name, act in figures.items():
        spent = median_us(5, [act]) / 1000
        print(f"{name:<48}{spent:>10.1f}{spent / CHECK_GOAL_MS:>10.2f}")


def text_of(nodes: int) -> str:
    pieces = nodes // 5
    return HEAD + "".join(PIECE.format(n=n, after=f"menu_{n + 1}" if n + 1 < pieces else "bye") for n in range(pieces))


def answer(scene: Scene, turn: Turn, heard: Heard) -> str:
    return render(document(interpret(scene, turn, heard)))


def interpret(scene: Scene, turn: Turn, heard: Heard) -> Turn:
    return hear(scene, Conversation.carried("CA1", turn.conversation.query()), heard)


def document(turn: Turn) -> Document:
    sounds = tuple(arrival.audible(URLS, sound) for sound in turn.sounds)
    match turn.then:
        case Question() as question:
            return (arrival._listening(URLS, turn.conversation, question, sounds),)
        case HangUp():
            return (Hangup(),)
    raise AssertionError(turn.then)


def beginning(scene: Scene) -> Conversation:
    since = round(NOW.timestamp() * 1000)
    return Conversation(call="CA1", release=scene.release.id, flow="main", node="greeting", language="tr", since=since)


def nobody() -> Caller:
    return Caller(caller_id=CallerId(kind="e164", value="+905321234567"))


def always_open(talk: Talk, effect: Effect) -> Outcome:
    return Outcome(way="open")


def median_us(rounds: int, acts: Sequence[Callable[[], object]]) -> float:
    """Microseconds of processor time of one act, each in its turn."""
    spent = []
    for act in islice(cycle(acts), rounds):
        before = time.process_time_ns()
        act()
        spent.append((time.process_time_ns() - before) / 1000)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
