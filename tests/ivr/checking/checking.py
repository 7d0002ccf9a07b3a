"""A flow nobody can complain of, and what the checker finds once it is changed."""

from pathlib import Path

from ivr.checking.check import check, subject_of
from ivr.checking.finding import Finding
from ivr.checking.person.time_to_person import ToPerson, to_person
from ivr.checking.surroundings import Surroundings
from ivr.language.written import Written, written_in

GOOD = """\
flow: main
start: greeting
person: anyone
complaint: complaint
nodes:
  greeting:
    say: {tr: "Merhaba, hoş geldiniz.", en: "Hello and welcome."}
    next: open
  open:
    hours: {of: destek, open: menu, closed: shut}
  menu:
    menu:
      say: {tr: "Teslimat için bir, şikâyet için üç.", en: "One for a delivery, three for a complaint."}
      options:
        "1": delivery
        "3": complaint
  delivery:
    agent: {queue: destek}
  complaint:
    agent: {queue: sikayet}
  anyone:
    agent: {queue: destek}
  shut:
    say: {tr: "Şu anda kapalıyız.", en: "We are closed."}
    next: bye
  bye:
    hang_up: true
"""
KNOWN = Surroundings(
    queues=frozenset({"destek", "sikayet"}),
    skills=frozenset({"support", "billing"}),
    calendars=frozenset({"destek"}),
    hosts=frozenset({"crm.example.com"}),
    care_tags=frozenset({"elderly"}),
    numbers={"+908502220000": "main"},
)


def changed(*changes: tuple[str, str], text: str = GOOD) -> str:
    """The text with each of these put in the place of what was there."""
    for right, wrong in changes:
        assert right in text, right
        text = text.replace(right, wrong)
    return text


def written(text: str) -> Written:
    name = next((line.split(": ")[1] for line in text.splitlines() if line.startswith("flow: ")), "main")
    return written_in(Path(f"{name}.yaml"), text)


def findings(*texts: str, known: Surroundings = KNOWN) -> list[Finding]:
    return check(known, [written(text) for text in texts])


def found(*texts: str, known: Surroundings = KNOWN) -> list[str]:
    """`level rule place` of everything that is wrong with these flows."""
    return [f"{one.level} {one.rule} {one.place}" for one in findings(*texts, known=known)]


def worst(*texts: str, known: Surroundings = KNOWN) -> ToPerson:
    """The longest ways to a person from the first entry."""
    return to_person(subject_of(known, [written(text) for text in texts]))[0]
