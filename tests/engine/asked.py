"""An application that answers with what the web server told it about the request."""

import json
import os
from collections.abc import Callable, Iterable
from typing import Any


def app(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    told = {name: environ[name] for name in ("PATH_INFO", "QUERY_STRING")}
    told |= {"raw": [name for name in environ if name in ("RAW_URI", "REQUEST_URI")], "worker": os.getpid()}
    told["body"] = environ["wsgi.input"].read().decode("latin-1")
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]
