"""What the service writes to its log: one line an event, on standard error."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

from rolegraph.settings.modes import LogFormat


def is_console(form: LogFormat, out: TextIO) -> bool:
    """Tell whether lines are for people: as the setting says, or where a terminal shows them."""
    return form is LogFormat.CONSOLE or (form is LogFormat.AUTO and out.isatty())


def console_line(values: Mapping[str, Any]) -> str:
    """Return a line for people."""
    return str(_console()(None, "", dict(values)))


def configure(form: LogFormat, level: str) -> None:
    """Set up the log, of this process and of the libraries in it.

    Tracebacks are plain, without the values of variables: these may be large, and may be secrets.

    Args:
        form: JSON objects, or lines for people.
        level: the least that is written: debug, info, warning or error.
    """
    render: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if is_console(form, sys.stderr):
        render = _console()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    # Libraries speak up only where something is wrong, whatever is logged of requests.
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    # Each request that is no HTTP has a line of its own in the log of requests.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    # rdflib logs a traceback for every literal whose text does not fit its datatype.
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)


def _console() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
