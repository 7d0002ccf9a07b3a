"""A recording as REST shows it, under its account, its call or its conference."""

from typing import Any

from simulator.exchange import Exchange
from simulator.recordings.recording import Recording
from simulator.recordings.reporting import recording_url
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION


def account_recording_json(x: Exchange, recording: Recording) -> dict[str, Any]:
    uri = f"{_account(x)}/Recordings/{recording.sid}"
    subresources = {
        "transcriptions": f"{uri}/Transcriptions.json",
        "add_on_results": f"{uri}/AddOnResults.json",
    }
    media = recording_url(x, recording)
    return {**_facts(x, recording), "uri": f"{uri}.json", "subresource_uris": subresources, "media_url": media}


def call_recording_json(x: Exchange, recording: Recording) -> dict[str, Any]:
    call = recording.leg.sid if recording.leg else ""
    uri = f"{_account(x)}/Calls/{call}/Recordings/{recording.sid}.json"
    return {**_facts(x, recording), "uri": uri, "track": recording.order.track}


def conference_recording_json(x: Exchange, recording: Recording) -> dict[str, Any]:
    room = recording.room.sid if recording.room else ""
    return {**_facts(x, recording), "uri": f"{_account(x)}/Conferences/{room}/Recordings/{recording.sid}.json"}


def _account(x: Exchange) -> str:
    return f"/{API_VERSION}/Accounts/{x.account.sid}"


def _facts(x: Exchange, recording: Recording) -> dict[str, Any]:
    """What all three have in common. The duration is known once it has ended."""
    return {
        "sid": recording.sid,
        "account_sid": x.account.sid,
        "api_version": API_VERSION,
        "call_sid": recording.leg.sid if recording.leg else None,
        "conference_sid": recording.room.sid if recording.room else None,
        "status": recording.status,
        "source": recording.order.source,
        "channels": recording.order.channels,
        "duration": str(recording.duration) if recording.ended_at else None,
        "start_time": rfc2822(recording.started_at),
        "date_created": rfc2822(recording.started_at),
        "date_updated": rfc2822(recording.updated_at or recording.started_at),
        "error_code": recording.error_code,
        "encryption_details": None,
        "price": None,
        "price_unit": "USD",
    }
