"""What commands of the shell need before they begin, and how they are asked to end."""

import signal
import threading


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
