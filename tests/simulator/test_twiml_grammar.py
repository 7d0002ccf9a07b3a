"""Our grammar of TwiML, held against Twilio's own definitions."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from simulator.twiml.element import Attribute, Element
from simulator.twiml.elements import ELEMENTS
from simulator.twiml.grammar import ANNOUNCEMENT, CALL, CONNECTING, QUEUE_WAIT, ROOM_WAIT, WHISPER, Context, child_of
from simulator.twiml.languages import SPEECH_MODELS, SPOKEN, UNDERSTOOD
from simulator.twiml.voices import BASIC, VOICES

FILE = Path(__file__).parents[2].parent / "shared" / "reference" / "twiml-voice.json"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"Twilio's definitions are not here: {FILE.name}")
CONTEXTS = {
    "call": CALL,
    "fallback_url": CALL,
    "enqueue_waitUrl": QUEUE_WAIT,
    "conference_waitUrl": ROOM_WAIT,
    "participant_holdUrl": ANNOUNCEMENT,
    "participant_announceUrl": ANNOUNCEMENT,
    "conference_announceUrl": ANNOUNCEMENT,
    "dial_number_url": WHISPER,
    "dial_whatsapp_url": WHISPER,
    "dial_client_url": WHISPER,
    "dial_sip_url": WHISPER,
    "dial_queue_url": CONNECTING,
}
ASKED_FOR_NOTHING = {"status_callback", "gather_children"}
NEVER_CHECKED = {"attempt"}
"""A list of numbers: Pay is not modelled."""


@cache
def theirs() -> dict[str, Any]:
    return dict(json.loads(FILE.read_text()))


def pairs() -> Iterator[tuple[str, dict[str, Any], Element]]:
    """Each of Twilio's elements as it stands inside another, and ours in the same place."""
    elements = theirs()["elements"]
    yield "Response", elements["VoiceResponse"], ELEMENTS["Response"]
    waiting, seen = [("VoiceResponse", ELEMENTS["Response"])], set()
    while waiting:
        name, ours = waiting.pop()
        for child in elements[name]["children"]:
            one = child_of(ours, elements[child]["tag"])
            assert one is not None, f"<{elements[child]['tag']}> is missing in {name}"
            yield f"{name} > {child}", elements[child], one
            if child not in seen:
                seen.add(child)
                waiting.append((child, one))


def test_every_element_may_have_the_same_children_as_twilio_s() -> None:
    for where, their, ours in pairs():
        tags = {theirs()["elements"][child]["tag"] for child in their["children"]}
        assert {ELEMENTS[child].tag or child for child in ours.children} == tags, where


def test_no_element_of_twilio_s_is_missing_and_none_of_ours_is_invented() -> None:
    met = {id(ours) for _, _, ours in pairs()}
    assert met == {id(one) for one in ELEMENTS.values()}
    assert len(ELEMENTS) == len(theirs()["elements"])


def test_every_element_has_the_same_attributes_as_twilio_s() -> None:
    for where, their, ours in pairs():
        assert set(ours.attributes) - {"version"} == set(their["attributes"]), where


def test_words_belong_where_twilio_takes_words() -> None:
    assert [where for where, their, ours in pairs() if ours.text != ("text_content" in their)] == []


def test_attributes_take_the_values_twilio_names_and_only_those() -> None:
    for where, their, ours in pairs():
        for name, attribute in ours.attributes.items():
            if name not in NEVER_CHECKED | {"version"}:
                _takes_the_same(f"{where} {name}", their["attributes"][name], attribute)


def _takes_the_same(where: str, their: dict[str, Any], ours: Attribute) -> None:
    kind, values = their.get("type"), their.get("values", [])
    if kind == "boolean":
        assert ours.kind == "flag", where
    if kind in ("integer", "integer or auto"):
        assert ours.kind in ("int", "auto"), where
    if values and set(values) != {"GET", "POST"} and "speechModel" not in where:
        assert set(ours.choices) == {word for value in values for word in value.split()}, where
    for bound, outside in (("min", -1), ("max", 1)):
        if bound in their:
            assert ours.takes(str(their[bound])) and not ours.takes(str(their[bound] + outside)), where
    if "max_length" in their:
        assert ours.takes("x" * their["max_length"]) and not ours.takes("x" * (their["max_length"] + 1)), where
    if kind == "sid":
        assert ours.takes(their["prefix"] + "0" * 32) and not ours.takes("0" * 34), where
    default = their.get("default")
    if isinstance(default, int) and not isinstance(default, bool):
        assert ours.takes(str(default)), where


@pytest.mark.parametrize("name", sorted(CONTEXTS))
def test_each_place_allows_the_verbs_twilio_allows_there(name: str) -> None:
    ours: Context = CONTEXTS[name]
    assert set(ours.allowed) == set(theirs()["contexts"][name]["allowed"])
    wrong = theirs()["contexts"][name].get("error_on_other_verb")
    assert wrong in (None, ours.code_for("Gather"))


def test_no_place_of_twilio_s_is_forgotten() -> None:
    assert set(theirs()["contexts"]) == set(CONTEXTS) | ASKED_FOR_NOTHING


def test_the_languages_models_and_voices_are_twilio_s() -> None:
    known = theirs()["enums"]
    assert set(known["SayLanguage"]) == SPOKEN
    assert set(known["GatherLanguage"]) == UNDERSTOOD
    assert set(theirs()["elements"]["Gather"]["attributes"]["speechModel"]["values"]) == SPEECH_MODELS
    assert {voice.lower() for voice in known["SayVoice"]} == set(VOICES) | BASIC
    assert {name for name, language in VOICES.items() if language == "tr-TR"} == {
        voice.lower() for voice in known["SayVoice_tr_TR"]
    }
    american = known["SayVoice_en_US_Google"] + known["SayVoice_en_US_Polly"]
    assert {name for name, language in VOICES.items() if language == "en-US"} == {voice.lower() for voice in american}
