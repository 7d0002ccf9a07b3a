"""Style sheets, scripts and pictures, under an address that changes with them: browsers keep them for good."""

import hashlib
from functools import cache
from importlib import resources
from mimetypes import guess_type

from flask import Blueprint, Response

FOREVER = "public, max-age=31536000, immutable"
KINDS = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml"}


def static_files() -> Blueprint:
    blueprint = Blueprint("static_files", __name__, url_prefix="/static")

    @blueprint.get("/<version>/<path:name>")
    def static_file(version: str, name: str) -> Response:
        found = _files().get(name)
        if found is None:
            return Response(status=404)
        kind = KINDS.get(name.rpartition(".")[2]) or guess_type(name)[0] or "application/octet-stream"
        kept = FOREVER if version == house_version() else "no-cache"
        return Response(found, content_type=kind, headers={"Cache-Control": kept, "X-Content-Type-Options": "nosniff"})

    return blueprint


def static_url(name: str) -> str:
    """Raises KeyError for a file there is not. Scripts import each other: all share a version."""
    if name not in _files():
        raise KeyError(name)
    return f"/static/{house_version()}/{name}"


@cache
def house_version() -> str:
    """One for all files: scripts import each other."""
    told = hashlib.sha256()
    for name, content in sorted(_files().items()):
        told.update(name.encode() + b"\0" + content)
    return told.hexdigest()[:12]


@cache
def _files() -> dict[str, bytes]:
    root = resources.files("console.pages") / "static"
    found: dict[str, bytes] = {}
    waiting = [("", root)]
    while waiting:
        prefix, folder = waiting.pop()
        for each in folder.iterdir():
            if each.is_dir():
                waiting.append((f"{prefix}{each.name}/", each))
            else:
                found[f"{prefix}{each.name}"] = each.read_bytes()
    return found
