"""Which addresses are one: the normal form by which an article is known."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(?:utm_\w+|at_\w+|pk_\w+|mtm_\w+|hsa_\w+|mc_[ce]id|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|xtor"
    r"|xtref|ns_\w+|cmpid|cmp|wt_mc|wt\.mc_id|ito|ocid|ftcamp|smid|smtyp|emc|_ga|_gl|ref_src|ref_url|src_campaign|partner|taid"
    r"|share|sharetype|shareid|guccounter|guce_\w+|amp|outputtype|ftag|spm|sr_share|s_cid|rss|at)$",
    re.IGNORECASE,
)
_MIRROR = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")


def host(address: str) -> str:
    """The host of an address without "www", "m", "mobile" or "amp"; empty where it has none."""
    try:
        return _MIRROR.sub("", (urlsplit(address.strip()).hostname or "").rstrip("."))
    except ValueError:
        return ""


def normal(address: str) -> str:
    """An address in the form that all its spellings share: what a share button or a campaign adds is dropped.

    >>> normal("http://www.gazette.example:80/Pont/?utm_source=x&id=4#haut")
    'gazette.example/Pont?id=4'
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return address.strip()
    name = host(address)
    if port and port not in {80, 443}:
        name = f"{name}:{port}"
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)]
    path = quote(unquote(re.sub(r"/{2,}", "/", parts.path)), safe="/:@!$&'()*+,;=~-._")
    path = re.sub(r"/(?:amp|index\.(?:html?|php))?/?$", "", path)
    return urlunsplit(("", "", f"{name}{path}", urlencode(sorted(kept)), ""))


def key(url: str | None, canonical: str | None) -> str | None:
    """What an article with these addresses is known by; None where it has none.

    The canonical address counts where it is on the page's own host: elsewhere it names whom the text was taken over
    from, which is another outlet's article. One that leads to the site's front page is a mistake of the site's.
    """
    chosen = url or canonical
    if chosen is None:
        return None
    if (
        canonical
        and canonical != chosen
        and host(canonical) == host(chosen)
        and urlsplit(normal(canonical)).path.count("/")
    ):
        chosen = canonical
    return normal(chosen) or None
