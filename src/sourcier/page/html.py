"""From an HTML page to an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from sourcier.errors import NoArticle
from sourcier.languages import codes, language
from sourcier.page.about import canonical_url, publication, section_trail, site_name
from sourcier.page.authors import PageText, page_byline
from sourcier.page.block_features import PageView, block_features
from sourcier.page.blocks import HtmlBlock, opening
from sourcier.page.body import body_blocks, choose_body, is_caption
from sourcier.page.bylines import opens_byline, read_byline, signature
from sourcier.page.classifiers import trees
from sourcier.page.credits import split_credit
from sourcier.page.dates import visible_dates
from sourcier.page.detection import detect_language
from sourcier.page.furniture import LABEL_CHARACTERS, furniture_kind, plain
from sourcier.page.headline import find_headline, find_kicker, find_lead
from sourcier.page.html_page import HtmlPage, html_page
from sourcier.page.live import entry_dates, entry_stamps, says_live
from sourcier.page.plain import Part, joined_blocks
from sourcier.page.set_aside import set_aside
from sourcier.page.tree import limited
from sourcier.record import Article, Role

_WORDS = re.compile(r"[^\W_]")
_SENTENCE_END = re.compile(r"[.!?…][\"»”’)\]]*$")
_LEAST_BODY = 120
"""Characters of body below which a page must declare itself an article to be one."""


def article_from_html(
    text: str,
    *,
    identifier: str,
    url: str | None = None,
    language_code: str | None = None,
    fetched: datetime | None = None,
    fast: bool = False,
) -> Article:
    """Read an HTML page.

    Args:
        text: the page.
        identifier: the capture's.
        url: its address.
        language_code: read it in this language; None: the article's own.
        fetched: no publication after this is believed.
        fast: tell the body by the rules alone, without the block classifier and the second reader's vote.

    Raises:
        NoArticle: the page holds none.
        UnsupportedLanguage: its language has no folder.
    """
    text = limited(text)
    page = html_page(text, url)
    title_block, title = find_headline(page)
    _refuse_errors(page, title)
    view = _view(page, title_block, title, frozenset() if fast else _vote(text))
    furniture = view.furniture
    odds = [float(b.number in view.body) for b in view.blocks] if fast else _odds(view)
    repeated = plain(title or "")
    likely = [b for b in _likely(view, odds) if _WORDS.search(b.text)]  # no lone "×", "›" or "___"
    body = [b for b in likely if b is not title_block and plain(b.text) != repeated]
    declared_body = [part for part in page.metadata.paragraphs if part]
    drawn = sum(map(len, declared_body)) > 2 * sum(len(b.text) for b in body) + 200  # by a script, from the page's data
    if not drawn:
        _refuse_no_article(page, body, title)
    declared = page.root.get("lang") or page.metadata.first("og:locale", "language", "content-language", "dc.language")
    code = language_code or detect_language(" ".join(declared_body if drawn else [b.text for b in body]), declared)
    site = site_name(page)
    pictured = _captions(view, body)
    body = [b for b in body if b not in pictured]
    captions = [b for b in pictured if len(b.text) > 40 and _tells(b.text) and b.link_density < 0.5]
    lead_block = find_lead(page, title_block, body, furniture, odds)
    lead = lead_block.text if lead_block is not None else None
    body = _without_preamble(body, lead_block, code)
    used = {b.number for b in [*body, *captions]} | {b.number for b in (title_block, lead_block) if b is not None}
    canonical, kicker = canonical_url(page), find_kicker(page, title_block, title, used)
    published, modified, published_from = publication(page, code, url, fetched, used)
    if drawn:
        parts = [Part("title", title)] if title else []
        parts += [Part("paragraph", part) for part in declared_body]
    else:
        live = says_live((title, url, canonical, kicker), code)
        stamps = entry_stamps(page.blocks, body, page.metadata, code, live=live)
        entries = entry_dates([b.number for b in body], stamps, published, modified)
        told = [b for b in body if b.number not in stamps or not stamps[b.number].alone]
        parts = _parts(title, lead, told, captions, code, entries)
    joined, blocks = joined_blocks(parts)
    number = title_block.number if title_block is not None else None
    byline = page_byline(page.metadata, PageText(page.root, page.blocks, number, body, used, furniture), site)
    kinds, teasers = set_aside(page, used, furniture, code, joined)
    paywalled = page.metadata.article.get("isAccessibleForFree")
    return Article(
        id=identifier,
        url=url,
        canonical_url=canonical,
        site_name=site,
        language=code,
        section=tuple(section_trail(page, code, title)),
        kicker=kicker,
        title=title,
        lead=lead,
        authors=byline.people,
        agencies=byline.agencies,
        signatures=byline.signatures,
        published=published,
        modified=modified,
        published_from=published_from,
        paywalled=None if paywalled is None else str(paywalled).lower() in {"false", "no", "0"},
        text=joined,
        blocks=blocks,
        furniture=kinds,
        teasers=teasers,
    )


def page_view(text: str) -> PageView:
    """What the features of a page's blocks are counted from: metadata, the rules' body and another reader's vote.

    Raises:
        NoArticle: the text holds no element at all.
    """
    text = limited(text)
    page = html_page(text)
    title_block, title = find_headline(page)
    return _view(page, title_block, title, _vote(text))


def _view(page: HtmlPage, title_block: HtmlBlock | None, title: str | None, vote: frozenset[str]) -> PageView:
    metadata = page.metadata
    known = frozenset(opening(part) for part in metadata.paragraphs if len(part) > 60)
    holder, furniture = choose_body(page.blocks, known)
    body = body_blocks(page.blocks, holder, furniture, known, None) if holder is not None else []
    said = (metadata.first("og:description", "description", "twitter:description"), metadata.said("description"))
    return PageView(
        blocks=page.blocks,
        title=title or "",
        title_block=title_block.number if title_block is not None else None,
        descriptions=frozenset(opening(description) for description in said if description),
        known=known,
        body=frozenset(b.number for b in body if b is not title_block),
        furniture=furniture,
        vote=vote,
    )


def _odds(view: PageView) -> list[float]:
    """How likely each block is part of the body, by the classifier."""
    model = trees("block")
    return [float(p) for p in model.probabilities(block_features(view, model.words))]


def _likely(view: PageView, odds: Sequence[float]) -> list[HtmlBlock]:
    """The blocks taken for the article's body; a heading before one is believed sooner.

    Where the classifier finds next to nothing, the rules' body is taken.
    """
    kept = [p > 0.5 and not _leads_away(block) for block, p in zip(view.blocks, odds, strict=True)]
    prose = list(kept)
    for block in view.blocks[:-1]:
        if block.heading and not kept[block.number]:
            following = prose[block.number + 1 : block.number + 4]
            inside = block.number in view.body and any(following) and odds[block.number] > 0.2
            kept[block.number] = inside or (following[0] and odds[block.number] > 0.3)
    likely = [block for block in view.blocks if kept[block.number]]
    ruled = [block for block in view.blocks if block.number in view.body]
    return ruled if _prose(likely) < _LEAST_BODY <= _prose(ruled) else likely  # rather too much than an article lost


def _leads_away(block: HtmlBlock) -> bool:
    """Whether a block is by its words a credit, or a link to another story within the body."""
    kind = furniture_kind(block.text) if len(block.text) <= LABEL_CHARACTERS else None
    return kind == "legal" or (kind == "related" and block.link_density > 0.3)


def _prose(blocks: Iterable[HtmlBlock]) -> int:
    """Characters outside headings."""
    return sum(len(block.text) for block in blocks if not block.heading)


def _vote(text: str) -> frozenset[str]:
    """Openings of the lines that Resiliparse (Bevendorff et al., ECIR 2018) keeps of a page as its main content."""
    kept = extract_plain_text(HTMLTree.parse(text), main_content=True, alt_texts=False, links=False)
    return frozenset(opening(line.lstrip("- •*|")) for line in kept.splitlines() if line.strip())


def _refuse_errors(page: HtmlPage, title: str | None) -> None:
    words = plain(title or "")
    errors = [error for code in codes() for error in language(code).toml("page")["error"]]
    length = sum(len(b.text) for b in page.blocks if b.link_density < 0.5)
    if length < 3000 and any(words == error or (words.startswith(error) and len(words) < 60) for error in errors):
        raise NoArticle(f"the page is an error page ({title}); fetch it again or give another")
    if not page.blocks:
        raise NoArticle("the page has no text; where a script fills it, save it from a browser")


def _refuse_no_article(page: HtmlPage, body: list[HtmlBlock], title: str | None) -> None:
    length = _prose(body)
    metadata = page.metadata
    declares = bool(metadata.article) or "article" in (metadata.first("og:type") or "").lower()
    if length >= (30 if declares else _LEAST_BODY):
        linked = sum(b.links for b in body)
        if declares or linked < 0.6 * length:
            return
    raise NoArticle(
        f"no article found on the page ({(title or 'no title')[:80]}); give the address of one story, not of a list"
    )


def _without_preamble(body: list[HtmlBlock], lead: HtmlBlock | None, code: str) -> list[HtmlBlock]:
    """The body without the lead and without bylines and dates before its first paragraph."""
    kept = [b for n, b in enumerate(body) if b is not lead and not (n < 3 and _is_byline_line(b.text))]
    while kept and len(kept[0].text) < 160 and not kept[0].heading:
        first = kept[0]
        dated = any(visible_dates([first.text], code))
        if (
            (signature(first.text) and len(first.text.split()) < 14)
            or (dated and len(first.text) < 90)
            or furniture_kind(first.text, [code])
        ):
            kept.pop(0)
        else:
            break
    return kept


def _is_byline_line(text: str) -> bool:
    return len(text) < 60 and opens_byline(text) and bool(read_byline(text).people)


def _captions(view: PageView, body: list[HtmlBlock]) -> list[HtmlBlock]:
    """What stands below the article's pictures: in figures of the body, and what markup calls a caption within it."""
    if not body:
        return []
    inside = {b.number for b in body}
    span = view.blocks[max(0, body[0].number - 8) : body[-1].number]
    pictured = [b for b in body if any(e.tag in {"figure", "figcaption"} for e in b.path[:4])]
    return pictured + [b for b in span if b.number not in inside and b.number in view.body and is_caption(b)]


