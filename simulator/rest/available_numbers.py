"""/AvailablePhoneNumbers: what could be bought. Prices, places and addresses are not modelled."""

from itertools import islice
from typing import Any

from flask import Blueprint, request

from simulator.exchange import Exchange
from simulator.lines.numbering import COUNTRIES, KINDS, on_sale
from simulator.rest.errors import not_found
from simulator.rest.paging import page_of
from simulator.simulator import Simulator
from simulator.wire.parameters import API_VERSION

MOST_SHOWN = 30
UNKNOWN = ("lata", "locality", "rate_center", "latitude", "longitude", "region", "postal_code")


def available_numbers_api(sim: Simulator) -> Blueprint:
    api = Blueprint("available_numbers", __name__)

    @api.get("/AvailablePhoneNumbers.json")
    def countries(account: str) -> dict[str, Any]:
        return {"countries": [_country_json(sim.exchange, code) for code in COUNTRIES], "uri": request.path}

    @api.get("/AvailablePhoneNumbers/<country>.json")
    def country(account: str, country: str) -> dict[str, Any]:
        return _country_json(sim.exchange, _known(country))

    for path, kind in KINDS.items():
        _register(api, sim, path, kind)
    return api


def _register(api: Blueprint, sim: Simulator, path: str, kind: str) -> None:
    def index(account: str, country: str) -> dict[str, Any]:
        found = list(islice(_matching(sim.exchange, _known(country), kind), MOST_SHOWN))
        return page_of("available_phone_numbers", found, lambda number: _number_json(country, number), str)

    api.add_url_rule(f"/AvailablePhoneNumbers/<country>/{path}.json", kind, index)


def _known(country: str) -> str:
    if country not in COUNTRIES:
        raise not_found(f"/AvailablePhoneNumbers/{country}.json")
    return country


def _matching(x: Exchange, country: str, kind: str) -> Any:
    part = request.args.get("Contains", "").strip("*+")
    area = request.args.get("AreaCode", "")
    return (
        number
        for number in on_sale(country, kind, x.numbers)
        if all(piece in number for piece in part.split("*")) and (not area or number.startswith(f"+1{area}"))
    )


def _country_json(x: Exchange, code: str) -> dict[str, Any]:
    name, kinds = COUNTRIES[code]
    base = f"/{API_VERSION}/Accounts/{x.account.sid}/AvailablePhoneNumbers/{code}"
    paths = {kind.replace("-", "_"): path for path, kind in KINDS.items() if kind in kinds}
    return {
        "country_code": code,
        "country": name,
        "uri": f"{base}.json",
        "beta": False,
        "subresource_uris": {kind: f"{base}/{path}.json" for kind, path in paths.items()},
    }


def _number_json(country: str, number: str) -> dict[str, Any]:
    return {
        "friendly_name": number,
        "phone_number": number,
        "iso_country": country,
        "address_requirements": "none",
        "beta": False,
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        **dict.fromkeys(UNKNOWN),
    }
