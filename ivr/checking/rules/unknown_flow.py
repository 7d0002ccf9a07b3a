"""A flow to be entered that is not there."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.strangers import strangers
from ivr.checking.subject import Subject


def unknown_flow(subject: Subject) -> Iterator[Fault]:
    return strangers(subject, "flow", subject.flows, told="named")
