"""Whom this centre calls at all, by the number alone: what policy.yaml and callbacks.yaml say, and our own numbers."""

from dataclasses import replace

from callbacks.board import Board
from cases.dialable import EVERYWHERE, USUAL_KINDS, NotCalled, NumbersWeCall, why_not_called


def numbers_we_call(board: Board) -> NumbersWeCall:
    """Nobody calls themselves: a call to one of our own numbers would be answered by us, and ring somebody again."""
    policy, numbers = board.policy, board.dialler.numbers
    return NumbersWeCall(
        countries=policy.callback_countries,
        kinds=numbers.types,
        deny_prefixes=numbers.deny_prefixes,
        ours=board.our_numbers | {*policy.caller_ids, policy.centre_number, board.twilio.caller_id},
    )


def number_refused(phone: str, board: Board) -> NotCalled | None:
    """Why this number is never called, whenever and however often; None where it may be."""
    return why_not_called(phone, numbers_we_call(board))


def may_not_be_written_to(phone: str, board: Board) -> NotCalled | None:
    """Why no text message goes to this number. Customers abroad are written to, whom we would not call."""
    return why_not_called(phone, replace(numbers_we_call(board), countries=EVERYWHERE, kinds=USUAL_KINDS))
