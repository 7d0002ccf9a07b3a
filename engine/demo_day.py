"""An ordinary day in the demo: who is at work and answers their telephone, and who might call, for `/phone`."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.demo_life.regulars import FOR_THE_NEWCOMER
from engine.errors import DemoDoesNotStart
from engine.http_stage import HttpStage
from engine.scripted_scene import Scene

AT_WORK: Final = {
    "ayse": ("Ayşe Demir", "+905550000001", "Merhaba, ben Ayşe. Dosyanız bende, dinliyorum."),
    "burak": ("Burak Yılmaz", "+905550000002", "Merhaba, ben Burak. Nasıl yardımcı olabilirim?"),
    "can": ("Can Işık", "+905550000003", "Hello, this is Can. How can I help you?"),
}
"""Agents who are signed in, with their telephones and how they greet; `centre/demo/agents.csv` has them all."""
LEAD: Final = ("Zeynep Öztürk", "+905550000009", "Merhaba, ben Zeynep. Ne olduğunu anlatır mısınız?")
"""Her telephone answers too; whether she is there says whoever opens her floor."""
ZONE: Final = ZoneInfo("Europe/Istanbul")
SATURDAY, OPENS, CLOSES = 5, 8, 20
LONGEST_CONVERSATION_SECONDS: Final = 3600.0
MISSED_CALL_RESTS: Final = timedelta(seconds=60)
"""Who let their telephone ring is not ready for so long; at a desk they would say themselves that they are back."""
CALLERS: Final = (
    {"number": FOR_THE_NEWCOMER.number, "tr": "Derya, dosyası Elif'te", "en": "Derya, whose case is Elif's"},
    {"number": "+905321234567", "tr": "Mehmet, sadık müşteri", "en": "Mehmet, a returning customer"},
    {"number": "+905329998877", "tr": "Fatma ya da Emre, aynı telefon", "en": "Fatma or Emre, one telephone"},
    {"number": "+447911123456", "tr": "Emma, İngilizce konuşur", "en": "Emma, who speaks English"},
    {"number": "+905559990000", "tr": "İlk kez arayan", "en": "First-time caller"},
    {"number": "anonymous", "tr": "Gizli numara", "en": "Withheld number"},
)


def begin_the_day(stage: HttpStage) -> None:
    """Agents sign in; their telephones answer by themselves until somebody takes them in hand on the page."""
    agents = [{"number": phone, "tr": name, "en": name} for name, phone, _ in AT_WORK.values()]
    stage.suggest({"callers": list(CALLERS), "called": agents})
    name, phone, greeting = LEAD
    stage.put_at_telephone(phone, name, answers_by_themselves(greeting))
    for id, (name, phone, greeting) in AT_WORK.items():
        stage.put_at_telephone(phone, name, answers_by_themselves(greeting))
        stage.ask("PUT", f"/api/v1/agents/{id}/presence", {"state": "ready"})


def people_come_back(stage: Scene, who: Collection[str] = AT_WORK) -> None:
    """Whoever went home because their shift was over, perhaps by a leap of the clock, is back when work begins; whoever
    missed a call is ready again a minute later."""
    with suppress(DemoDoesNotStart):  # a process is being started again: at the next look
        status, listed = stage.ask("GET", "/api/v1/agents?limit=200")
        for agent in listed["items"] if status == 200 else ():
            if agent["id"] in who and _is_back(agent, stage.now()):
                stage.ask("PUT", f"/api/v1/agents/{agent['id']}/presence", {"state": "ready"})


def _is_back(agent: Mapping[str, Any], now: datetime) -> bool:
    if agent["reason"] == "rona":
        return datetime.fromisoformat(agent["since"]) + MISSED_CALL_RESTS <= now
    return agent["reason"] == "shift_over" and is_working_time(now)


def is_working_time(now: datetime) -> bool:
    """Whether the demo's agents are at work."""
    here = now.astimezone(ZONE)
    return here.weekday() < SATURDAY and OPENS <= here.hour < CLOSES


def answers_by_themselves(greeting: str) -> dict[str, Any]:
    """What an agent's telephone does that nobody has in hand."""
    return {
        "answers_after": 3,
        "steps": [
            {"presses": "1", "within": 20},
            {"joins": None, "within": 30},
            {"says": greeting},
            {"hears_end": None, "within": LONGEST_CONVERSATION_SECONDS},
        ],
    }
