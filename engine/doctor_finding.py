"""What the doctor saw in one place, and what to do about it."""

from dataclasses import dataclass
from typing import Literal

from engine.doctor_said import is_told, told
from hours.bilingual import Bilingual

Verdict = Literal["right", "doubtful", "wrong", "not looked at"]
PLAIN = Bilingual(tr="", en="")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was looked at, what was seen, and what to do about it."""

    about: str
    verdict: Verdict
    sight: Bilingual
    remedy: Bilingual = PLAIN

    @property
    def seen(self) -> str:
        return self.sight.en

    @property
    def cure(self) -> str:
        return self.remedy.en

    def row(self, lang: str = "en") -> dict[str, object]:
        """Under headings of that language; programs read the English ones."""
        cells = {
            "about": told(f"about_{self.about}"),
            "verdict": told(f"verdict_{self.verdict}"),
            "seen": self.sight,
            "cure": self.remedy,
        }
        return {told(name).spoken_in(lang): cell.spoken_in(lang) for name, cell in cells.items()}


def found(about: str, verdict: Verdict, key: str, **args: object) -> Finding:
    """In the words that stand under `key`, with the cure beside them where there is one."""
    remedy = told(f"{key}_cure", args) if is_told(f"{key}_cure") else PLAIN
    return Finding(about=about, verdict=verdict, sight=told(key, args), remedy=remedy)
