"""Where a customer can be written to: a mobile number we have had from them before this call."""

from typing import Final

import phonenumbers
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.channel import Channel
from cases.customer import CustomerPhone
from cases.opt_out import is_opted_out

_MOBILE: Final = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


def takes_messages(phone: str) -> bool:
    """Whether a text message can arrive at this number."""
    try:
        return phonenumbers.number_type(phonenumbers.parse(phone, None)) in _MOBILE
    except phonenumbers.NumberParseException:
        return False


def number_on_record(session: Session, customer_id: str, *, calling: str = "", channel: Channel = "sms") -> str | None:
    """The mobile number to write to, the one they call from where it is theirs; None where there is none."""
    known = session.scalars(
        select(CustomerPhone.phone).where(CustomerPhone.customer_id == customer_id).order_by(CustomerPhone.phone)
    ).all()
    mobile = [phone for phone in known if takes_messages(phone) and not is_opted_out(session, phone, channel)]
    return calling if calling in mobile else next(iter(mobile), None)
