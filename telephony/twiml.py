"""Documents rendered as TwiML: every text made safe, every answer read back before it leaves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from xml.parsers import expat

from telephony.errors import TwimlInvalid
from telephony.markup import element, words
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

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_SAFE_DOCUMENT = (
    f"{_DECLARATION}<Response>"
    '<Say voice="Polly.Burcu-Neural" language="tr-TR">'
    "Şu anda teknik bir sorun yaşıyoruz, özür dileriz. Lütfen birkaç dakika sonra yeniden arayın.</Say>"
    '<Say voice="Polly.Joanna-Neural" language="en-US">'
    "We are having a technical problem, and we are sorry. Please call again in a few minutes.</Say>"
    "<Hangup/></Response>"
)

_VERBS = frozenset(
    {"Say", "Play", "Pause", "Gather", "Record", "Enqueue", "Dial", "Redirect", "Hangup", "Leave", "Reject"}
)
_NOTHING = ""
"""What the whole document stands in."""
_CHILDREN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        _NOTHING: frozenset({"Response"}),
        "Response": _VERBS,
        "Gather": frozenset({"Say", "Play", "Pause"}),
        "Dial": frozenset({"Conference"}),
    }
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
    if any(isinstance(verb, Reject) for verb in document[1:]):
        raise TwimlInvalid("Reject is only obeyed as the first verb")
    twiml = _DECLARATION + element("Response", *[_markup(verb, voices) for verb in document])
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
    body = twiml.encode("utf-8", errors="surrogatepass")
    if len(body) > DOCUMENT_BYTES:
        raise TwimlInvalid(f"{len(body)} bytes; Twilio reads {DOCUMENT_BYTES}")
    inside = [_NOTHING]

    def begins(tag: str, attributes: object) -> None:
        if tag not in _CHILDREN.get(inside[-1], ()):
            raise TwimlInvalid(f"<{tag}> inside <{inside[-1]}>")
        inside.append(tag)

    reader = expat.ParserCreate(namespace_separator=" ")
    reader.StartElementHandler = begins
    reader.EndElementHandler = lambda tag: inside.pop()
    try:
        reader.Parse(body, True)
    except expat.ExpatError as trouble:
        raise TwimlInvalid(str(trouble)) from trouble


def xml_safe(text: str, limit: int = SAY_CHARACTERS) -> str:
    """The text without what XML cannot carry (control characters, lone surrogates), cut at a word near the limit."""
    clean = _ILLEGAL_IN_XML.sub(" ", text[: 2 * limit])
    if len(clean) <= limit:
        return clean
    return clean[:limit].rsplit(" ", 1)[0]


def _markup(verb: Verb, voices: Mapping[str, Voice]) -> str:
    match verb:
        case Say() | Play() | Pause():
            return _spoken(verb, voices)
        case Gather():
            return _gather(verb, voices)
        case Enqueue(queue=queue, wait_url=wait_url, action=action):
            return element("Enqueue", words(_name(queue)), waitUrl=_url(wait_url), action=_url(action))
        case Record():
            return _record(verb)
        case Conference():
            return _dial(verb)
        case Redirect(url):
            return element("Redirect", words(_url(url)))
        case Hangup():
            return element("Hangup")
        case Leave():
            return element("Leave")
        case Reject(reason):
            return element("Reject", reason=_one_of(reason, "rejected", "busy"))


def _spoken(verb: Say | Play | Pause, voices: Mapping[str, Voice]) -> str:
    match verb:
        case Say(text, language):
            voice = _voice(language, voices)
            return element("Say", words(xml_safe(text)), voice=voice.name, language=voice.locale)
        case Play(url, loop):
            return element("Play", words(_url(url)), loop=loop)
        case Pause(seconds):
            return element("Pause", length=seconds)


def _gather(verb: Gather, voices: Mapping[str, Voice]) -> str:
    return element(
        "Gather",
        *[_spoken(child, voices) for child in verb.children],
        input="dtmf speech" if verb.speech else "dtmf",
        action=_url(verb.action),
        numDigits=verb.digits,
        timeout=verb.timeout,
        finishOnKey=verb.finish_on_key,
        actionOnEmptyResult=verb.on_empty,
        language=_voice(verb.language, voices).locale if verb.speech else None,
        speechTimeout="auto" if verb.speech else None,
        hints=_hints(verb.hints) if verb.speech else None,
    )


def _record(verb: Record) -> str:
    return element(
        "Record",
        action=_url(verb.action),
        maxLength=verb.seconds,
        timeout=verb.silence,
        finishOnKey=verb.finish_on_keys,
        playBeep=True,
        recordingStatusCallback=_url(verb.status_callback),
        recordingStatusCallbackEvent="completed absent",
    )


@lru_cache(maxsize=1024)
def _hints(hints: tuple[str, ...]) -> str | None:
    """Twilio takes up to 500 phrases of up to 100 characters, separated by commas."""
    return ", ".join(xml_safe(hint.replace(",", " "), 100) for hint in hints[:500]) or None


def _dial(verb: Conference) -> str:
    room = element(
        "Conference",
        words(_name(verb.room)),
        participantLabel=_name(verb.label),
        startConferenceOnEnter=verb.start_on_enter,
        endConferenceOnExit=verb.end_on_exit,
        muted=verb.muted,
        coach=verb.coach,
        beep="false",
        waitUrl=_url(verb.wait_url) if verb.wait_url else "",
        statusCallback=None if verb.status_callback is None else _url(verb.status_callback),
        statusCallbackEvent=ROOM_EVENTS if verb.status_callback else None,
        **_recorded(verb.recording_events),
    )
    action = None if verb.action is None else _url(verb.action)
    star = True if verb.star_leaves else None
    return element("Dial", room, action=action, timeLimit=verb.time_limit, hangupOnStar=star)


def _recorded(told: str | None) -> dict[str, str]:
    """Nothing is trimmed: a moment of the recording is that moment of the conversation."""
    if told is None:
        return {}
    return {
        "record": "record-from-start",
        "trim": "do-not-trim",
        "recordingStatusCallback": _url(told),
        "recordingStatusCallbackEvent": "in-progress completed absent",
    }


def _voice(language: str, voices: Mapping[str, Voice]) -> Voice:
    if language not in voices:
        raise TwimlInvalid(f"no voice speaks {language!r}")
    return voices[language]


def _url(url: str) -> str:
    """URLs are ours and plain ASCII: Twilio signs them as they stand, and nobody re-encodes them on the way."""
    if not _URL.fullmatch(url):
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
