"""The REST API of the engine that runs in this folder, for commands that do what a desk does."""

from typing import Any, Final

from engine.api_request import ApiReply, ApiRequest, ask_api
from engine.demo import key_of_running_demo
from engine.demo_settings import source_here
from engine.errors import OrderRefused

OF_A_FIELD: Final = 422


def ask_here(request: ApiRequest, *, key: str | None) -> ApiReply:
    """With this key, else with the demo's own. Raises OrderRefused where there is none, or nobody answers."""
    source = source_here()
    settings = source.settings()
    if key is None and not source.demo:
        raise OrderRefused("Say whose key: --key or SAHIP_API_KEY; `sahip keys add` makes one.")
    return ask_api(request, engine_url=settings.public_url, key=key or key_of_running_demo(settings))


def done_here(method: str, path: str, body: Any = None, *, key: str | None, lang: str) -> Any:
    """What came of it. Raises OrderRefused with what stands in the way, in this language where there are words."""
    reply = ask_here(ApiRequest(method=method, path=path, body=body), key=key)
    if not reply.well:
        raise OrderRefused(_sentence(reply, lang))
    return reply.told


def _sentence(reply: ApiReply, lang: str) -> str:
    """A terminal has no fields to mark: what is wrong with one is told beside."""
    words, detail = (reply.told.get("told") or {}).get(lang), str(reply.told["detail"])
    if words is None or reply.status != OF_A_FIELD:
        return words or detail
    return words if detail in words else f"{words} {detail}"
