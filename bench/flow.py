"""What it costs to read and to check a large flow, as is done whenever one is published.

python -m bench.flow
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from ivr.checking.check import check, subject_of
from ivr.checking.person.time_to_person import to_person
from ivr.checking.surroundings import Surroundings
from ivr.language.written import written_in

GOAL_MS = 1_000.0
ROUNDS = 5
NODES = 400
KNOWN = Surroundings(queues=frozenset({"destek"}), calendars=frozenset({"destek"}), numbers={"+908502220000": "main"})
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
    one = written_in(Path("main.yaml"), text_of(NODES))
    print(f"{f'a flow of {len(one.flow.nodes)} nodes':<48}{'ms':>10}{'of goal':>10}")
    figures = {
        "read with its places": lambda: written_in(one.path, one.text),
        "every rule": lambda: check(KNOWN, [one]),
        "the longest ways to a person alone": lambda: to_person(subject_of(KNOWN, [one])),
    }
    for name, act in figures.items():
        spent = median_ms(act)
        print(f"{name:<48}{spent:>10.1f}{spent / GOAL_MS:>10.2f}")


def text_of(nodes: int) -> str:
    pieces = nodes // 5
    return HEAD + "".join(PIECE.format(n=n, after=f"menu_{n + 1}" if n + 1 < pieces else "bye") for n in range(pieces))


def median_ms(act: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    spent = []
    for _ in range(ROUNDS):
        before = time.process_time()
        act()
        spent.append((time.process_time() - before) * 1000)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
