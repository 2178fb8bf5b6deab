"""Every limit in one place, each with its unit and its reason."""

from __future__ import annotations

PAGE_BYTES = 20_000_000
"""Bytes of one page. The largest of 799 benchmark pages has 4 MB; saved pages with inlined images reach 15."""

PAGE_BLOCKS = 20_000
"""Runs of text on one page, and lines of one capture. The most of 799 benchmark pages are 1,718; 20,000 take 5 s."""

ARTICLE_CHARACTERS = 400_000
"""Code points of article text given to the parser. The longest live blogs seen have 250,000."""

BLOCK_CHARACTERS = 20_000
"""Code points of one block. spaCy's memory grows with the longest text of a batch; longer blocks are cut at a
space, which costs at most one sentence."""

HTML_DEPTH = 256
"""Nested elements kept. libxml2 itself recurses; the deepest benchmark page nests 60."""

TAG_ATTRIBUTES = 2_000
"""Attributes of one tag kept. libxml2 is quadratic in them: 20,000 take 0.4 s, 100,000 take 10 s."""

FETCH_SECONDS = 20.0
"""Seconds for a whole fetch, redirects included."""

FETCH_REDIRECTS = 5
"""Redirects followed, each checked like the first address."""

FETCH_HEADER_BYTES = 65_536
"""Bytes of the header of an answer. Browsers take 256 KB; servers themselves stop at 8 to 16."""

FETCH_NUMBERS = 6
"""Numbers of one host that are tried, each for its share of the time; a host that is out of reach by six is down."""

FETCH_AHEAD = 500
"""Links taken in before the first of them is done, so that a list without end fills no memory. Enough for eight
fetches at a time to find that many hosts in a list that goes site by site, feed by feed."""

PACE_SECONDS = 1.0
"""Seconds between two requests to a host, where its robots.txt asks for no more. What most crawlers keep."""

PACE_HOSTS = 10_000
"""Hosts whose last request is remembered, about 200 bytes each; beyond it, those that may be asked again are not."""

CRAWL_DELAY_SECONDS = 60.0
"""Seconds that a robots.txt may ask for between two requests; more counts as this, or a site of a thousand pages
would take days."""

RETRY_SECONDS = 60.0
"""Seconds that a host is left alone where it says "too many requests" and not until when."""

RETRY_WAIT_SECONDS = 60.0
"""Seconds that a fetch waits for a host that wants to be left alone; beyond it, its pages are given up for now."""

RETRY_AFTER_SECONDS = 86_400.0
"""Seconds that a host may ask to be left alone; more counts as this."""

ROBOTS_BYTES = 512_000
"""Bytes of a robots.txt that are read: the 500 KiB that RFC 9309 asks for at least."""

ROBOTS_REDIRECTS = 5
"""Redirects of a robots.txt followed, as RFC 9309 asks; beyond it, the site has no rules."""

ROBOTS_SECONDS = 86_400.0
"""Seconds that a robots.txt is kept: the 24 hours of RFC 9309."""

ROBOTS_RETRY_SECONDS = 600.0
"""Seconds after which a robots.txt that could not be had is asked for again."""

ROBOTS_ORIGINS = 2_000
"""Sites whose rules are kept, the last asked. Most take a few kilobytes of memory, the largest some megabytes."""

DISCOVER_LINKS = 20
"""Feeds or sitemaps of one site that are followed. A newspaper's home page announces one to five."""

LIBRARY_WAIT_SECONDS = 30.0
"""Seconds that a writer waits for another process to let go of the library, and for a database server to answer."""

PAGE_SECONDS = 120.0
"""Seconds in which a page of a batch must be read; the slowest of 799 benchmark pages takes 5."""

UNPACK_RATIO = 200
"""Bytes that one compressed byte may stand for, once more than a page has been unpacked. News pages and JSON Lines
reach 30; deflate itself can reach 1,032, which only bombs do."""

WARC_HEADER_BYTES = 65_536
"""Bytes of the header of one record of a web archive. Those of Common Crawl have under 2,000; addresses reach 8,000."""

WARC_RECORD_BYTES = PAGE_BYTES + 1_000_000
"""Bytes of one record of a web archive that is held in memory: a page and its HTTP header. Larger ones are passed
over."""

MHTML_BYTES = 60_000_000
"""Bytes of a page saved as one MHTML file, pictures included. The parser needs about four times as much memory."""

ZIP_MEMBERS = 200_000
"""Members of one ZIP archive. Each takes about 1 KB of memory before the first is read."""

JSON_BYTES = 2 * PAGE_BYTES
"""Bytes of one line or object of a JSON file: a page of `PAGE_BYTES` whose quotation marks are escaped."""

LINE_BYTES = 16_384
"""Bytes of one line of a list of addresses. Browsers and servers stop at 8,000 for an address."""

FEED_BYTES = 10_000_000
"""Bytes of one feed or OPML list. Full-text feeds of a year come near; 5 MB of bare entries take the parser 20 s."""

SITEMAP_BYTES = 52_428_800
"""Bytes of one sitemap, unpacked: the limit of the protocol (sitemaps.org)."""

QUERY_CHARACTERS = 2_000
"""Code points of a query. Those that people write have under 200."""

QUERY_DEPTH = 50
"""Parentheses and negations inside one another in a query. The parser recurses: Python allows about 1,000 calls."""

QUERY_TERMS = 100
"""Words, phrases and operators of a query. Each costs the database a look-up."""
