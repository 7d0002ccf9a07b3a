"""Documents rendered as TwiML: every text made safe, every answer read back before it leaves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from xml.etree import ElementTree

from twilio.twiml import TwiML, TwiMLException
from twilio.twiml.voice_response import Dial, VoiceResponse
from twilio.twiml.voice_response import Gather as GatherElement

from telephony.errors import TwimlInvalid
from telephony.treatment import (
    Conference,
    Context,
    Document,
    Enqueue,
    Gather,
    Hangup,
    Leave,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
    Verb,
)

SAY_CHARACTERS = 3_000  # Twilio takes about 4096; the rest is room for engines that count bytes
DOCUMENT_BYTES = 64 * 1024  # Twilio error 11750
ROOM_EVENTS = "start end join leave mute hold modify"


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A text-to-speech voice and the locale it speaks; a mismatch of the two fails the verb at Twilio (13520)."""

    name: str
    locale: str


VOICES: Mapping[str, Voice] = MappingProxyType(
    {
        "tr": Voice(name="Polly.Burcu-Neural", locale="tr-TR"),
        "en": Voice(name="Polly.Joanna-Neural", locale="en-US"),
    }
)

_SAFE_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><Response>'
    '<Say voice="Polly.Burcu-Neural" language="tr-TR">'
    "Şu anda teknik bir sorun yaşıyoruz, özür dileriz. Lütfen birkaç dakika sonra yeniden arayın.</Say>"
    '<Say voice="Polly.Joanna-Neural" language="en-US">'
    "We are having a technical problem, and we are sorry. Please call again in a few minutes.</Say>"
    "<Hangup/></Response>"
)

_VERBS = frozenset(
    {"Say", "Play", "Pause", "Gather", "Record", "Enqueue", "Dial", "Redirect", "Hangup", "Leave", "Reject"}
)
_CHILDREN: Mapping[str, frozenset[str]] = MappingProxyType(
    {"Response": _VERBS, "Gather": frozenset({"Say", "Play", "Pause"}), "Dial": frozenset({"Conference"})}
)
_SPOKEN = (Say, Play, Pause)
_ALLOWED: Mapping[Context, tuple[type, ...]] = MappingProxyType(
    {
        Context.WAIT: (*_SPOKEN, Hangup, Redirect, Leave, Gather),
        Context.ROOM: (*_SPOKEN, Redirect),
    }
)

_ILLEGAL_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_URL = re.compile(r"(?:https?://[^/?#\s]|/)[\x21-\x7e]*")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def render(document: Document, voices: Mapping[str, Voice] = VOICES) -> str:
    """The TwiML of a document. Raises TwimlInvalid rather than let an answer leave that Twilio would not obey."""
    response = VoiceResponse()
    try:
        for place, verb in enumerate(document):
            if isinstance(verb, Reject) and place:
                raise TwimlInvalid("Reject is only obeyed as the first verb")
            _append(response, verb, voices)
        twiml = str(response)
    except (TwiMLException, ValueError) as trouble:
        raise TwimlInvalid(str(trouble)) from trouble
    check(twiml)
    return twiml


def safe_document() -> str:
    """The apology spoken when nothing else can be: a constant, so that no failure can reach it."""
    return _SAFE_DOCUMENT


def twiml_allowed(document: Document, context: Context) -> bool:
    """Whether Twilio obeys every verb of the document where it was fetched from."""
    if context is Context.CALL:
        return not any(isinstance(verb, Reject) for verb in document[1:])
    return all(isinstance(verb, _ALLOWED[context]) for verb in document)


def check(twiml: str) -> None:
    """Read TwiML back as Twilio would: size, form and nesting. Raises TwimlInvalid with what is wrong."""
    body = twiml.encode("utf-8", errors="replace")
    if len(body) > DOCUMENT_BYTES:
        raise TwimlInvalid(f"{len(body)} bytes; Twilio reads {DOCUMENT_BYTES}")
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 - our own words, without a DTD
    except ElementTree.ParseError as trouble:
        raise TwimlInvalid(str(trouble)) from trouble
    if root.tag != "Response":
        raise TwimlInvalid(f"the root is <{root.tag}>")
    for parent in root.iter():
        for child in parent:
            if child.tag not in _CHILDREN.get(parent.tag, ()):
                raise TwimlInvalid(f"<{child.tag}> inside <{parent.tag}>")


