"""Dial Number, Client, Sip and the like: ring telephones, let the callee be whispered to, and bridge the two."""

from collections.abc import Sequence

from simulator.clockwork.task import Interrupted, Promise
from simulator.lines.amd import detect_beside
from simulator.lines.calls import leg_answers, leg_ends, start_program
from simulator.lines.leg import Ask, Leg
from simulator.lines.network import ring_telephone
from simulator.lines.sent_digits import send_digits
from simulator.twiml.document import Verb
from simulator.twiml.grammar import WHISPER
from simulator.twiml.program import Ending, Outcome, Run, follow
from simulator.verbs.bridging import Ringback, connect, listen_for_star, part, time_limit, transfers
from simulator.verbs.callees import Callee
from simulator.verbs.dialling_state import Dialling
from simulator.verbs.exits import dial_cut, dial_exit

LONGEST_CALL_REASON = 50
SHORTEST_RING_SECONDS, LONGEST_RING_SECONDS = 5.0, 600.0


async def dial_telephones(run: Run, verb: Verb, callees: Sequence[Callee]) -> Outcome:
    """Ring all at once, or one after the other; the first answer wins. Back when the conversation is over."""
    dialling = Dialling(run=run, verb=verb)
    ringback = Ringback(x=run.x, leg=run.leg)
    star = listen_for_star(dialling)
    ringback.begin(verb.get("ringTone"))
    try:
        await _ring_groups(dialling, callees, ringback)
    except Interrupted as cut:
        _close(dialling, by="parent gone")
        dial_cut(run, verb, cut.cause, *result(dialling, callees))
        raise
    finally:
        ringback.stop()
        if star is not None:
            run.leg.keypad.stop(star)
    _close(dialling, by="dial over")
    return dialling.leads_to or dial_exit(run, verb, *result(dialling, callees))


async def _ring_groups(dialling: Dialling, callees: Sequence[Callee], ringback: Ringback) -> None:
    in_turn = dialling.verb.flag("sequential", False)
    for group in [[callee] for callee in callees] if in_turn else [callees]:
        dialling.over = Promise()
        dialling.winner = None
        for callee in group:
            child = _child(dialling, callee)
            start_program(dialling.run.x, child, _child_program, dialling, child, callee, ringback)
        await dialling.over
        if not _may_go_on(dialling):
            return


def _may_go_on(dialling: Dialling) -> bool:
    """Is the next in turn to be rung? Not once two have talked, or the caller pressed the star key."""
    declined = dialling.winner is not None and dialling.run.x.switches.sequential_dial_goes_on_after_whisper
    unanswered = dialling.winner is None and all(leg.is_over for leg in dialling.children)
    stopped = dialling.bridged_at is not None or dialling.redirected or dialling.given_up
    return not stopped and (unanswered or declined)


def _child(dialling: Dialling, callee: Callee) -> Leg:
    run, verb = dialling.run, dialling.verb
    child = Leg(
        sid=run.x.ids.new("CA"),
        direction="outbound-dial",
        from_=callee.from_,
        to=callee.to,
        created_at=run.x.kernel.now(),
        parent=run.leg,
        subscription=callee.subscription,
        fallback=run.leg.fallback,
        far_to=callee.far_to,
        hops=run.leg.hops,
        custom_parameters=callee.parameters,
        call_reason=verb.get("callReason")[:LONGEST_CALL_REASON],
    )
    child.on_refer = lambda target: transfers(dialling, child, target)
    child.ended.then(lambda _: _child_gone(dialling, child))
    dialling.children.append(child)
    run.x.connect(child)
    return child


async def _child_program(dialling: Dialling, child: Leg, callee: Callee, ringback: Ringback) -> None:
    """The callee's side: ring, be first, hear the whisper, talk. A callee redirected away simply stops being here."""
    x = dialling.run.x
    seconds = min(max(dialling.verb.number("timeout", 30), SHORTEST_RING_SECONDS), LONGEST_RING_SECONDS)
    if not await ring_telephone(x, child, seconds) or dialling.winner is not None:
        return
    _wins(dialling, child)
    if callee.detection is not None:
        detect_beside(x, child, callee.detection)
    try:
        await _meets(dialling, child, callee, ringback)
    except Interrupted as cut:
        if cut.cause == "redirected":
            dialling.redirected = True
            part(dialling.run.x, dialling.parent, child)
            dialling.over.resolve(None)
        raise


def _wins(dialling: Dialling, child: Leg) -> None:
    dialling.winner = child
    for other in dialling.children:
        if other is not child:
            leg_ends(dialling.run.x, other, status="canceled", by="answered elsewhere")


async def _meets(dialling: Dialling, child: Leg, callee: Callee, ringback: Ringback) -> None:
    x = dialling.run.x
    dialling.status = x.switches.declined_whisper_status
    if not dialling.verb.flag("answerOnBridge", False):
        ringback.stop()
    await send_digits(x, child, callee.send_digits)
    if not await _accepts_whisper(dialling, child, callee.noun):
        leg_ends(x, child, by="whisper")
        return
    ringback.stop()
    await _talk(dialling, child)


async def _accepts_whisper(dialling: Dialling, child: Leg, noun: Verb) -> bool:
    if not noun.get("url"):
        return True
    whisper = Run(x=dialling.run.x, leg=child, context=WHISPER, url=dialling.run.url)
    ask = Ask(url=whisper.resolve(noun.get("url")), method=noun.get("method", "POST").upper())
    return await follow(whisper, ask) is Ending.RAN_OUT


async def _talk(dialling: Dialling, child: Leg) -> None:
    x, parent = dialling.run.x, dialling.parent
    leg_answers(x, parent)
    dialling.status, dialling.bridged_at = "completed", x.kernel.now()
    connect(x, parent, child)
    await x.kernel.wait(dialling.over, time_limit(dialling))
    leg_ends(x, child, by="dial time limit")


def _child_gone(dialling: Dialling, child: Leg) -> None:
    """A callee's leg is over; the attempt is over with the winner, or when nobody is left to answer."""
    part(dialling.run.x, dialling.parent, child)
    if dialling.winner is None and all(leg.is_over for leg in dialling.children):
        dialling.status = child.status
        dialling.over.resolve(None)
    if dialling.winner is child:
        dialling.over.resolve(None)


def _close(dialling: Dialling, by: str) -> None:
    """Nobody is left behind: not ringing, not listening, not in a bridge."""
    for child in dialling.children:
        part(dialling.run.x, dialling.parent, child)
        if not (dialling.redirected and child is dialling.winner):
            leg_ends(dialling.run.x, child, status="canceled", by=by)


def result(dialling: Dialling, callees: Sequence[Callee]) -> list[tuple[str, str]]:
    """The parameters of Dial's action."""
    child = dialling.winner or dialling.children[-1]
    params = [
        ("DialCallStatus", dialling.status),
        ("DialCallSid", child.sid),
        ("DialBridged", str(dialling.bridged_at is not None).lower()),
    ]
    if dialling.bridged_at is not None and not dialling.redirected:
        seconds = int((dialling.run.x.kernel.now() - dialling.bridged_at).total_seconds())
        params.append(("DialCallDuration", str(seconds)))
    if callees[dialling.children.index(child)].is_sip:
        response = "200" if child.answered_at else child.sip_response or "487"
        params += [("DialSipCallId", f"{child.sid}@sip.simulator"), ("DialSipResponseCode", response)]
    return params
