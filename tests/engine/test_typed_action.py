"""What a line typed at the telephone means."""

import pytest

from engine.captions import Captions
from engine.typed_action import TypedAction, read_line


@pytest.mark.parametrize(
    ("line", "kind", "text", "seconds"),
    [
        ("2\n", "keys", "2", None),
        ("48 12 #", "keys", "4812#", None),
        ("h", "hang_up", "", None),
        ("/kapat", "hang_up", "", None),
        ("wait 2.5", "wait", "", 2.5),
        ("bekle 3 s", "wait", "", 3.0),
        ("wait", "wait", "", None),
        ("/hear hoş geldiniz", "hear", "hoş geldiniz", None),
        ("/say 123", "speech", "123", None),
        ("/söyle evet", "speech", "evet", None),
        ("İade istiyorum", "speech", "İade istiyorum", None),
        ("hayır", "speech", "hayır", None),
        ("?", "help", "", None),
        ("   ", "nothing", "", None),
    ],
)
def test_a_line_is_keys_words_or_an_order(line: str, kind: str, text: str, seconds: float | None) -> None:
    assert read_line(line) == TypedAction(kind=kind, text=text, seconds=seconds)  # type: ignore[arg-type]


def look(*heard: str, **leg: object) -> dict[str, object]:
    line: dict[str, object] = {"sid": "CA1", "to": "+90850", "answered_at": None, "ended_at": None, "company": [],
            "queue": "",
            "on_hold": False, "status": "in-progress"}  # fmt: skip
    said = [{"id": index, "kind": "say", "text": text, "who": ""} for index, text in enumerate(heard)]
    return {"leg": {**line, **leg}, "heard": said}


def test_everything_is_told_once() -> None:
    captions = Captions("tr")
    assert list(captions.news({"leg": None, "heard": []})) == []
    assert list(captions.news(look())) == ["· Aranıyor: +90850"]
    assert list(captions.news(look("Merhaba", answered_at="10:00"))) == ["· Açıldı.", "» Merhaba"]
    assert list(captions.news(look("Merhaba", answered_at="10:00"))) == []
    talking = look("Merhaba", "Ayşe aranıyor", answered_at="10:00", company=["Ayşe"])
    assert list(captions.news(talking)) == ["· Ayşe ile görüşüyorsunuz.", "» Ayşe aranıyor"]
    over = look("Merhaba", "Ayşe aranıyor", answered_at="10:00", ended_at="10:05", status="completed")
    assert list(captions.news(over)) == ["· Görüşme bitti: completed."]
