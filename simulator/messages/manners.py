"""How a telephone number takes text messages, and what Twilio says of those that do not arrive.

The codes are Twilio's. Which of them a real carrier reports is the carrier's choice.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """`code` and its text; `status` is undelivered or failed, or "" when the message is not even accepted."""

    code: int
    text: str
    status: str = "undelivered"


TROUBLES = {
    "unverified": Trouble(code=21608, text="The number is unverified: trial accounts send to verified ones", status=""),
    "no_route": Trouble(code=21612, text="The 'To' number is not currently reachable via SMS", status=""),
    "not_mobile": Trouble(code=21614, text="'To' number is not a valid mobile number", status=""),
    "overflow": Trouble(code=30001, text="Queue overflow", status="failed"),
    "unreachable": Trouble(code=30003, text="Unreachable destination handset"),
    "blocked": Trouble(code=30004, text="Message blocked"),
    "unknown": Trouble(code=30005, text="Unknown destination handset"),
    "landline": Trouble(code=30006, text="Landline or unreachable carrier"),
    "filtered": Trouble(code=30007, text="Carrier violation"),
    "lost": Trouble(code=30008, text="Unknown error"),
}
ARRIVALS = {"delivered": ("sent", "delivered"), "read": ("sent", "delivered", "read"), "sent": ("sent",)}
"""The last: a carrier that sends no delivery receipts."""

MANNERS = (*ARRIVALS, *TROUBLES)


def check_manner(name: str) -> str:
    """Raises ValueError for a manner there is none of."""
    if name not in MANNERS:
        raise ValueError(f"texts: {name!r}; a number takes texts as one of {', '.join(MANNERS)}")
    return name
