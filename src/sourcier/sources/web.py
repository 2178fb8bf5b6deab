"""A page from a web address, within limits and never from a private network unless allowed."""

from __future__ import annotations

import ipaddress
import socket
import time
from typing import TYPE_CHECKING

from sourcier.errors import FetchError, LimitExceeded
from sourcier.limits import FETCH_REDIRECTS, FETCH_SECONDS, PAGE_BYTES
from sourcier.settings import Settings
from sourcier.sources.capture import Capture

if TYPE_CHECKING:
    import httpx

AGENT = "Mozilla/5.0 (compatible; Sourcier/0.1; reads one page at a person's request)"


def open_address(name: str, settings: Settings) -> Capture | None:
    """The page behind an http(s) address; None where the name is none.

    Every address, redirects included, is resolved once, checked, and connected to as resolved, so that no name can
    point elsewhere between the check and the connection.

    Raises:
        FetchError: refused, not found, not text, too slow, or a private address that `settings` does not allow.
        LimitExceeded: more than `limits.PAGE_BYTES` after decompression.
    """
    if not name.lower().startswith(("http://", "https://")):
        return None
    import httpx  # noqa: PLC0415 - only fetching needs it

    limit = time.monotonic() + FETCH_SECONDS
    address = name
    try:
        with httpx.Client(follow_redirects=False, timeout=FETCH_SECONDS, trust_env=False) as client:
            for _ in range(FETCH_REDIRECTS + 1):
                request = _request(client, httpx.URL(address), settings)
                response = client.send(request, stream=True)
                try:
                    if response.is_redirect:
                        address = str(httpx.URL(address).join(response.headers["location"]))
                        if not address.lower().startswith(("http://", "https://")):
                            raise FetchError(f"{name}: redirects to {address[:80]}, which is no web page")
                        continue
                    return _received(name, address, response, limit)
                finally:
                    response.close()
    except httpx.InvalidURL as error:
        raise FetchError(f"{name}: is no valid address ({error})") from None
    except httpx.TimeoutException:
        raise FetchError(f"{name}: no answer within {FETCH_SECONDS:.0f} seconds; try again, or save the page") from None
    except httpx.HTTPError as error:
        raise FetchError(f"{name}: cannot be fetched ({str(error) or type(error).__name__}); save the page") from None
    raise FetchError(f"{name}: more than {FETCH_REDIRECTS} redirects; give the page's final address")


def _request(client: httpx.Client, url: httpx.URL, settings: Settings) -> httpx.Request:
    """A request to the resolved address of a host, under the host's name."""
    host = url.host
    try:
        found = socket.getaddrinfo(host, url.port or (443 if url.scheme == "https" else 80), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError(f"{url}: the host {host} is not known; check the address") from None
    number = str(found[0][4][0])
    if not settings.private_addresses and not _is_public(number):
        raise FetchError(f"{url}: {host} is on a private network; set SOURCIER_PRIVATE_ADDRESSES=1 to allow it")
    headers = {"Host": url.netloc.decode("ascii"), "User-Agent": AGENT, "Accept": "text/html, text/plain;q=0.9"}
    return client.build_request("GET", url.copy_with(host=number), headers=headers, extensions={"sni_hostname": host})


_WRAPPING = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""Networks whose addresses carry an IPv4 address within, which may be a private one."""


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number.split("%", maxsplit=1)[0])
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        address = mapped
    wraps = any(address in network for network in _WRAPPING if network.version == address.version)
    return address.is_global and not address.is_multicast and not wraps


def _received(name: str, address: str, response: httpx.Response, limit: float) -> Capture:
    if response.status_code != 200:
        raise FetchError(f"{name}: answered {response.status_code}; open it in a browser and save the page")
    media_type = response.headers.get("content-type", "")
    if media_type and not any(kind in media_type for kind in ("text/", "html", "xml")):
        raise FetchError(f"{name}: is {media_type.split(';')[0]}, not a page; give the address of an article")
    content = bytearray()
    for chunk in response.iter_bytes():
        content.extend(chunk)
        if len(content) > PAGE_BYTES:
            raise LimitExceeded(f"{name}: more than {PAGE_BYTES:,} bytes; save the article's own page")
        if time.monotonic() > limit:
            raise FetchError(f"{name}: not complete within {FETCH_SECONDS:.0f} seconds; try again, or save the page")
    return Capture(bytes(content), address=address, media_type=media_type or None)
