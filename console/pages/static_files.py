"""Style sheets, scripts and pictures, under an address that changes with them: browsers keep them for good."""

import gzip
import hashlib
from functools import cache
from importlib import resources
from mimetypes import guess_type

from flask import Blueprint, Response, request

FOREVER = "public, max-age=31536000, immutable"
KINDS = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml"}


def static_files() -> Blueprint:
    blueprint = Blueprint("static_files", __name__, url_prefix="/static")

    @blueprint.get("/<version>/<path:name>")
    def static_file(version: str, name: str) -> Response:
        if name not in _files():
            return Response(status=404)
        ending = name.rpartition(".")[2]
        small = ending in KINDS and request.accept_encodings["gzip"] > 0
        answer = Response(_packed(name) if small else _files()[name])
        answer.content_type = KINDS.get(ending) or guess_type(name)[0] or "application/octet-stream"
        answer.headers["Cache-Control"] = FOREVER if version == house_version() else "no-cache"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Vary"] = "Accept-Encoding"
        if small:
            answer.headers["Content-Encoding"] = "gzip"
        return answer

    return blueprint


@cache
def _packed(name: str) -> bytes:
    """Texts come at a third of their size. Pages themselves do not: beside a secret, what is sent in must not shape the
    length of what comes back."""
    return gzip.compress(_files()[name], mtime=0)


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
