"""What a leg hears next: a document is a list of verbs, said before anybody thinks of XML.

Languages are "tr" and "en". URLs are absolute, or paths of our own beginning with "/". Durations are whole seconds.
`telephony.twiml.render` turns a document into TwiML.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Say:
    """Words spoken in the voice of a language. Text may come from anybody: rendering makes it safe and caps it."""

    text: str
    language: str = "tr"


@dataclass(frozen=True)
class Play:
    """A sound file; `loop` 0 repeats it for as long as the document lasts."""

    url: str
    loop: int = 1


@dataclass(frozen=True)
class Pause:
    """Silence. As the first verb of an unanswered call it delays pick-up: the caller goes on hearing ringback."""

    seconds: int = 1


@dataclass(frozen=True, kw_only=True)
class Gather:
    """Listens for keys, and for speech when asked, while `children` are heard; the answer goes to `action`.

    `digits` ends the listening at that many keys (None: no limit); `timeout` seconds after the prompt or the last key
    end it too. With `on_empty` the action is asked even when nothing was heard, so that silence is also an answer.
    `language` and `hints` tell the speech recogniser what to expect.
    """

    action: str
    children: tuple[Say | Play | Pause, ...] = ()
    digits: int | None = None
    timeout: int = 5
    speech: bool = False
    language: str = "tr"
    hints: tuple[str, ...] = ()
    finish_on_key: str = "#"
    on_empty: bool = True


@dataclass(frozen=True, kw_only=True)
class Record:
    """A beep, then the caller is recorded for `seconds` at most, until they are silent, press one of `finish_on_keys`
    or hang up. `action` says what is heard next; `status_callback` is told when the sound can be had.
    """

    action: str
    status_callback: str
    seconds: int = 120
    silence: int = 5
    finish_on_keys: str = "#"


@dataclass(frozen=True, kw_only=True)
class Enqueue:
    """The caller waits: `wait_url` is fetched again and again, `action` is asked once when the waiting is over."""

    queue: str
    wait_url: str
    action: str


@dataclass(frozen=True, kw_only=True)
class Conference:
    """The room a caller and an agent meet in, named after the call. Its status callback is fixed by the first to join,
    so give both legs the same one. `action` is asked when this leg has left; an empty `wait_url` is silence.
    With `recording_events` the room is recorded from the moment two are in it, and that address is told how it fares;
    give it to all who may be first. `coach` is the call SID of the one participant who hears this leg. `time_limit`
    bounds the leg, in seconds. With `star_leaves` the key * takes the leg out of the room, to its `action`.
    """

    room: str
    label: str
    start_on_enter: bool = True
    end_on_exit: bool = False
    muted: bool = False
    coach: str | None = None
    wait_url: str = ""
    status_callback: str | None = None
    recording_events: str | None = None
    action: str | None = None
    time_limit: int = 14_400
    star_leaves: bool = False


@dataclass(frozen=True)
class Redirect:
    """The leg goes on with the document at `url`; nothing after this verb is heard."""

    url: str


@dataclass(frozen=True)
class Hangup:
    """The leg ends here."""


@dataclass(frozen=True)
class Leave:
    """The caller leaves the queue, and its `action` says what they hear next. Means nothing outside a wait document."""


@dataclass(frozen=True)
class Reject:
    """An inbound call is never answered (and not billed): `reason` is "rejected" or "busy". Only as the first verb."""

    reason: str = "rejected"


Verb = Say | Play | Pause | Gather | Record | Enqueue | Conference | Redirect | Hangup | Leave | Reject
Document = tuple[Verb, ...]


class Context(StrEnum):
    """Where a document was fetched from, which decides the verbs Twilio obeys there."""

    CALL = "call"  # the number's webhook, an action, a redirect, a REST Url
    WAIT = "wait"  # an Enqueue's waitUrl, and every document reached from inside it
    ROOM = "room"  # a conference's waitUrl, a HoldUrl, an AnnounceUrl
