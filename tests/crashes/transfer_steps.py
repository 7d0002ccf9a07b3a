"""The steps of a warm transfer at which something may break: "I want your manager", until the two are alone."""

from typing import Final

LOOKED_AT: Final = ("requested", "ringing", "consulting", "merged", "agent_left")
FOLLOWS: Final = ("brief_ready", "ringing", "consulting", "merged", "agent_left", "done")
ACTS: Final = (
    "ringing.ends_not",
    "ringing.send",
    "ringing.hold",
    "consulting.unhold",
    "merged.send",
    "agent_left.take_out",
    "agent_left.ends",
)
"""What is asked of the network on the way on which nothing goes wrong, by the state it is asked in."""
OF_THE_WORKER: Final = (
    *(f"{state}.looked_at" for state in LOOKED_AT),
    *(f"{state}.{where}" for state in FOLLOWS for where in ("decided", "written")),
    *(f"{state}.on_floor" for state in LOOKED_AT[1:]),
    *(f"{act}{done}" for act in ACTS for done in ("", "_done")),
)
OF_THE_RING: Final = ("ring.start", "ring.intent_written", "ring.claim_written", "ring.posted", "ring.sid_written")
OF_THE_WEB: Final = (
    *(f"web.{step}" for step in ("asks", "asked", "wishes", "wished", "customer", "customer_told")),
    *(f"web.{step}" for step in ("accepts", "accepted", "room", "room_told")),
)
STEPS: Final = (*OF_THE_WORKER, *OF_THE_RING, *OF_THE_WEB)
BROKEN: Final = ("worker", "clock", "web", "redis", "emptied")
"""As of a dial: `worker` is the process at work there, which of a web step is one of two that answer; `web` is all of
it, started again by the supervisor."""


def rows() -> list[tuple[str, str]]:
    """Every step and whatever may break there."""
    return [(step, broken) for broken in BROKEN for step in STEPS]
