"""What a case is about: one of the reasons this centre knows, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.turkish import tr_fold
from hours.bilingual import Bilingual


@dataclass(frozen=True, kw_only=True)
class Reason:
    """`also` are other words by which spreadsheets and people call it."""

    name: str
    words: Bilingual
    also: tuple[str, ...] = ()


def find_reason(reasons: Mapping[str, Reason], text: str) -> Reason | None:
    """The reason of this name, or whose words these are: case, accents and the order of the words do not matter.

    `late_delivery` is `delivery_late`, and so is `TESLİMAT GECİKMESİ`.
    """
    if text in reasons:
        return reasons[text]
    wanted = _in_order(text)
    return next((reason for reason in reasons.values() if wanted in map(_in_order, _called(reason))), None)


def _called(reason: Reason) -> tuple[str, ...]:
    return (reason.name, reason.words.tr, reason.words.en, *reason.also)


def _in_order(text: str) -> tuple[str, ...]:
    return tuple(sorted(tr_fold(text.replace("_", " ").replace("-", " ")).split()))
