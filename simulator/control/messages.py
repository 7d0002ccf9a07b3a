"""Text messages: somebody writes to the account, and what was written so far."""

from typing import Any

from flask import Blueprint

from simulator.control.given import given
from simulator.messages.message import Message
from simulator.simulator import Simulator

FIELDS = ("from", "to", "body", "media")


def register_messages(api: Blueprint, sim: Simulator) -> None:
    @api.post("/messages")
    def write() -> dict[str, Any]:
        told = given("from", "to", "body", texts=FIELDS[:3], known=FIELDS)
        media = told.get("media", [])
        if not isinstance(media, list) or not all(isinstance(url, str) for url in media):
            raise ValueError("media must be a list of URLs")
        return message_json(sim.text(told.pop("from"), told.pop("to"), told.pop("body"), **told))

    @api.post("/templates")
    def template() -> dict[str, Any]:
        told = given("text", texts=("text", "sid"), known=("text", "sid"))
        return {"sid": sim.content_template(told["text"], sid=told.get("sid", ""))}

    @api.get("/messages")
    def messages() -> dict[str, Any]:
        return {"messages": [message_json(one) for one in sim.messages()]}


def message_json(message: Message) -> dict[str, Any]:
    return {
        "sid": message.sid,
        "direction": message.direction,
        "from": message.from_,
        "to": message.to,
        "body": message.body,
        "status": message.status,
        "error_code": message.error_code or None,
    }
