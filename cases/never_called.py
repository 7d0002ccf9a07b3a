"""Numbers on a list that we never call: the customer is real all the same, and whoever has the list should know."""

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from cases.dialable import NumbersWeCall, why_not_called

NeverCalled = Callable[[str], str | None]
"""Why a number in E.164 is never called, in a sentence; None for one that may be."""

USUAL_MOBILE: Final = re.compile(r"\+905[345][0-9]{8}")
"""Most numbers of a Turkish list. Looking each up in the plan of all countries takes longer than reading the list."""


def why_never(we_call: NumbersWeCall) -> NeverCalled:
    return partial(_why_never, we_call=we_call)


def _why_never(phone: str, we_call: NumbersWeCall) -> str | None:
    usual = USUAL_MOBILE.fullmatch(phone) is not None and "mobile" in we_call.kinds
    if usual and phone not in we_call.ours and not phone.startswith(we_call.deny_prefixes):
        return None
    why = why_not_called(phone, we_call)
    return f"{phone} is kept and never called: {why.replace('_', ' ')}" if why else None
