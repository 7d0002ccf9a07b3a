"""Whose account this is, and the numbers it owns."""

from dataclasses import dataclass, field, replace
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
    """A number the account owns, with the URLs asked when somebody calls it or writes to it.

    The URLs of an application (`voice_application_sid`, `sms_application_sid`) go before its own. `kind` is local,
    mobile or toll-free. `noted` are fields that are kept and shown, and change nothing here, such as an address.
    """

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
    voice_caller_id_lookup: bool = False
    sms_url: str = ""
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_fallback_method: str = "POST"
    sms_application_sid: str = ""
    kind: str = "local"
    noted: tuple[tuple[str, str], ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None

    def answered_by(self, application: "Application | None") -> "OwnNumber":
        """The number with the application's URLs for calls in place of its own."""
        if application is None:
            return self
        return replace(
            self,
            voice_url=application.voice_url,
            voice_method=application.voice_method,
            fallback_url=application.voice_fallback_url,
            fallback_method=application.voice_fallback_method,
            status_callback=application.status_callback,
            status_callback_method=application.status_callback_method,
        )


@dataclass(frozen=True, kw_only=True)
class CallerId:
    """A number that is not the account's own, but proved to be its owner's: calls may come from it."""

    sid: str
    number: str
    friendly_name: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None


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
