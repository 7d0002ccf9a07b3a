"""Whom the rules of a centre let it call, and how often, in one line; and what in them makes one wonder."""

from collections.abc import Iterator

from callbacks.dialler.rules import DiallerRules
from cases.dialable import is_region
from routing.policy import Policy


def calls_allowed(policy: Policy, rules: DiallerRules) -> str:
    numbers, budgets, breaker = rules.numbers, rules.budgets, rules.breaker
    most = (
        (budgets.per_number_a_day, "to a number a day"),
        (budgets.per_block_an_hour, "to a thousand neighbours an hour"),
        (budgets.per_country_an_hour, "to a country an hour"),
        (budgets.per_hour, "an hour in all"),
    )
    parts = [
        f"{', '.join(sorted(policy.callback_countries)) or 'no country'}: {', '.join(numbers.types)}",
        f"but {', '.join(numbers.deny_prefixes)}" if numbers.deny_prefixes else "",
        ", ".join(f"{limit or 'any number'} {what}" for limit, what in most),
        f"{budgets.messages_per_number_a_day or 'any number of'} messages to a number a day",
        f"stops when fewer than {breaker.answered_below:.0%} of {breaker.least_calls} answer",
    ]
    return "; ".join(part for part in parts if part)


def doubts_about_calls(policy: Policy, rules: DiallerRules) -> Iterator[str]:
    """Each with what to do, the worst first."""
    if wrong := sorted(code for code in policy.callback_countries if not is_region(code)):
        yield f"callback_countries: {', '.join(wrong)} has no telephone numbers; use ISO codes, as GB for the UK."
    budgets = rules.budgets
    if not (budgets.per_number_a_day and budgets.per_block_an_hour):
        yield "budgets: whoever holds one number, or a block of them, may be called without end; set both limits."
    if not (budgets.messages_per_number_a_day and budgets.messages_per_block_an_hour):
        yield "budgets: a stranger may have us write to a number without end; set both limits of messages."
    if len(policy.callback_countries) > 1 and not (budgets.per_country_an_hour or budgets.per_hour):
        yield "budgets: several countries are called without a limit; set per_country_an_hour or per_hour."
    if not rules.breaker.answered_below:
        yield "breaker: calling never stops by itself; set answered_below."
