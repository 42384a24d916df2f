"""The WSGI entry, served by granian."""

import os
import sys
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidewaiter.project.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from tidewaiter.base.privacy.logs import configure  # noqa: E402
from tidewaiter.engine.book.loader import load_book  # noqa: E402
from tidewaiter.law.loader import load  # noqa: E402
from tidewaiter.law.sources import packs  # noqa: E402
from tidewaiter.surfaces.ops.memory import keep_what_is_loaded  # noqa: E402

# a request that reads the database gives way at each look; it must not wait 5 ms to go on while
# another thread parses a message
sys.setswitchinterval(0.0005)
configure(as_json=settings.TIDEWAITER_LOG_JSON)
# what the first requests would otherwise wait for
import_module(settings.ROOT_URLCONF)
for pack in packs():
    load(pack)
load_book()
keep_what_is_loaded()
