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
