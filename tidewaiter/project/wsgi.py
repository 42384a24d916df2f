"""The WSGI entry, served by granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidewaiter.project.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from tidewaiter.base.privacy.logs import configure  # noqa: E402

configure(as_json=settings.TIDEWAITER_LOG_JSON)
