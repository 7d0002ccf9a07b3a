"""Whatever callers, other systems and records hold in their bytes, Twilio is given a document it obeys."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from cases.caller_id import CallerId
from cases.identification import Caller
from ivr.language.flow import Flow
from ivr.language.move import Effect, Heard, Outcome, Question, Spoken
from ivr.language.release import Release
from ivr.speech.forms import FORMS
from ivr.talking import interpreter
from ivr.talking.conversation import LONGEST_KEPT, MOST_KEPT, Conversation
from ivr.talking.talk import Talk
from ivr.talking.turn import Scene, Turn
from telephony.treatment import Gather, Say
from telephony.twiml import check, render
from telephony.urls import Urls

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LONGEST_URL = 4000
BYTES = st.text(st.characters(), max_size=200) | st.text("\ud800\x00\x1b<>&\"'%\u202e\U0001f600 {x}", max_size=200)
"""Half of a character, control characters, marks of XML, of URLs and of our own words among them."""


def flow_with(form: str) -> Flow:
    place = f"{{x:{form}}}" if form else "{x}"
    said = {"tr": f"Yanıtınız {place}.", "en": f"Your answer {place}."}
    asked = {"say": {"tr": "Söyleyin.", "en": "Say it."}, "by": "both", "words": True, "keep": "x"}
    nodes = {
        "start": {"ask": asked, "next": "again"},
        "again": {"ask": {**asked, "say": said, "keep": "y"}, "next": "again"},
        "anyone": {"agent": {"queue": "destek"}},
    }
    return Flow.model_validate({"flow": "main", "start": "start", "person": "anyone", "nodes": nodes})


def nothing_else(talk: Talk, effect: Effect) -> Outcome:
    raise AssertionError(effect)


def turn_after(form: str, language: str, kept: dict[str, str], heard: Heard) -> Turn:
    release = Release({"main": flow_with(form)})
    caller = Caller(caller_id=CallerId(kind="e164", value="+905550001122"))
    scene = Scene(release=release, caller=caller, now=NOW, perform=nothing_else)
    since = round(NOW.timestamp() * 1000)
    start = Conversation(
        call="CA1", release=release.id, flow="main", node="start", language=language, since=since
    ).keeping(kept)
    return interpreter.hear(scene, start, heard)


def document(turn: Turn) -> tuple[str, str]:
    """What Twilio is given for a question, and the address it asks next."""
    assert isinstance(turn.then, Question)
    sounds = [sound for sound in (*turn.sounds, *turn.then.prompt) if isinstance(sound, Spoken)]
    action = Urls(public="https://centre.example").flow("CA1", **turn.conversation.query())
    words = tuple(Say(sound.text, sound.language) for sound in sounds)
    return render((Gather(action=action, children=words, speech=True, hints=turn.then.hints),)), action


@given(BYTES, st.sampled_from(["", *sorted(FORMS)]), st.sampled_from(["tr", "en"]))
def test_whatever_a_caller_says_is_read_back_in_valid_twiml(speech: str, form: str, language: str) -> None:
    turn = turn_after(form, language, {}, Heard(speech=speech))
    if isinstance(turn.then, Question):
        check(document(turn)[0])


@given(st.dictionaries(st.from_regex(r"[a-z]{1,4}", fullmatch=True), BYTES, max_size=30))
def test_whatever_another_system_answers_fits_in_an_address_and_comes_back_the_same(kept: dict[str, str]) -> None:
    turn = turn_after("", "tr", kept, Heard())
    twiml, action = document(turn)
    check(twiml)
    assert action.isascii() and len(action) < LONGEST_URL
    back = Conversation.carried("CA1", dict(parse_qsl(urlsplit(action).query, keep_blank_values=True)))
    assert back == turn.conversation
    assert len(back.kept) <= MOST_KEPT and all(len(value) <= LONGEST_KEPT for value in back.kept.values())


def test_the_newest_values_are_kept_when_not_all_fit() -> None:
    kept = {f"v{place}": "ş" * 80 for place in range(12)}
    (first, *_), last = turn_after("", "tr", kept, Heard()).conversation.kept, "v11"
    assert first != "v0"
    assert last in turn_after("", "tr", kept, Heard()).conversation.kept
