"""Whom a Dial rings: its nouns, read and checked."""

from dataclasses import dataclass, field

from simulator.lines.amd import Detection
from simulator.lines.dial_plan import dialled_number
from simulator.lines.leg import Ask, Subscription
from simulator.twiml.document import Verb
from simulator.twiml.errors import TwimlError
from simulator.twiml.program import Run
from simulator.verbs.caller_id import check_caller_id

MOST_CALLEES = 10
LONGEST_SIP_ADDRESS = 255
LONGEST_IDENTITY = 256
WITH_DETECTION = ("Number", "Sip")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Callee:
    """Somebody to ring: where, shown as whom, and what happens when they pick up."""

    noun: Verb
    to: str
    from_: str
    far_to: str = ""
    parameters: Pairs = ()
    send_digits: str = ""
    subscription: Subscription | None = None
    detection: Detection | None = field(default=None)

    @property
    def is_sip(self) -> bool:
        return self.noun.name == "Sip"


def read_callees(run: Run, verb: Verb) -> list[Callee]:
    """Everybody this Dial can ring; whoever it cannot is a notification. Raises TwimlError if that is everybody."""
    nouns = verb.children or (Verb(name="Number", text=verb.text),)
    if len(nouns) > MOST_CALLEES:
        raise TwimlError(13215, f"a Dial rings {MOST_CALLEES} at most, not {len(nouns)}")
    callees, refusals = [], []
    for noun in nouns:
        try:
            callees.append(read_callee(run, verb, noun))
        except TwimlError as error:
            refusals.append(error)
    if not callees:
        raise refusals[-1]
    for refusal in refusals:
        run.x.notify(refusal.code, refusal.reason, run.leg)
    return callees


def read_callee(run: Run, verb: Verb, noun: Verb) -> Callee:
    from_ = check_caller_id(run, verb, noun)
    return Callee(
        noun=noun,
        to=_address(run, noun),
        from_=from_,
        far_to=run.leg.to if noun.flag("copyParentTo", False) else "",
        parameters=_parameters(noun),
        send_digits=noun.get("sendDigits"),
        subscription=_subscription(run, noun),
        detection=read_detection(run, noun) if noun.name in WITH_DETECTION else None,
    )


def read_detection(run: Run, noun: Verb) -> Detection | None:
    """A noun's answering machine detection: always in the background, so only a callback hears of it."""
    wanted, url = noun.get("machineDetection"), noun.get("amdStatusCallback")
    if wanted not in ("Enable", "DetectMessageEnd"):
        return None
    if not url:
        run.x.notify(21262, "machineDetection without amdStatusCallback", run.leg, warning=True)
    method = noun.get("amdStatusCallbackMethod", "POST").upper()
    return Detection(
        message_end=wanted == "DetectMessageEnd",
        timeout=noun.number("machineDetectionTimeout", 30),
        speech=noun.number("machineDetectionSpeechThreshold", 2400) / 1000,
        speech_end=noun.number("machineDetectionSpeechEndThreshold", 1200) / 1000,
        silence=noun.number("machineDetectionSilenceTimeout", 5000) / 1000,
        callback=Ask(url=run.resolve(url), method=method) if url else None,
    )


def _address(run: Run, noun: Verb) -> str:
    text = noun.text or _inside(noun, {"Client": "Identity", "Sip": "Uri", "Application": "ApplicationSid"})
    match noun.name:
        case "Number":
            return dialled_number(text, run.x.switches)
        case "WhatsApp":
            return "whatsapp:" + dialled_number(text.removeprefix("whatsapp:"), run.x.switches)
        case "Client":
            return _checked("client:" + text.removeprefix("client:"), bool(text) and len(text) <= LONGEST_IDENTITY)
        case "Sip":
            return _sip_address(text)
        case "Application":
            return _checked("app:" + text, text in run.x.applications)
    return _checked("sim:" + text, bool(text))


def _sip_address(text: str) -> str:
    if not text.startswith(("sip:", "sips:")) or len(text) >= LONGEST_SIP_ADDRESS:
        raise TwimlError(13243, f"{text!r} is not a SIP address of less than {LONGEST_SIP_ADDRESS} characters")
    return text


def _checked(address: str, is_valid: bool) -> str:
    if not is_valid:
        raise TwimlError(13224, f"{address!r} cannot be dialled")
    return address


def _inside(noun: Verb, names: dict[str, str]) -> str:
    return next((part.text for part in noun.children if part.name == names.get(noun.name)), "")


def _parameters(noun: Verb) -> Pairs:
    return tuple((part.get("name"), part.get("value")) for part in noun.children if part.name == "Parameter")


def _subscription(run: Run, noun: Verb) -> Subscription | None:
    url = noun.get("statusCallback")
    events = frozenset(noun.get("statusCallbackEvent", "completed").split())
    method = noun.get("statusCallbackMethod", "POST").upper()
    return Subscription(url=run.resolve(url), method=method, events=events) if url else None