def _role(block: HtmlBlock) -> Role:
    if block.heading and len(block.text) < 250:
        return "subheading"
    if block.within("blockquote"):
        return "blockquote"
    if block.tag == "li" or (len(block.path) > 1 and block.path[1].tag == "li"):
        return "list_item"
    return "paragraph"


def _tells(caption: str) -> bool:
    """Whether a caption is a sentence: one ends in its last words, before a credit at the most."""
    return any(_SENTENCE_END.search(word) for word in caption.split()[-7:])


def _parts(
    title: str | None,
    lead: str | None,
    body: list[HtmlBlock],
    captions: list[HtmlBlock],
    code: str,
    entries: Mapping[int, str],
) -> list[Part]:
    parts: list[Part] = []
    if title:
        parts.append(Part("title", title))
    if lead:
        parts.append(Part("lead", lead))
    seen: set[str] = set()
    long = [b.text for b in body if len(b.text) > 150]
    repeats = len(set(long)) < 0.8 * len(long)  # a text that repeats itself, not a page that shows a paragraph twice
    for block in sorted([*body, *captions], key=lambda b: b.number):
        if len(block.text) > 150 and block.text in seen and not repeats:
            continue
        seen.add(block.text)
        role: Role = "caption" if block in captions else _role(block)
        text = split_credit(block.text, code)[0] if role == "caption" else block.text
        parts.append(Part(role, text, entries.get(block.number)))
    return parts
