"""The log as our processes write it, for as long as a test reads it; afterwards it is the tests' own again."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from engine.logging import start_logging


@contextmanager
def log_lines(level: int = logging.INFO) -> Iterator[io.StringIO]:
    before, handlers, threshold = structlog.get_config(), logging.root.handlers[:], logging.root.level
    lines = io.StringIO()
    structlog.reset_defaults()
    start_logging(as_json=True, to=lines)
    structlog.configure(cache_logger_on_first_use=False)
    logging.root.setLevel(level)
    try:
        yield lines
    finally:
        structlog.configure(**before)
        logging.root.handlers[:] = handlers
        logging.root.setLevel(threshold)
