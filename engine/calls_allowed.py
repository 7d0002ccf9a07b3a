"""Whom the rules of a centre let it call, and how often, in one line; and what in them makes one wonder."""

from collections.abc import Iterator, Sequence
from typing import Final

from callbacks.dialler.rules import DiallerRules
from cases.dialable import is_region
from engine.doctor_said import told
from hours.bilingual import Bilingual
from routing.policy import Policy

BUDGETS: Final = ("per_number_a_day", "per_block_an_hour", "per_country_an_hour", "per_hour")


def calls_allowed(policy: Policy, rules: DiallerRules) -> Bilingual:
    numbers, breaker, anything = rules.numbers, rules.breaker, told("any_number")
    countries: object = ", ".join(sorted(policy.callback_countries)) or told("no_country")
    parts = [
        told("countries", {"countries": countries, "types": ", ".join(numbers.types)}),
        *([told("but", {"prefixes": ", ".join(numbers.deny_prefixes)})] if numbers.deny_prefixes else []),
        in_a_row(", ", [told(name, {"limit": getattr(rules.budgets, name) or anything}) for name in BUDGETS]),
        told("messages_a_day", {"limit": rules.budgets.messages_per_number_a_day or told("any_number_of")}),
        told("stops_when", {"share": f"{breaker.answered_below:.0%}", "least": breaker.least_calls}),
    ]
    return in_a_row("; ", parts)


def in_a_row(between: str, parts: Sequence[Bilingual]) -> Bilingual:
    return Bilingual(tr=between.join(one.tr for one in parts), en=between.join(one.en for one in parts))


def doubts_about_calls(policy: Policy, rules: DiallerRules) -> Iterator[Bilingual]:
    """Each with what to do, the worst first."""
    if wrong := sorted(code for code in policy.callback_countries if not is_region(code)):
        yield told("doubt_countries", {"codes": ", ".join(wrong)})
    budgets = rules.budgets
    if not (budgets.per_number_a_day and budgets.per_block_an_hour):
        yield told("doubt_budgets")
    if not (budgets.messages_per_number_a_day and budgets.messages_per_block_an_hour):
        yield told("doubt_messages")
    if len(policy.callback_countries) > 1 and not (budgets.per_country_an_hour or budgets.per_hour):
        yield told("doubt_many_countries")
    if not rules.breaker.answered_below:
        yield told("doubt_breaker")
