"""What publishing refuses, in the API's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from console.api.problem import Fault, Problem
from ivr.errors import FlowInvalid
from ivr.publishing.errors import NoSuchFlow, NothingToPublish, PublishedMeanwhile, VersionUnknown


@contextmanager
def refusals_told() -> Iterator[None]:
    """Raises Problem for what the block refuses: 404, 409, or 422 with the place of each error in the text."""
    try:
        yield
    except FlowInvalid as invalid:
        raise Problem(422, "The flow has errors.", [_fault(problem) for problem in invalid.problems]) from None
    except (NoSuchFlow, VersionUnknown) as unknown:
        raise Problem(404, str(unknown)) from None
    except (NothingToPublish, PublishedMeanwhile) as refused:
        raise Problem(409, str(refused)) from None


def _fault(problem: str) -> Fault:
    """`main.yaml:7:12: what` is a fault of the field `source:7:12`."""
    place, _, what = problem.partition(": ")
    _, *numbers = place.split(":")
    return Fault(field=":".join(["source", *numbers]), detail=what or problem)
