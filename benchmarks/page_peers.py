"""Other page readers behind one function each: bytes and address in, what they find out.

Install them with `pip install trafilatura readability-lxml newspaper4k goose3 resiliparse boilerpy3 jusText htmldate
lxml_html_clean`; one that is not installed is left out of the table.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from functools import partial

from page_scores import Found

Peer = Callable[[str, str | None], Found]


def trafilatura(html: str, url: str | None, *, precise: bool = False) -> Found:
    """Barbaresi (ACL 2021)."""
    module = importlib.import_module("trafilatura")
    found = module.bare_extraction(html, url=url, with_metadata=True, include_comments=False, favor_precision=precise)
    if found is None:
        return Found()
    return Found(found.text or "", found.title, (found.author or "").split("; "), found.date)


def readability(html: str, url: str | None) -> Found:
    """readability-lxml, the Python port of Arc90's."""
    document = importlib.import_module("readability").Document(html, url=url)
    tree = importlib.import_module("lxml.html").fromstring(document.summary())
    return Found("\n".join(map(str, tree.itertext())), document.short_title())


def newspaper(html: str, url: str | None) -> Found:
    """newspaper4k."""
    article = importlib.import_module("newspaper").Article(url or "https://outlet.example/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    published = article.publish_date
    return Found(article.text, article.title, article.authors, published.isoformat() if published else None)


def goose(html: str, url: str | None) -> Found:
    """goose3."""
    found = importlib.import_module("goose3").Goose({"enable_image_fetching": False}).extract(raw_html=html)
    return Found(found.cleaned_text, found.title, found.authors, found.publish_date)


def resiliparse(html: str, url: str | None) -> Found:
    """Resiliparse (Bevendorff et al., ECIR 2018)."""
    tree = importlib.import_module("resiliparse.parse.html").HTMLTree.parse(html)
    extract = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return Found(extract(tree, main_content=True, alt_texts=False, links=False))


def boilerpy(html: str, url: str | None) -> Found:
    """boilerpy3, a port of boilerpipe (Kohlschütter et al., WSDM 2010)."""
    found = importlib.import_module("boilerpy3.extractors").ArticleExtractor(raise_on_failure=False).get_doc(html)
    return Found(found.content or "")


def justext(html: str, url: str | None) -> Found:
    """Read by jusText (Pomikálek, 2011), with its English stop words, or French ones where the page declares it."""
    module = importlib.import_module("justext")
    words = module.get_stoplist("French" if 'lang="fr' in html[:5000] else "English")
    return Found("\n".join(p.text for p in module.justext(html, words) if not p.is_boilerplate))


def htmldate(html: str, url: str | None) -> Found:
    """Read by htmldate (Barbaresi, JOSS 2020): the date alone."""
    return Found(published=importlib.import_module("htmldate").find_date(html, original_date=True, url=url))


METADATA = ("title", "published", "authors")
PEERS: dict[str, tuple[str, Peer, tuple[str, ...]]] = {
    "trafilatura": ("trafilatura", trafilatura, ("text", *METADATA)),
    "trafilatura, precise": ("trafilatura", partial(trafilatura, precise=True), ("text", *METADATA)),
    "readability-lxml": ("readability", readability, ("text", "title")),
    "newspaper4k": ("newspaper", newspaper, ("text", *METADATA)),
    "goose3": ("goose3", goose, ("text", *METADATA)),
    "resiliparse": ("resiliparse", resiliparse, ("text",)),
    "boilerpy3": ("boilerpy3", boilerpy, ("text",)),
    "jusText": ("justext", justext, ("text",)),
    "htmldate": ("htmldate", htmldate, ("published",)),
}
"""Name -> module, function, and what of `Found` it gives."""


def installed() -> Iterator[str]:
    """Names of the peers that can be run here."""
    for name, (module, *_) in PEERS.items():
        if importlib.util.find_spec(module) is not None:
            yield name
