"""Numbers of the account are led to us, looked at, and let go: over the configured REST API and nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import requests

from engine.board import twilio_api
from engine.centre_in_force import centre_here_in_force
from engine.errors import NotConnected
from engine.settings import Settings
from engine.twilio_said import word
from telephony.asking_us import Asker, fallback_of, wanted_of_application, wanted_of_number
from telephony.errors import AccountTrouble, CallRefused, NotThere, TelephonyError
from telephony.twilio_api import TwilioApi


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a number, or the application of our browsers, is to ask from now on."""

    of: Asker
    asks: Mapping[str, str]
    make: Callable[[str, Mapping[str, str]], None]

    def rows(self) -> Iterator[dict[str, str]]:
        for field, then in self.asks.items():
            yield {"number": self.of.name, "field": field, "now": self.of.asks[field], "then": then}


class TwilioDesk:
    """The account's numbers, as somebody at the keyboard leads them to `url`."""

    def __init__(self, api: TwilioApi, settings: Settings, *, url: str, lang: str) -> None:
        self._api = api
        self._settings = settings
        self._lang = lang
        self.url = url

    def to_connect(self, numbers: Sequence[str], fallback: str | None = None) -> list[Change]:
        """What is missing, of each number and of the application where one is set. Raises NotConnected."""
        wanted = wanted_of_number(self.url, fallback or fallback_of(self.url))
        found = [self._change(one, one.missing(wanted)) for one in self._known(numbers)]
        if application := self._application():
            missing = application.missing(wanted_of_application(self.url))
            found.append(Change(of=application, asks=missing, make=self._api.change_application))
        return [one for one in found if one.asks]

    def to_disconnect(self, numbers: Sequence[str]) -> list[Change]:
        """What leads to us and is to lead nowhere. The application stays: browsers alone call it."""
        found = [self._change(one, one.asked_of(self.url)) for one in self._known(numbers)]
        return [one for one in found if one.asks]

    def carry_out(self, changes: Sequence[Change]) -> None:
        """Raises NotConnected with the first that Twilio does not take; the next try begins there."""
        for one in changes:
            try:
                one.make(one.of.sid, one.asks)
            except (CallRefused, NotThere) as refused:
                raise NotConnected(self._word("refused", name=one.of.name, why=_why(refused))) from refused

    def _known(self, numbers: Sequence[str]) -> list[Asker]:
        """In their order; all of them are looked at before one is changed."""
        owned = {one.name: one for one in self._api.numbers()}
        if unknown := [number for number in numbers if number not in owned]:
            has = self._word("has_numbers", numbers=", ".join(sorted(owned))) if owned else self._word("has_none")
            raise NotConnected(f"{self._word('no_number', number=', '.join(unknown))} {has}")
        return [owned[number] for number in numbers]

    def _application(self) -> Asker | None:
        sid = self._settings.twiml_app_sid
        if sid is None:
            return None
        found = self._api.application(sid)
        if found is None:
            raise NotConnected(self._word("no_application", sid=sid))
        return found

    def _change(self, of: Asker, asks: Mapping[str, str]) -> Change:
        return Change(of=of, asks=asks, make=self._api.change_number)

    def _word(self, key: str, **args: object) -> str:
        return word(key, self._lang, **args)


@contextmanager
def twilio_desk(settings: Settings, *, url: str | None, lang: str) -> Iterator[TwilioDesk]:
    """Raises NotConnected with what keeps the account from being asked."""
    with requests.Session() as session:
        try:
            api = twilio_api(settings, centre_here_in_force(settings), session)
            yield TwilioDesk(api, settings, url=url or settings.public_url, lang=lang)
        except AccountTrouble as trouble:
            raise NotConnected(word("account", lang, why=_why(trouble))) from trouble
        except TelephonyError as trouble:
            raise NotConnected(word("no_answer", lang, api=settings.api_url, why=_why(trouble))) from trouble


def our_numbers(settings: Settings) -> tuple[str, ...]:
    """The numbers that `numbers.yaml` has flows for, and the one we call from."""
    centre = centre_here_in_force(settings)
    return tuple(dict.fromkeys((settings.caller_id or centre.policy.centre_number, *centre.flow_of_number)))


def _why(trouble: TelephonyError) -> str:
    return trouble.detail or type(trouble).__name__
