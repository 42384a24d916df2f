"""Post to addresses that others gave us, without being used against our own network.

An address is looked up anew for each post, only public results are used, and the connection goes to
the very result that was checked: a name cannot answer with one address and then with another.
Redirects are not followed.
"""

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from tidewaiter.base.kernel.refusals import Refusal, Text

SECONDS = 5.0
"""How long an address may take to answer."""

UNREACHED = 0
"""Stands for the status of an answer that did not come."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address, split and looked up."""

    scheme: str
    host: str
    port: int
    results: tuple[str, ...]


def check_address(address: str, *, local: bool) -> Target:
    """Refuse an address to which nothing may be posted.

    It must be https and lead to public addresses only. With ``local`` (demonstration, development)
    http to this machine and private addresses are allowed too.
    """
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").lower()
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    except ValueError:
        raise _unusable(address) from None
    written_well = address.isascii() and address.isprintable() and " " not in address
    if not written_well or not host or parts.username or parts.password or parts.fragment:
        raise _unusable(address)
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise Refusal(
            "subscriber.scheme",
            Text("{url} does not begin with https://.", "{url}不是以https://开头。"),
            values={"url": address},
            cure=Text("Offer the address by HTTPS.", "请提供HTTPS地址。"),
        )
    results = _looked_up(host, port)
    if not results:
        raise Refusal(
            "subscriber.unknown-host",
            Text("The name {host} leads nowhere.", "主机名{host}无法解析。"),
            values={"host": host},
            cure=Text(
                "Check the name, or try again when your name server answers.",
                "请检查主机名，或在域名服务恢复后重试。",
            ),
        )
    loopback = all(ipaddress.ip_address(result).is_loopback for result in results)
    if parts.scheme == "http" and not loopback:
        raise Refusal(
            "subscriber.scheme",
            Text("{url} does not begin with https://.", "{url}不是以https://开头。"),
            values={"url": address},
            cure=Text("Offer the address by HTTPS.", "请提供HTTPS地址。"),
        )
    if not local and not all(_public(result) for result in results):
        raise Refusal(
            "subscriber.private",
            Text("The name {host} leads into a private network.", "主机名{host}指向内部网络。"),
            values={"host": host},
            cure=Text("Use an address on the public internet.", "请使用公网地址。"),
        )
    return Target(parts.scheme, host, port, results)


def post(address: str, body: bytes, headers: Mapping[str, str], *, local: bool) -> int:
    """Post a body and return the status of the answer; 0 when there was none."""
    try:
        target = check_address(address, local=local)
    except Refusal:
        return UNREACHED
    url = httpx.URL(address).copy_with(host=target.results[0])
    named = f"[{target.host}]" if ":" in target.host else target.host
    usual = target.port == (443 if target.scheme == "https" else 80)
    host = named if usual else f"{named}:{target.port}"
    try:
        with (
            httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False) as client,
            client.stream(
                "POST",
                url,
                content=body,
                headers={**headers, "Host": host},
                extensions={"sni_hostname": target.host},
            ) as answer,
        ):
            return answer.status_code
    except httpx.HTTPError:
        return UNREACHED


def _looked_up(host: str, port: int) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(entry[4][0]).split("%")[0] for entry in found))


def _public(result: str) -> bool:
    """Whether an address is on the public internet; addresses inside addresses are looked into."""
    address = ipaddress.ip_address(result)
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _public(str(inner))
    return address.is_global and not address.is_multicast


def _unusable(address: str) -> Refusal:
    return Refusal(
        "subscriber.address",
        Text("“{url}” is not an address to post to.", "“{url}”不是可用的推送地址。"),
        values={"url": address[:200]},
        cure=Text(
            "Write it as https://host/path, without name and password.",
            "请写成https://主机/路径的形式，不含用户名和密码。",
        ),
    )
