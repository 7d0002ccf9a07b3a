"""Rules of regulators, as far as we know them: each pack is asked for by name, and tells to check the official text."""

from collections.abc import Mapping
from typing import Final

from ivr.checking.packs.epdk import epdk_person_not_offered, epdk_person_too_far
from ivr.checking.rule import Rule

PACKS: Final[Mapping[str, tuple[Rule, ...]]] = {
    "epdk": (Rule("warning", epdk_person_not_offered), Rule("warning", epdk_person_too_far)),
}
