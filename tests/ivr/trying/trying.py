"""A small flow, and tests of it as ops would write them."""

from pathlib import Path

from engine.hours_file import read_hours
from ivr.language.release import Release
from ivr.language.written import read_written
from ivr.trying.premises import Premises
from ivr.trying.scenario_file import read_scenarios
from ivr.trying.trial import Trial, tried

FLOW = """\
flow: main
start: open
person: person
silence: {tr: "Sizi duyamadık."}
nodes:
  open:
    staffed: {queue: fatura, somebody: choice, nobody: bye}
  choice:
    menu:
      say: {tr: "Fatura için 1, kayıt için 2.", en: "Press 1 for bills, 2 for records."}
      options:
        "1": {to: bills, said: {tr: [fatura]}}
        "2": number
        "3": bye
  number:
    ask: {say: {tr: "Numaranız?", en: "Your number?"}, most_digits: 4, keep: number}
    next: spoken
  spoken:
    say: {tr: "{number} yazıldı."}
    next: english
  english: {language: en, next: part}
  part: {subflow: part, next: bye}
  bills:
    agent: {queue: fatura, skills: "billing >= 50"}
  person:
    agent: {queue: destek}
  bye: {hang_up: true}
"""
PART = """\
flow: part
start: words
person: words
nodes:
  words: {say: {tr: "Parça.", en: "A part."}, next: end}
  end: {back: true}
"""
HOURS = """\
flow: hours
start: now
person: person
nodes:
  now: {hours: {of: destek, open: open, closed: closed}}
  open: {menu: {say: {tr: "Açık."}, options: {"1": person}}}
  closed: {menu: {say: {tr: "{reason}"}, options: {"1": person}}}
  person: {agent: {queue: destek}}
"""
CALENDARS = "calendars: {destek: {open: [{days: weekdays, from: '09:00', to: '18:00'}]}}"


def premises(folder: Path) -> Premises:
    flows = {}
    for name, text in (("main", FLOW), ("part", PART), ("hours", HOURS)):
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        flows[name] = read_written(path).flow
    (folder / "hours.yaml").write_text(CALENDARS, encoding="utf-8")
    return Premises(release=Release(flows), calendars=read_hours(folder / "hours.yaml"))


def trials(folder: Path, tests: str) -> list[Trial]:
    """The tests of this text, played; places in them begin with `main.yaml`."""
    there = premises(folder)
    (folder / "tests").mkdir(exist_ok=True)
    path = folder / "tests" / "main.yaml"
    path.write_text(tests, encoding="utf-8")
    return [tried(there, written) for written in read_scenarios(path, there.release.flows)]
