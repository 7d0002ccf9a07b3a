"""The centre a call is tried in: its flows and its time zone."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ivr.language.release import Release


@dataclass(frozen=True, kw_only=True)
class Premises:
    release: Release
    zone: ZoneInfo
