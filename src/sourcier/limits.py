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

CORRECTION_CHARACTERS = 2_000
"""Code points of a name, a value or a note of a correction. A note longer than a page is no note."""

CORRECTION_CONTEXT = 32
"""Code points before and behind a corrected fact that are kept, to find it again among the same words. What tools for
the W3C's annotations keep."""

PASSWORD_CHARACTERS = 12
"""Code points that a password has at least. NIST SP 800-63B-4 asks for 8 beside a second factor and for 15 without
one; log-ins are throttled here, too."""

PASSWORD_BYTES = 1_024
"""Bytes of a password at most: passphrases have under 100, and what is hashed must not be a stranger's megabytes."""

PASSWORD_CHECKS = 2
"""Passwords that are checked at a time. Each takes 64 MiB and, on two cores, 0.2 s; the others wait."""

USER_NAME_CHARACTERS = 64
"""Code points of a user's name."""

TOKEN_LABEL_CHARACTERS = 100
"""Code points of what a token is called."""

TOKENS_EACH = 100
"""Tokens of one user. Each program and machine may have its own; who has more has forgotten to revoke some."""

SESSION_IDLE_DAYS = 14
"""Days after which a session that is not used ends."""

SESSION_DAYS = 90
"""Days after which a session ends, however much it is used."""

LOGIN_NAME_TRIES = 5
"""Failed log-ins of one name before the first wait: typing errors."""

LOGIN_NAME_SECONDS = 60.0
"""Seconds of the longest wait of one name, which a stranger can bring upon its owner: 1,440 guesses a day at most."""

LOGIN_ADDRESS_TRIES = 20
"""Failed log-ins from one address before the first wait; a newsroom may share one."""

LOGIN_ADDRESS_SECONDS = 900.0
"""Seconds of the longest wait of one address."""

LOGIN_FORGET_SECONDS = 3_600.0
"""Seconds without a failure after which a name or address starts afresh; longer than any wait."""

LOGIN_REMEMBERED = 10_000
"""Names, and as many addresses, whose failures are remembered, about 300 bytes each; beyond it, the least recent
are forgotten."""

FORM_BYTES = 1_000_000
"""Bytes of a form without files. A correction with a long note has under 10,000."""

FORM_HEAD_BYTES = 65_536
"""Bytes at the beginning of a form with files in which its token must stand; it is the first field."""

FORM_FIELDS = 200
"""Fields of a form. The largest of ours has about 20."""

NEXT_CHARACTERS = 2_000
"""Code points of the path to which a log-in leads back: as long as a query may be."""

REQUEST_BYTES = 1_000_000
"""Bytes that a request to the server may bring, but for pages to be read and uploads. A form has some thousand."""

READ_BYTES = JSON_BYTES
"""Bytes of a request that posts a page to be read: a page of `PAGE_BYTES` written as JSON."""

UPLOAD_BYTES = 2_000_000_000
"""Bytes of a request that uploads pages to be added: a web archive of Common Crawl has about 1 GB."""

UPLOAD_PARTS = 10
"""Fields and files of one upload. It has one file, a date, and the token of a form."""

READ_SECONDS = 60.0
"""Seconds in which a page that was posted must be read, the loading of the parsers included, which takes 3 to 10 the
first time. Whoever posts it waits; the slowest of 799 benchmark pages takes 5."""

READS_WAITING = 8
"""Pages posted to be read that wait for the one before them. Each holds one of the server's 40 threads."""

JOBS_WAITING = 20
"""Jobs that wait for the one that runs. Each may keep an upload of `UPLOAD_BYTES` on the disk."""

JOB_ADDRESSES = 1_000
"""Addresses that one request may give to be added; a list of more is uploaded as a file."""

JOB_EVENTS = 5_000
"""Events of a job that are kept for those who ask again, the newest; about 300 bytes each."""

JOB_SECONDS = 3_600.0
"""Seconds that a job is kept once it has ended."""

ADDRESS_CHARACTERS = 8_000
"""Code points of an address. Browsers and servers stop there."""

ETAG_BYTES = 5_000_000
"""Bytes of an answer that is held back to be hashed; larger ones are sent without an ETag."""

COUNTS_SECONDS = 60.0
"""Seconds for which the counts of a library in its metrics are good: counting a million articles takes one."""

SERVER_CONNECTIONS = 500
"""Connections that the server has at once; more are told to come back. A browser opens six, an open stream is one."""

SERVER_IDLE_SECONDS = 15
"""Seconds for which a connection stays open without a request."""

SERVER_CLOSE_SECONDS = 5
"""Seconds that requests still have once the server is told to stop; streams of progress would never end."""
