"""Log lines: one JSON object each in production, easy on the eye elsewhere; nobody's number and no secret in any.

The standard library's loggers (rq, granian, SQLAlchemy) go through the same steps as our own.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

PHONE = re.compile(r"(?<![\w.])(\+|%2B|0)(\d{2})\d{5,10}(\d{2})(?!\w)", re.IGNORECASE)
"""+905321234567, %2B905321234567 in an address, 05321234567; no SID, no id, no time."""
SECRET = re.compile(r"token|secret|password|passwd|authorization|digits|cookie", re.IGNORECASE)
"""Names whose values are never written, whatever they hold."""


def start_logging(*, as_json: bool, to: TextIO = sys.stdout) -> None:
    """Send everything there, from INFO up. Called once by every process."""
    steps = _steps()
    rendering: Processor = structlog.dev.ConsoleRenderer(colors=to.isatty())
    if as_json:
        rendering = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*steps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(to)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=steps,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, rendering],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells every start which tables it looks at


def _steps() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_secrets,
    ]


def without_secrets(logger: object, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide phone numbers wherever they stand, and all that is filed under a secret's name."""
    for name, value in line.items():
        if not name.startswith("_"):
            line[name] = "****" if SECRET.search(name) else _masked(value)
    return line


def _masked(value: object) -> object:
    match value:
        case str():
            return PHONE.sub(_mask, value)
        case dict():
            return {key: "****" if SECRET.search(str(key)) else _masked(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_masked(inner) for inner in value]
        case None | bool() | int() | float():
            return value
        case _:
            return PHONE.sub(_mask, str(value))


def _mask(phone: re.Match[str]) -> str:
    """Country or first digits and the last two stay: enough to tell two callers apart while reading."""
    return f"{phone[1]}{phone[2]}*****{phone[3]}"
