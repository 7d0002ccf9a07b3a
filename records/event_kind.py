"""What other systems can be told of. An event carries ids and facts, never a name, a number or somebody's words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEST: Final = "connection.test"
"""Sent on request, to nobody but who is tested."""

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "case.opened": "A case was opened: case, reason, call.",
        "case.reopened": "A closed case is open again: case, call.",
        "case.closed": "A case was closed: case, disposition, owner_id.",
        "case.owner_changed": "A case has another owner, or none: case, owner_id, before, how.",
        "promise.made": "We or the customer (party) promised something: promise, case, kind, party, due_at, by_agent.",
        "promise.kept": "It was done: the same facts.",
        "promise.broken": "It was not done in time: the same facts.",
        "promise.made_good": "What was broken was put right: the same facts.",
        "promise.released": "The customer no longer asks for it: the same facts.",
        "callback.made": (
            "A call to a customer was promised: callback, case, kind, queue, agent_id, due_at, why, tries, in_time."
        ),
        "callback.try_failed": "The customer was called and not reached: the same facts; why tells how it ended.",
        "callback.kept": "They talked: the same facts; in_time is false where it was too late.",
        "callback.broken": "Its promised time has passed; it goes on, before others: the same facts.",
        "callback.released": "It is no longer owed: the same facts; why tells the reason.",
        "calling.stopped": (
            "Hardly anybody answered, and no customer is called for a while: calls, answered, since, until, trials."
        ),
        "calling.resumed": "A call that was tried was answered, and calling goes on: the same facts.",
        "goodwill.decided": "Goodwill was granted or declined: id, status, kind, kurus, agent_id, decided_by.",
        "call.ended": "A call is over: call, outcome, queue, agent_id, case, waited_seconds, talked_seconds.",
        "listening.began": (
            "Somebody listens to a conversation, whispers to its agent or steps in: listening, call, case, agent_id, "
            "listener_id, mode. Of those who listen in silence nothing is told."
        ),
        "listening.ended": "They no longer do: the same facts; why tells the reason.",
        "hand.raised": "An agent in a conversation wants somebody to come: hand, call, case, agent_id.",
        "hand.lowered": "Somebody came, or it is over: the same facts; answered_by is null where nobody came.",
        "message.received": "Somebody wrote to us: case, channel.",
        TEST: "You asked for it.",
    }
)
"""Kind → what happened, and which facts are told."""


def is_filter(text: str) -> bool:
    """Whether a subscriber may ask for this: a kind, a family such as `case.*`, or `*`."""
    families = {f"{kind.partition('.')[0]}.*" for kind in KINDS}
    return text == "*" or text in KINDS or text in families
