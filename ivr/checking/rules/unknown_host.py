"""A question to a system the centre does not list: it would never be asked."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.strangers import strangers
from ivr.checking.subject import Subject


def unknown_host(subject: Subject) -> Iterator[Fault]:
    return strangers(subject, "host", subject.surroundings.hosts, told="host")
