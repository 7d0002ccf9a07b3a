"""The pages over HTTP on the board of a test: for a browser, without any other process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import make_server

from tests.console.pages.conftest import one_app


@contextmanager
def served() -> Iterator[str]:
    """Where they are."""
    server = make_server("127.0.0.1", 0, one_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