def xml_safe(text: str, limit: int = SAY_CHARACTERS) -> str:
    """The text without what XML cannot carry (control characters, lone surrogates), cut at a word near the limit."""
    clean = _ILLEGAL_IN_XML.sub(" ", text[: 2 * limit])
    if len(clean) <= limit:
        return clean
    return clean[:limit].rsplit(" ", 1)[0]


def _append(response: VoiceResponse, verb: Verb, voices: Mapping[str, Voice]) -> None:
    match verb:
        case Say() | Play() | Pause():
            _append_spoken(response, verb, voices)
        case Gather():
            response.append(_gather(verb, voices))
        case Enqueue(queue=queue, wait_url=wait_url, action=action):
            response.enqueue(_name(queue), wait_url=_url(wait_url), action=_url(action))
        case Record():
            _append_record(response, verb)
        case Conference():
            response.append(_dial(verb))
        case Redirect(url):
            response.redirect(_url(url))
        case Hangup():
            response.hangup()
        case Leave():
            response.leave()
        case Reject(reason):
            response.reject(reason=_one_of(reason, "rejected", "busy"))


def _append_spoken(parent: TwiML, verb: Say | Play | Pause, voices: Mapping[str, Voice]) -> None:
    match verb:
        case Say(text, language):
            voice = _voice(language, voices)
            parent.say(xml_safe(text), voice=voice.name, language=voice.locale)
        case Play(url, loop):
            parent.play(_url(url), loop=loop)
        case Pause(seconds):
            parent.pause(length=seconds)


def _gather(verb: Gather, voices: Mapping[str, Voice]) -> GatherElement:
    gather = GatherElement(
        input="dtmf speech" if verb.speech else "dtmf",
        action=_url(verb.action),
        num_digits=verb.digits,
        timeout=verb.timeout,
        finish_on_key=verb.finish_on_key,
        action_on_empty_result=verb.on_empty,
        language=_voice(verb.language, voices).locale if verb.speech else None,
        speech_timeout="auto" if verb.speech else None,
        hints=_hints(verb.hints) if verb.speech else None,
    )
    for child in verb.children:
        _append_spoken(gather, child, voices)
    return gather


def _append_record(response: VoiceResponse, verb: Record) -> None:
    response.record(
        action=_url(verb.action),
        max_length=verb.seconds,
        timeout=verb.silence,
        finish_on_key=verb.finish_on_keys,
        play_beep=True,
        recording_status_callback=_url(verb.status_callback),
        recording_status_callback_event="completed absent",
    )


def _hints(hints: tuple[str, ...]) -> str | None:
    """Twilio takes up to 500 phrases of up to 100 characters, separated by commas."""
    return ", ".join(xml_safe(hint.replace(",", " "), 100) for hint in hints[:500]) or None


def _dial(verb: Conference) -> Dial:
    dial = Dial(action=_url(verb.action), time_limit=verb.time_limit)
    dial.conference(
        _name(verb.room),
        participant_label=_name(verb.label),
        start_conference_on_enter=verb.start_on_enter,
        end_conference_on_exit=verb.end_on_exit,
        muted=verb.muted,
        coach=verb.coach,
        beep="false",
        wait_url=_url(verb.wait_url) if verb.wait_url else "",
        status_callback=_url(verb.status_callback),
        status_callback_event=ROOM_EVENTS if verb.status_callback else None,
    )
    return dial


def _voice(language: str, voices: Mapping[str, Voice]) -> Voice:
    if language not in voices:
        raise TwimlInvalid(f"no voice speaks {language!r}")
    return voices[language]


def _url(url: str | None) -> str | None:
    """URLs are ours and plain ASCII: Twilio signs them as they stand, and nobody re-encodes them on the way."""
    if url is not None and not _URL.fullmatch(url):
        raise TwimlInvalid(f"{url!r} is not a URL we may give")
    return url


def _name(name: str) -> str:
    """Rooms, labels and queues: no personal data, nothing a REST path would have to escape, 64 characters."""
    if not _NAME.fullmatch(name):
        raise TwimlInvalid(f"{name!r} is not a name of a room, label or queue")
    return name


def _one_of(value: str, *allowed: str) -> str:
    if value not in allowed:
        raise TwimlInvalid(f"{value!r} is none of {', '.join(allowed)}")
    return value
