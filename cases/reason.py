"""What a case is about: one of the reasons this centre knows, in both languages."""

from dataclasses import dataclass

from hours.bilingual import Bilingual


@dataclass(frozen=True, kw_only=True)
class Reason:
    name: str
    words: Bilingual
