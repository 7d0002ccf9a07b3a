"""What publishing refuses, in the API's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from console.api.problem import Fault, Problem
from console.wording import Told, told
from ivr.errors import FlowInvalid
from ivr.publishing.errors import FlowOutdated, NoSuchFlow, NothingToPublish, PublishedMeanwhile, VersionUnknown


@contextmanager
def refusals_told(flow: str = "") -> Iterator[None]:
    """Raises Problem for what the block refuses: 404, 409, or 422 with the place of each error in the text.

    Where flows are looked at together, `flow` is the one asked for: errors of others are told with their names.
    """
    try:
        yield
    except FlowInvalid as invalid:
        faults = [_fault(problem, flow) for problem in invalid.problems]
        raise Problem(422, "The flow has errors.", faults, told=told("flow_has_errors", {})) from None
    except (NoSuchFlow, VersionUnknown) as unknown:
        raise Problem(404, str(unknown)) from None
    except PublishedMeanwhile as refused:
        base = Fault(field="base", detail=f"It is {refused.present} now.")
        raise Problem(409, str(refused), [base], told=_meanwhile(refused)) from None
    except NothingToPublish as refused:
        raise Problem(409, str(refused), told=told("nothing_to_publish", {})) from None
    except FlowOutdated as refused:
        raise Problem(409, str(refused)) from None


def _meanwhile(refused: PublishedMeanwhile) -> Told:
    named = {"flows": ", ".join(refused.flows), "by": refused.by, "present": refused.present}
    return told("flow_published_meanwhile", named)


def _fault(problem: str, flow: str) -> Fault:
    """`main.yaml:7:12: what` is a fault of `source:7:12`, or of `main:7:12` where another flow was asked for."""
    place, _, what = problem.partition(": ")
    file, *numbers = place.split(":")
    name = file.removesuffix(".yaml")
    field = name if flow and name != flow and numbers else "source"
    return Fault(field=":".join([field, *numbers]), detail=what or problem)
