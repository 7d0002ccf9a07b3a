"""Of what came back only the named values are taken, each as a short text that can be spoken."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbacks.dips.errors import AnswerRefused
from callbacks.dips.picking import LONGEST_VALUE, picked
from telephony.treatment import Say
from telephony.twiml import render
from tests.callbacks.dips.crm import ANSWER


def test_values_are_found_by_their_paths() -> None:
    keep = {"a": "state", "b": "delivery.date", "c": "items.0.name", "d": "paid", "e": "nothing.here", "f": "items"}
    assert picked(json.dumps(ANSWER).encode(), keep) == {
        "a": "yolda", "b": "2026-11-25", "c": "Bulaşık makinesi", "d": "yes", "e": "", "f": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"NaN", b'{"a": Infinity}', b"[" * 60_000, b"1" * 5000, b"\x00"]
)
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(AnswerRefused):
        picked(body, {"a": "a"})


def test_signs_nobody_can_say_are_left_out_and_long_texts_are_cut() -> None:
    told = {"a": 'x\u0000\u202e<y>&"\n\ttwo {name}', "b": "ş" * 500, "c": 10**400, "d": "\ud800"}
    values = picked(json.dumps(told).encode(), {name: name for name in told})
    assert values["a"] == 'x <y>&" two (name)'
    assert len(values["b"]) == len(values["c"]) == LONGEST_VALUE and values["d"] == ""


@given(st.recursive(st.text() | st.floats() | st.booleans() | st.none(), lambda inner: st.lists(inner), max_leaves=5))
def test_whatever_comes_back_can_be_said(value: object) -> None:
    try:
        told = picked(json.dumps({"a": value}).encode(), {"a": "a", "b": "a.0"})
    except AnswerRefused:
        return
    assert "<Say" in render((Say("Durum: " + told["a"] + told["b"] + ".", "tr"),))
