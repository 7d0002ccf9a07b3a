"""What has to be done so that everybody is where they should be: the difference, in an order that strands nobody.

No leg is taken out while the room would end with it, none is held while its flag is still to be changed (the network
ignores that then), and whoever whispers to a leg is silent before that leg may leave without ending the room.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from escalations.transfer.places import ROOM, Place, Places
from escalations.transfer.seen import Seen
from telephony.leg import Participant

ON_A_DOCUMENT: Final = ("music", "choice")
"""What a customer who is let go does not leave by themselves, as they leave a room that ends."""
What = Literal["mute", "ends", "ends_not", "hold", "unhold", "send", "take_out", "end_room"]


@dataclass(frozen=True, kw_only=True)
class Act:
    """One request to the network. `leg` is empty for the whole room; of `send`, `to` is what the customer will hear."""

    what: What
    leg: str = ""
    to: str = ""


@dataclass(frozen=True, kw_only=True)
class Legs:
    """The three legs by the network's names, and what the customer was last sent to, as long as that counts."""

    customer: str
    agent: str
    colleague: str | None
    sent: str | None = None

    def wanted(self, places: Places) -> tuple[tuple[str, str, Place], ...]:
        return (
            ("customer", self.customer, places.customer),
            ("agent", self.agent, places.agent),
            ("colleague", self.colleague or "", places.colleague),
        )


def acts_for(seen: Seen, legs: Legs, places: Places) -> tuple[Act, ...]:
    """In the order in which they are done; nothing where all is as it should be."""
    here = [(name, one, place) for name, leg, place in legs.wanted(places) if (one := seen.stands(leg)) is not None]
    return (
        *_nobody_is_exposed(seen, legs, places),
        *_may_leave(here, places),
        *_taken_off_hold(here),
        *_customer_moves(seen, legs, places),
        *_leave(here, places),
        *_end_with_them(here, places),
        *_held(here, places),
    )  # fmt: skip


def _nobody_is_exposed(seen: Seen, legs: Legs, places: Places) -> Iterator[Act]:
    """Whoever is heard by one leg alone is heard by all once that leg has gone."""
    if "agent" in places.ends or places.over:
        return
    for one in seen.room:
        if one.coaches and one.coaches == legs.agent and not one.muted:
            yield Act(what="mute", leg=one.call)


def _may_leave(here: list[tuple[str, Participant, Place]], places: Places) -> Iterator[Act]:
    """While somebody is on hold the network ignores this change: it is made before, or they come off hold for it."""
    for name, one, _ in here:
        if one.ends_on_exit and name not in places.ends and not places.over:
            if one.hold:
                yield Act(what="unhold", leg=one.call)
            yield Act(what="ends_not", leg=one.call)


def _taken_off_hold(here: list[tuple[str, Participant, Place]]) -> Iterator[Act]:
    yield from (Act(what="unhold", leg=one.call) for _, one, place in here if one.hold and place == "talks")


def _customer_moves(seen: Seen, legs: Legs, places: Places) -> Iterator[Act]:
    """To their document, or by it into the room: never twice in a row to the same."""
    wanted, stands = places.heard or ROOM, seen.stands(legs.customer) is not None
    if not seen.customer or (wanted == ROOM and stands) or legs.sent == wanted:
        return
    if places.customer != "free" or (legs.sent in ON_A_DOCUMENT and places.heard):
        yield Act(what="send", leg=legs.customer, to=wanted)


def _leave(here: list[tuple[str, Participant, Place]], places: Places) -> Iterator[Act]:
    if places.over:
        if here:
            yield Act(what="end_room")
        return
    yield from (
        Act(what="take_out", leg=one.call) for name, one, place in here if place == "out" and name != "customer"
    )


def _end_with_them(here: list[tuple[str, Participant, Place]], places: Places) -> Iterator[Act]:
    yield from (Act(what="ends", leg=one.call) for name, one, _ in here if name in places.ends and not one.ends_on_exit)


def _held(here: list[tuple[str, Participant, Place]], places: Places) -> Iterator[Act]:
    for _, one, place in here:
        if place == "held" and (not one.hold or one.ends_on_exit):
            yield Act(what="hold", leg=one.call)
