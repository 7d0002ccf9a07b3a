"""Whose account this is, and the numbers it owns."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Account:
    """A Twilio account. The auth token signs every webhook; API keys may be used for REST instead of it."""

    sid: str = "AC" + "0" * 32
    auth_token: str = field(default="simulated-auth-token", repr=False)
    api_keys: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    friendly_name: str = "Simulated account"
    status: str = "active"
    """active, suspended or closed; only an active one is served."""
    balance: str = "100.00"
    created_at: datetime | None = None

    def accepts(self, username: str, password: str) -> bool:
        return (username, password) in ((self.sid, self.auth_token), *self.api_keys)


@dataclass(frozen=True, kw_only=True)
class ApiKey:
    """What is known of an API key beside its secret, which stands in `Account.api_keys`."""

    sid: str
    friendly_name: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class OwnNumber:
    """A number the account owns, with the URLs asked when somebody calls it."""

    sid: str
    number: str
    voice_url: str = ""
    voice_method: str = "POST"
    fallback_url: str = ""
    fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"
    friendly_name: str = ""
    voice_application_sid: str = ""
    sms_url: str = ""
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_fallback_method: str = "POST"
    sms_application_sid: str = ""


@dataclass(frozen=True, kw_only=True)
class Application:
    """A TwiML application: URLs under one SID, to which numbers, calls, `Dial Application` and browsers point."""

    sid: str
    friendly_name: str = ""
    voice_url: str = ""
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    voice_caller_id_lookup: bool = False
    status_callback: str = ""
    status_callback_method: str = "POST"
    sms_url: str = ""
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_fallback_method: str = "POST"
    sms_status_callback: str = ""
    message_status_callback: str = ""
    public_application_connect_enabled: bool = False
    created_at: datetime | None = None
    updated_at: datetime | None = None
