"""Who calls: the key of a machine client, its permissions, and the operator that it acts for."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from ninja.security import HttpBearer

from tidewaiter.base.identity.commands import note_key_use
from tidewaiter.base.identity.models import ClientKey
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.identity.queries import client_for
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.registry.models import Operator
from tidewaiter.registry.queries.operators import operator_of

View = Callable[..., HttpResponseBase]

_SECONDS = 5.0
_operators: dict[str, tuple[float, Operator]] = {}


class Key(HttpBearer):
    """A key as ``Authorization: Bearer tw_…`` of an organisation that is registered to trade."""

    operators_only = True

    def __call__(self, request: HttpRequest) -> ClientKey:
        """Let in whoever has a valid key; note who it is on the request."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != self.openapi_scheme:
            raise Refusal(
                "access.no-key",
                Text("The request brings no key.", "请求未携带密钥。"),
                cure=Text(
                    "Send the header “Authorization: Bearer tw_…”.",
                    "请发送请求头“Authorization: Bearer tw_…”。",
                ),
                kind=Kind.UNAUTHENTICATED,
            )
        return self.authenticate(request, token.strip())

    def authenticate(self, request: HttpRequest, token: str) -> ClientKey:
        """Find the key's client and operator, or refuse."""
        key = client_for(token)
        if key is None:
            raise Refusal(
                "access.key",
                Text("The key is unknown or revoked.", "密钥不存在或已被吊销。"),
                cure=Text(
                    "Use a valid key of your organisation, or ask the authority for a new one.",
                    "请使用本单位的有效密钥，或向主管部门申请新密钥。",
                ),
                kind=Kind.UNAUTHENTICATED,
            )
        request.actor = key.actor
        if self.operators_only:
            request.operator = operator_acting(key.organisation.code)
        _note_use(key, at=timezone.now())
        return key


class PartyKey(Key):
    """The same of any organisation: whoever applies is not registered yet."""

    operators_only = False


def operator_acting(code: str) -> Operator:
    """The operator that an organisation's keys act for, as it was at most five seconds ago."""
    known = _operators.get(code)
    now = time.monotonic()
    if known is not None and known[0] > now:
        return known[1]
    operator = operator_of(code)
    if operator is None:
        raise Refusal(
            "access.no-operator",
            Text(
                "The organisation {organisation} is not registered as an operator.",
                "单位{organisation}未登记为跨境电商企业。",
            ),
            values={"organisation": code},
            law="GACC Announcement 194/2018, II",
            cure=Text("Have it registered with customs first.", "请先在海关办理登记。"),
            kind=Kind.FORBIDDEN,
        )
    _operators[code] = (now + _SECONDS, operator)
    return operator


def forget_operators() -> None:
    """Look every operator up at the next request."""
    _operators.clear()


def keyed(permission: Permission, *, office: Permission | None = None) -> Callable[[View], View]:
    """Open an address only to keys that carry the permission, or that of the office."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if office is None or not request.actor.may(office):
                request.actor.must(permission)
            return view(request, *args, **kwargs)

        guarded.access = permission
        return guarded

    return guard


def _note_use(key: ClientKey, *, at: datetime) -> None:
    today = timezone.localdate(at)
    if key.last_used_on is None or key.last_used_on < today:
        note_key_use(key, on=today, by=key.actor, at=at)
