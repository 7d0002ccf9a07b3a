"""A script being played: which steps are done, and what went wrong."""

from dataclasses import dataclass, field

from simulator.people.steps import Step


@dataclass(kw_only=True, eq=False)
class Performance:
    """How far a person got with their steps. `failures` are sentences; a script that failed is over.

    For somebody `expectant`, a call that ends before their last step went wrong; people we ring take it as it comes.
    Who `gave_up` has lost patience, which is no failure: they are like that.
    """

    who: str
    steps: tuple[Step, ...]
    expectant: bool = True
    gave_up: bool = False
    next_step: int = 0
    done: bool = False
    failures: list[str] = field(default_factory=list)
