"""Who outside is told what happens here."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dips.errors import HostRefused
from callbacks.dips.host import target_of
from callbacks.events.signature import secret_of, secret_shown
from callbacks.events.subscribing import MOST, Wanted, change, end, rotate_secret, send_test, subscribe
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.problem import Problem, unknown, wrong
from records.audit import append as append_audit
from records.database import reading, writing
from records.event_kind import KINDS, is_filter
from records.event_subscription import EventSubscription, subscriptions
from records.outgoing_event import OutgoingEvent, event_name
from staff.agent import agent

KindWanted = Annotated[Words, StringConstraints(max_length=40)]
IN_FORCE: Final = "Of several, any of them verifies an event: after a rotation two do, for a day."


class KindShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    kind: str
    meaning: str = Field(description="What happened, and which facts its data carries.")


class Kinds(BaseModel):
    model_config = ConfigDict(frozen=True)

    items: tuple[KindShown, ...]


class SubscriptionShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    url: str
    kinds: tuple[str, ...]
    contact_id: str | None
    state: str = Field(description="active, paused, disabled (nobody answered, or 410 Gone) or ended.")
    state_since: Moment
    state_why: str | None = Field(description="Of one we disabled: gone or failing.")
    failing_since: Moment | None = Field(description="When it began to fail without one success.")
    rests_until: Moment | None = Field(description="It is left alone until then.")
    made_by: str
    made_at: Moment


class SubscriptionsShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    items: tuple[SubscriptionShown, ...]


class SubscriptionWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Words, StringConstraints(min_length=1, max_length=80)]
    url: Annotated[Words, StringConstraints(min_length=8, max_length=1000)] = Field(
        description="HTTPS; a host of your own network only if it stands in connections.yaml."
    )
    kinds: Annotated[tuple[KindWanted, ...], Field(min_length=1, max_length=40)] = Field(
        ("*",), description="Kinds of events, `case.*` for a family, `*` for all."
    )
    contact_id: Annotated[Words, StringConstraints(max_length=64)] | None = Field(
        None, description="The agent who learns when nobody answers any more; without one, ops and admins do."
    )
    state: Literal["active", "paused"] = "active"


class SecretShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    secret: str = Field(description="As Standard Webhooks has it: whsec_ and base64.")
    turn: int = Field(description="Counts the rotations.")
    old_secret_until: Moment | None = Field(description=IN_FORCE)


class Rotation(BaseModel):
    model_config = ConfigDict(frozen=True)

    turn: int
    old_secret_until: Moment | None


class TestSent(BaseModel):
    model_config = ConfigDict(frozen=True)

    event: str = Field(description="Its id; the deliveries tell what became of it.")


def list_event_kinds(board: Board, asked: Asked) -> Kinds:
    return Kinds(items=tuple(KindShown(kind=kind, meaning=meaning) for kind, meaning in KINDS.items()))


def list_event_subscriptions(board: Board, asked: Asked) -> SubscriptionsShown:
    with reading(board.database) as session:
        return SubscriptionsShown(items=tuple(map(subscription_shown, subscriptions(session))))


def post_event_subscription(board: Board, asked: Asked) -> SubscriptionShown:
    """Its secret is asked for apart, so that no answer that is kept for repetition carries it."""
    with writing(board.database) as session:
        wanted = _looked_at(board, session, asked.body)
        made = subscribe(session, board.new_id(), wanted, by=_by(asked), now=board.clock())
        if made is None:
            raise Problem(409, f"There are {MOST} subscriptions already: end one, or pass events on from one.")
        return subscription_shown(made)


def show_event_subscription(board: Board, asked: Asked) -> SubscriptionShown:
    with reading(board.database) as session:
        return subscription_shown(known_subscription(session, asked))


def put_event_subscription(board: Board, asked: Asked) -> SubscriptionShown:
    """All of it anew. `active` also takes up again one that we had given up: what waited for it goes out."""
    with writing(board.database) as session:
        known = known_subscription(session, asked)
        change(session, known, _looked_at(board, session, asked.body), by=_by(asked), now=board.clock())
        return subscription_shown(known)


def delete_event_subscription(board: Board, asked: Asked) -> SubscriptionShown:
    with writing(board.database) as session:
        known = known_subscription(session, asked)
        end(session, known, by=_by(asked), now=board.clock())
        return subscription_shown(known)


def show_event_secret(board: Board, asked: Asked) -> SecretShown:
    """What receivers verify events with. Whoever asks is written to the audit trail."""
    with writing(board.database) as session:
        known = known_subscription(session, asked)
        append_audit(session, _by(asked), "event_secret_shown", f"event_subscription:{known.id}", {}, board.clock())
        shown = secret_shown(secret_of(board.secret, known.id, known.secret_turn))
        return SecretShown(secret=shown, turn=known.secret_turn, old_secret_until=known.old_secret_until)


def post_event_secret(board: Board, asked: Asked) -> Rotation:
    """A new secret from now on; for a day events are signed with the old one as well."""
    with writing(board.database) as session:
        known = known_subscription(session, asked)
        rotate_secret(session, known, by=_by(asked), now=board.clock())
        return Rotation(turn=known.secret_turn, old_secret_until=known.old_secret_until)


def post_event_test(board: Board, asked: Asked) -> TestSent:
    """Sends an event of kind connection.test to this subscriber alone."""
    with writing(board.database) as session:
        known = known_subscription(session, asked)
        if known.state != "active":
            raise Problem(409, f"This subscription is {known.state}: nothing is sent to it.")
        event = session.get_one(OutgoingEvent, send_test(session, known, by=_by(asked), now=board.clock()))
        return TestSent(event=event_name(event))


def known_subscription(session: Session, asked: Asked) -> EventSubscription:
    """Raises Problem for one there is not, or that was ended."""
    known = session.get(EventSubscription, asked.path["subscription"])
    if known is None or known.state == "ended":
        raise unknown("subscription", asked.path["subscription"])
    return known


def subscription_shown(known: EventSubscription) -> SubscriptionShown:
    names = [name for name in SubscriptionShown.model_fields if name != "kinds"]
    return SubscriptionShown(kinds=tuple(known.kinds), **{name: getattr(known, name) for name in names})


def _looked_at(board: Board, session: Session, wanted: SubscriptionWanted) -> Wanted:
    try:
        target_of(wanted.url, board.outside.subscribers.hosts)
    except HostRefused as refused:
        raise wrong("url", str(refused)) from None
    if strange := [kind for kind in wanted.kinds if not is_filter(kind)]:
        raise wrong("kinds", f"{', '.join(strange)}: no kind of event; GET /event-kinds lists them.")
    known = agent(session, wanted.contact_id) if wanted.contact_id else None
    if wanted.contact_id and (known is None or not known.active):
        raise wrong("contact_id", f"There is no agent {wanted.contact_id}.")
    kinds = tuple(dict.fromkeys(wanted.kinds))
    return Wanted(name=wanted.name, url=wanted.url, kinds=kinds, contact_id=wanted.contact_id, state=wanted.state)


def _by(asked: Asked) -> str:
    return asked.who.label


PATH: Final = "/event-subscriptions/{subscription}"
OPERATIONS = (
    Operation(method="GET", path="/event-kinds", scope="events:read", summary="List what can be subscribed to",
              does=list_event_kinds, answers=Kinds),
    Operation(method="GET", path="/event-subscriptions", scope="events:read", summary="List who is told of events",
              does=list_event_subscriptions, answers=SubscriptionsShown),
    Operation(method="POST", path="/event-subscriptions", scope="events:write", summary="Have a system told of events",
              does=post_event_subscription, answers=SubscriptionShown, body=SubscriptionWanted, problems=(409,)),
    Operation(method="GET", path=PATH, scope="events:read", summary="Show a subscription",
              does=show_event_subscription, answers=SubscriptionShown, problems=(404,)),
    Operation(method="PUT", path=PATH, scope="events:write", summary="Change, pause or take up a subscription",
              does=put_event_subscription, answers=SubscriptionShown, body=SubscriptionWanted, problems=(404,)),
    Operation(method="DELETE", path=PATH, scope="events:write", summary="End a subscription",
              does=delete_event_subscription, answers=SubscriptionShown, problems=(404,)),
    Operation(method="GET", path=f"{PATH}/secret", scope="events:write", summary="Show what events are signed with",
              does=show_event_secret, answers=SecretShown, problems=(404,)),
    Operation(method="POST", path=f"{PATH}/secret", scope="events:write", summary="Sign with a new secret",
              does=post_event_secret, answers=Rotation, problems=(404,)),
    Operation(method="POST", path=f"{PATH}/test", scope="events:write", summary="Send an event to try the connection",
              does=post_event_test, answers=TestSent, problems=(404, 409)),
)  # fmt: skip
