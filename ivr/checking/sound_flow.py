"""Reading one flow that has no fault of its own."""

from pathlib import Path

from ivr.checking.check import alone
from ivr.checking.surroundings import Surroundings
from ivr.errors import FlowInvalid
from ivr.language.flow import Flow
from ivr.language.written import written_in


def sound_flow(path: Path, text: str, queues: frozenset[str]) -> Flow:
    """The flow of a text that is, or would be, in this file. Raises FlowInvalid with every problem found."""
    written = written_in(path, text)
    if found := alone(Surroundings(queues=queues), written):
        raise FlowInvalid([finding.sentence() for finding in found])
    return written.flow
