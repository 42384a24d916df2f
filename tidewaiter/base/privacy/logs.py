"""Logs tell what happened to which number, never to whom."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from tidewaiter.base.kernel.privacy import is_personal_key

_DEPTH = 6


def drop_personal(
    logger: object, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Leave out, at any depth, whatever bears the name of personal data."""
    return _without_personal(event, _DEPTH)


def configure(*, as_json: bool, level: str = "INFO") -> None:
    """Send our own and all libraries' log lines to standard error through the same filter."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_personal,
    ]
    own = [step for step in shared if not isinstance(step, structlog.stdlib.ExtraAdder)]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *own,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last = (
        # Local variables stay out of tracebacks: they would carry documents into the log.
        [
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            ),
            structlog.processors.JSONRenderer(),
        ]
        if as_json
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)


def _without_personal(value: Any, depth: int) -> Any:
    if isinstance(value, dict | MutableMapping):
        if depth == 0:
            return "…"
        return {
            name: _without_personal(inner, depth - 1)
            for name, inner in value.items()
            if not (isinstance(name, str) and is_personal_key(name))
        }
    if isinstance(value, list | tuple):
        if depth == 0:
            return "…"
        inside = (_without_personal(inner, depth - 1) for inner in value)
        return list(inside) if isinstance(value, list) else tuple(inside)
    return value
