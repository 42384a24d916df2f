"""What commands of the shell need before they begin, and how they are asked to end."""

import json
import signal
import threading
from collections.abc import Iterable


def prepared() -> None:
    """Make Django and the log ready, for commands that use the database or the keys."""
    import django
    from django.conf import settings

    from tidewaiter.base.privacy.logs import configure

    django.setup()
    configure(as_json=settings.TIDEWAITER_LOG_JSON)


def stop_event() -> threading.Event:
    """An event that is set when the process is asked to stop."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def print_lines(answers: Iterable[object]) -> None:
    """Print each answer as a line of JSON."""
    for answer in answers:
        print(json.dumps(answer, ensure_ascii=False, default=str), flush=True)
