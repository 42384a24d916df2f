"""Trace events come in: what can be kept is kept, the rest refused; their goods are graded."""

import hashlib
from datetime import datetime

from django.db import IntegrityError

from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.grade_products import grade
from tidewaiter.provenance.commands.events import keep_events
from tidewaiter.provenance.formats.epcis.reading import Read, read_document, read_events
from tidewaiter.provenance.models import Capture
from tidewaiter.registry.models import Operator


def capture_events(raw: bytes, *, operator: Operator | None, by: Actor, at: datetime) -> Capture:
    """Take a document of trace events; each event is kept, known already, or refused by itself."""
    looked_at = list(read_events(read_document(raw), at=at))
    digest = hashlib.sha256(raw).hexdigest()
    try:
        capture = keep_events(looked_at, operator=operator, digest=digest, by=by, at=at)
    except IntegrityError:
        # somebody else told one of them at the same moment: now it is known
        capture = keep_events(looked_at, operator=operator, digest=digest, by=by, at=at)
    gtins = {
        item.named.gtin for one in looked_at if isinstance(one, Read) for item in one.items
    } - {""}
    if capture.taken:
        grade(gtins, by=by, at=at)
    return capture
