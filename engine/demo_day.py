"""An ordinary day in the demo: who is at work and answers their telephone, and who might call, for `/phone`."""

from typing import Any, Final

from engine.http_stage import HttpStage
from engine.settings import Settings

AT_WORK: Final = {
    "ayse": ("Ayşe Demir", "+905550000001", "Merhaba, ben Ayşe. Dosyanız bende, dinliyorum."),
    "burak": ("Burak Yılmaz", "+905550000002", "Merhaba, ben Burak. Nasıl yardımcı olabilirim?"),
    "can": ("Can Işık", "+905550000003", "Hello, this is Can. How can I help you?"),
}
"""Agents who are signed in, with their telephones and how they greet; `centre/demo/agents.csv` has them all."""
LONGEST_CONVERSATION_SECONDS: Final = 3600.0
CALLERS: Final = (
    {"number": "+905321234567", "tr": "Mehmet, sadık müşteri", "en": "Mehmet, a returning customer"},
    {"number": "+905329998877", "tr": "Fatma ya da Emre, aynı telefon", "en": "Fatma or Emre, one telephone"},
    {"number": "+447911123456", "tr": "Emma, İngilizce konuşur", "en": "Emma, who speaks English"},
    {"number": "+905559990000", "tr": "ilk kez arayan", "en": "a first-time caller"},
    {"number": "anonymous", "tr": "gizli numara", "en": "a withheld number"},
)


def begin_the_day(stage: HttpStage) -> None:
    """Agents sign in; their telephones answer by themselves until somebody takes them in hand."""
    for id, (name, phone, greeting) in AT_WORK.items():
        stage.put_at_telephone(phone, name, _answers(greeting))
        stage.ask("PUT", f"/api/v1/agents/{id}/presence", {"state": "ready"})


def suggest_telephones(stage: HttpStage, settings: Settings) -> None:
    """What the telephone page offers to call with, and whose telephones may be taken in hand."""
    agents = [{"number": phone, "tr": name, "en": name} for name, phone, _ in AT_WORK.values()]
    stage.suggest({"callers": list(CALLERS), "called": agents})


def _answers(greeting: str) -> dict[str, Any]:
    return {
        "answers_after": 3,
        "steps": [
            {"presses": "1", "within": 20},
            {"joins": None, "within": 30},
            {"says": greeting},
            {"hears_end": None, "within": LONGEST_CONVERSATION_SECONDS},
        ],
    }
