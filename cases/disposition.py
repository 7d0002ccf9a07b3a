"""What a conversation was, as agents call it: some settle the matter, one is a customer's thanks."""

from dataclasses import dataclass

from hours.bilingual import Bilingual


@dataclass(frozen=True, kw_only=True)
class Disposition:
    """`settles`: the case may be closed with it. `compliment`: the customer thanked somebody."""

    name: str
    words: Bilingual
    settles: bool = False
    compliment: bool = False
