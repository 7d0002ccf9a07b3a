"""Telling the customer how a call leg gets on: initiated, ringing, answered, completed."""

from simulator.exchange import Exchange
from simulator.lines.leg import Ask, Leg, Subscription
from simulator.recordings.reporting import recorded_on
from simulator.wire.callback import send_callback
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import call_parameters


def report_progress(x: Exchange, leg: Leg, event: str) -> None:
    """Send the callbacks this event has subscribers for. Sequence numbers count every event, told or not."""
    params = [*call_parameters(x, leg), *_progress_parameters(x, leg, event)]
    leg.next_sequence += 1
    for subscription in _subscriptions(leg):
        if event in subscription.events:
            send_callback(x, Ask(url=subscription.url, method=subscription.method), leg, params, event)


def _subscriptions(leg: Leg) -> list[Subscription]:
    found = [leg.subscription] if leg.subscription else []
    if leg.subscription is None and leg.number is not None and leg.number.status_callback:
        found.append(Subscription(url=leg.number.status_callback, method=leg.number.status_callback_method))
    return found


def _progress_parameters(x: Exchange, leg: Leg, event: str) -> list[tuple[str, str]]:
    pairs = [
        ("Timestamp", rfc2822(x.kernel.now()) or ""),
        ("CallbackSource", "call-progress-events"),
        ("SequenceNumber", str(leg.next_sequence)),
    ]
    if event == "completed":
        seconds = leg.seconds_talked(x.kernel.now())
        pairs += [("CallDuration", str(seconds)), ("Duration", str(-(-seconds // 60)))]
        pairs += recorded_on(x, leg)
        if leg.answered_by and x.switches.completed_carries_answered_by:
            pairs.append(("AnsweredBy", leg.answered_by))
        if leg.sip_response:
            pairs.append(("SipResponseCode", leg.sip_response))
    return pairs
