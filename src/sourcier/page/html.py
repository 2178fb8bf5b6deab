"""From an HTML page to an article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from sourcier.errors import NoArticle
from sourcier.languages import codes, language
from sourcier.page.authors import PageText, page_byline
from sourcier.page.block_features import PageView, block_features
from sourcier.page.blocks import HtmlBlock, html_blocks, opening
from sourcier.page.body import body_blocks, choose_body, is_byline, is_caption, is_lead
from sourcier.page.bylines import opens_byline, read_byline, signature
from sourcier.page.classifiers import trees
from sourcier.page.credits import split_credit
from sourcier.page.dates import address_date, believed, iso_date, visible_dates
from sourcier.page.detection import detect_language
from sourcier.page.furniture import furniture_kind, label_kind, plain, without_label
from sourcier.page.live import Stamp, dated, entry_stamps, says_live
from sourcier.page.markup import parts_called
from sourcier.page.metadata import Metadata, declared_dates, read_metadata
from sourcier.page.plain import Part, joined_blocks
from sourcier.page.spacing import spaced
from sourcier.page.tree import limited, parse_html
from sourcier.record import Article, Furniture, FurnitureKind, PublishedFrom, Role, Teaser

_SUFFIX = re.compile(r"\s+[|\-–—•·:»]\s+")
_SENTENCE_END = re.compile(r"[.!?…][\"»”’)\]]*$")
_LEAST_BODY = 120
"""Characters of body below which a page must declare itself an article to be one."""


@dataclass
class _Page:
    root: HtmlElement
    metadata: Metadata
    blocks: list[HtmlBlock]
    url: str | None


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
    root = parse_html(text)
    page = _Page(root, read_metadata(root), html_blocks(root), url)
    title_block, title = _title(page)
    _refuse_errors(page, title)
    view = _view(page, title_block, title, frozenset() if fast else _vote(text))
    furniture = view.furniture
    odds = [float(b.number in view.body) for b in view.blocks] if fast else _odds(view)
    body = [b for b in _likely(view, odds) if b is not title_block and plain(b.text) != plain(title or "")]
    declared_body = [part for part in page.metadata.paragraphs if part]
    drawn = sum(map(len, declared_body)) > 2 * sum(len(b.text) for b in body) + 200  # by a script, from the page's data
    if not drawn:
        _refuse_no_article(page, body, title)
    declared = root.get("lang") or page.metadata.first("og:locale", "language", "content-language", "dc.language")
    code = language_code or detect_language(" ".join(declared_body if drawn else [b.text for b in body]), declared)
    site = _site_name(page)
    pictured = _captions(view, body)
    body = [b for b in body if b not in pictured]
    captions = [b for b in pictured if len(b.text) > 40 and _tells(b.text) and b.link_density < 0.5]
    lead_block, lead = _lead(page, title_block, body, furniture, odds)
    body = _without_preamble(body, lead_block, code)
    used = {b.number for b in [*body, *captions]} | {b.number for b in (title_block, lead_block) if b is not None}
    published, modified, published_from = _dates(page, code, url, fetched, used)
    if drawn:
        parts = [Part("title", title)] if title else []
        parts += [Part("paragraph", part) for part in declared_body]
    else:
        live = says_live((title, url, _canonical(page), _kicker(page, title_block, title, used)), code)
        stamps = entry_stamps(page.blocks, body, page.metadata, code, live=live)
        entries = _entries(body, stamps, published, modified)
        told = [b for b in body if b.number not in stamps or not stamps[b.number].alone]
        parts = _parts(title, lead, told, captions, code, entries)
    joined, blocks = joined_blocks(parts)
    number = title_block.number if title_block is not None else None
    byline = page_byline(page.metadata, PageText(root, page.blocks, number, body, used, furniture), site)
    kinds, teasers = _set_aside(page, used, furniture, code, joined)
    paywalled = page.metadata.article.get("isAccessibleForFree")
    return Article(
        id=identifier,
        url=url,
        canonical_url=_canonical(page),
        site_name=site,
        language=code,
        section=tuple(_section(page, code, title)),
        kicker=_kicker(page, title_block, title, used),
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
    root = parse_html(text)
    page = _Page(root, read_metadata(root), html_blocks(root), None)
    title_block, title = _title(page)
    return _view(page, title_block, title, _vote(text))


def _view(page: _Page, title_block: HtmlBlock | None, title: str | None, vote: frozenset[str]) -> PageView:
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
    """The blocks taken for the article's body; a heading right before one is believed sooner."""
    kept = [p > 0.5 for p in odds]
    prose = list(kept)
    for block in view.blocks[:-1]:
        if block.heading and not kept[block.number]:
            following = prose[block.number + 1 : block.number + 4]
            inside = block.number in view.body and any(following) and odds[block.number] > 0.2
            kept[block.number] = inside or (following[0] and odds[block.number] > 0.3)
    return [block for block in view.blocks if kept[block.number]]


def _vote(text: str) -> frozenset[str]:
    """Openings of the lines that Resiliparse (Bevendorff et al., ECIR 2018) keeps of a page as its main content."""
    kept = extract_plain_text(HTMLTree.parse(text), main_content=True, alt_texts=False, links=False)
    return frozenset(opening(line.lstrip("- •*|")) for line in kept.splitlines() if line.strip())


def _title(page: _Page) -> tuple[HtmlBlock | None, str | None]:
    """The headline's block and words: the h1 that metadata confirms, else what metadata says."""
    said = page.metadata.said("headline") or page.metadata.first("og:title", "twitter:title", "title", "dc.title")
    element = page.root.find(".//title")
    tab = spaced(element.text_content()) if element is not None else None
    other = page.metadata.first("og:title", "twitter:title")
    told = [text for text in (said, tab, other) if text]
    headings = [(b, _headline(b, told)) for b in page.blocks if b.within("h1") and len(b.text) > 3]
    if not said and not tab:
        return headings[0] if headings else (None, None)
    stripped = _without_site(said or tab or "", page)
    wanted = {plain(text) for text in (*told, stripped) if text}
    for block, heading in headings:
        if plain(heading) in wanted or any(_without_rest(text, heading) for text in (said, tab) if text):
            return block, heading
    for block, heading in headings:
        part = _without_kicker(heading, (said, stripped, page.metadata.first("og:title")))
        if part:
            return block, part
    compared = " ".join(wanted)
    words = set(compared.split())
    for block, heading in headings:
        own = plain(heading).split()
        if len(own) > 3 and sum(word in words for word in own) >= 0.6 * len(own):
            return block, heading
    for block in page.blocks:
        if block.heading and plain(block.text) in wanted:
            return block, block.text
    if len(headings) == 1 and len(headings[0][1].split()) > 3:
        return headings[0]
    return None, stripped or None


def _headline(block: HtmlBlock, told: Iterable[str]) -> str:
    """The words of a heading without a kicker in it that markup calls so and that no title in metadata has."""
    for element in block.path[0].iterdescendants():
        names = re.sub(r"[^a-z]+", " ", (element.get("class") or "").lower())
        kicker = spaced(element.text_content()) if names and "kicker" in parts_called(names) else ""
        if not kicker or any(plain(title).startswith(plain(kicker)) for title in told):
            continue
        if block.text.startswith(kicker) and len(kicker) < len(block.text):
            return block.text[len(kicker) :].lstrip(" :|-–—•·/")
    return block.text


def _without_rest(title: str, heading: str) -> bool:
    """Whether a title is a heading with a separator and the outlet's name behind it."""
    parts = _SUFFIX.split(title)
    return any(plain(title[: -len(" ".join(parts[n:]))]) == plain(heading) for n in range(1, len(parts)))


def _without_kicker(heading: str, said: Iterable[str | None]) -> str | None:
    """The headline at the end of a heading that has a kicker before it, where metadata has the headline alone."""
    for title in said:
        rest = heading[: -len(title)] if title and heading.endswith(title) else ""
        if title and rest.endswith((" ", "\u00a0")) and len(title.split()) > 2:
            return title
    return None


def _without_site(title: str, page: _Page) -> str:
    """A headline without the outlet's name behind it."""
    site = plain(page.metadata.first("og:site_name", "application-name") or "")
    pieces = _SUFFIX.split(title)
    while len(pieces) > 1:
        last = plain(pieces[-1])
        short = len(pieces[-1].split()) <= 4 and len(" ".join(pieces[:-1]).split()) > 3
        if last == site or (site and (last in site or site in last)) or short:
            title = title[: title.rfind(pieces[-1])].rstrip(" |-–—•·:»")
            pieces.pop()
        else:
            break
    return title


def _refuse_errors(page: _Page, title: str | None) -> None:
    words = plain(title or "")
    errors = [error for code in codes() for error in language(code).toml("page")["error"]]
    length = sum(len(b.text) for b in page.blocks if b.link_density < 0.5)
    if length < 3000 and any(words == error or (words.startswith(error) and len(words) < 60) for error in errors):
        raise NoArticle(f"the page is an error page ({title}); fetch it again or give another")
    if not page.blocks:
        raise NoArticle("the page has no text; where a script fills it, save it from a browser")


def _refuse_no_article(page: _Page, body: list[HtmlBlock], title: str | None) -> None:
    length = sum(len(b.text) for b in body if not b.heading)
    metadata = page.metadata
    declares = bool(metadata.article) or "article" in (metadata.first("og:type") or "").lower()
    if length >= (30 if declares else _LEAST_BODY):
        linked = sum(b.links for b in body)
        if declares or linked < 0.6 * length:
            return
    raise NoArticle(
        f"no article found on the page ({(title or 'no title')[:80]}); give the address of one story, not of a list"
    )


def _lead(
    page: _Page,
    title_block: HtmlBlock | None,
    body: list[HtmlBlock],
    furniture: Mapping[int, FurnitureKind],
    odds: Sequence[float],
) -> tuple[HtmlBlock | None, str | None]:
    """The standfirst: what markup calls so near the headline, or what the page's description repeats."""
    said = [
        opening(text)
        for text in (
            page.metadata.first("og:description", "description", "twitter:description"),
            page.metadata.said("description"),
        )
        if text and len(text) > 40
    ]
    after = title_block.number if title_block is not None else -1
    first = body[0].number if body else len(page.blocks)
    near = [b for b in page.blocks if after < b.number <= max(first, after + 14) and len(b.text) > 40]
    inside = {b.number for b in body}
    for block in near:
        if block.link_density > 0.5 or is_byline(block) or is_caption(block) or opens_byline(block.text):
            continue
        kind = furniture.get(block.number)
        if (
            is_lead(block)
            and (kind is None or block.within("header"))
            and len(block.text) < 900
            and furniture_kind(block.text) is None
        ):
            return block, block.text
    for block in near[:8]:
        if (
            block.opening in said
            and block.number not in inside
            and not is_byline(block)
            and block.link_density < 0.3
            and len(block.text) < 900
        ):
            return block, block.text
    between = [b for b in near if b.number < first and b.link_density < 0.3 and 60 < len(b.text) < 700]
    maybe = [b for b in between if odds[b.number] > 0.25 and not is_byline(b) and not is_caption(b)]
    if title_block is not None and len(maybe) == 1 and not opens_byline(maybe[0].text):
        return maybe[0], maybe[0].text
    if body and title_block is not None:
        opener = body[0]
        bold = opener.bold or opener.heading
        if opener.opening in said and bold and 40 < len(opener.text) < 700 and len(body) > 2:
            return opener, opener.text
    return None, None


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


def _entries(
    body: Sequence[HtmlBlock], stamps: Mapping[int, Stamp], published: str | None, modified: str | None
) -> dict[int, str]:
    """When the entry that each block of a live blog's body is part of was published."""
    numbers = sorted(stamps)
    dates = dict(zip(numbers, dated([stamps[n] for n in numbers], published, modified), strict=True))
    found = {}
    for block in body:
        above = bisect_right(numbers, block.number)
        date = dates[numbers[above - 1]] if above else None
        if date:
            found[block.number] = date
    return found


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


def _dates(
    page: _Page, code: str, url: str | None, fetched: datetime | None, used: set[int]
) -> tuple[str | None, str | None, PublishedFrom | None]:
    published, modified, source = declared_dates(page.metadata)
    published, modified = believed(published, modified, fetched)
    if published:
        return published, modified, "json-ld" if source == "json-ld" else "meta"
    for element in page.root.iter("time"):
        stamp = iso_date(element.get("datetime") or element.get("content"))
        if stamp and not any(parent.tag in {"aside", "footer", "nav"} for parent in element.iterancestors()):
            stamp, _ = believed(stamp, None, fetched)
            if stamp:
                return stamp, modified, "meta"
    in_address = address_date(url) or address_date(_canonical(page))
    first = min(used, default=0)
    lines = [b.text for b in page.blocks[max(0, first - 8) : first + 14]]
    seen, changed = believed(*visible_dates(lines, code), fetched)
    if in_address:
        if seen and seen[:10] == in_address:
            return seen, modified or changed, "text"
        return in_address, modified or changed, "address"
    if seen:
        return seen, modified or changed, "text"
    lines = [b.text for b in page.blocks if b.number not in used and is_byline(b)]
    seen, changed = believed(*visible_dates(lines, code), fetched)
    return seen, modified or changed, "text" if seen else None


def _canonical(page: _Page) -> str | None:
    for link in page.root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return urljoin(page.url or "", link.get("href").strip()) or None
    return page.metadata.first("og:url")


def _site_name(page: _Page) -> str | None:
    publisher = page.metadata.article.get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    name = publisher.get("name") if isinstance(publisher, dict) else None
    return (
        page.metadata.first("og:site_name")
        or (spaced(name) if isinstance(name, str) else None)
        or page.metadata.first("application-name")
    )


def _section(page: _Page, code: str, title: str | None) -> list[str]:
    """Section names, outermost first: breadcrumb in JSON-LD, breadcrumb in markup, then metadata."""
    home = {word for known in codes() for word in language(known).toml("page")["home"]}
    names = page.metadata.crumbs
    if not names:
        trail = [b for b in page.blocks if b.called("trail") and len(b.text) < 200]
        names = [
            part
            for b in trail
            for part in (re.split(r"\s*[>›»/|]\s*", b.text) if re.search(r"[>›»/|]", b.text) else [b.text])
        ]
    site = plain(page.metadata.first("og:site_name") or "")
    cleaned = [
        n
        for n in names
        if n and plain(n) not in home and plain(n) != plain(title or "") and plain(n) != site and len(n) < 60
    ]
    if cleaned:
        return list(dict.fromkeys(cleaned))
    said = page.metadata.article.get("articleSection")
    given = said if isinstance(said, list) else [said] if said else page.metadata.meta.get("article:section", [])
    return list(dict.fromkeys(spaced(str(n)) for n in given if str(n).strip() and len(str(n)) < 60))[:3]


def _kicker(page: _Page, title_block: HtmlBlock | None, title: str | None, used: set[int]) -> str | None:
    """The short line above the headline, where markup calls it so."""
    if title_block is None:
        return None
    before = title_block.text.removesuffix(title or "").strip(" :|-–—•·")
    if title and title_block.text.endswith(title) and 0 < len(before) < 70:
        return before
    for block in page.blocks[max(0, title_block.number - 6) : title_block.number + 2]:
        if block.number not in used and len(block.text) < 70 and block.called("kicker", 2):
            return block.text
    return None


def _set_aside(
    page: _Page, used: set[int], furniture: Mapping[int, FurnitureKind], code: str, text: str
) -> tuple[tuple[Furniture, ...], tuple[Teaser, ...]]:
    """All else on the page: furniture by kind, in the order of the page, and teasers of other stories."""
    found: list[list[str]] = []
    kinds: list[FurnitureKind] = []
    teasers: list[Teaser] = []
    label: FurnitureKind | None = None
    seen: set[str] = set()
    for block in page.blocks:
        if block.number in used or block.text in text:
            label = None if block.number in used else label
            credit = split_credit(block.text, code)[1] if is_caption(block) else None
            if credit and credit not in text:
                kinds.append("legal")
                found.append([credit])
            continue
        if is_byline(block) or opens_byline(block.text) or block.called("trail"):
            label = None  # who signs, when and where are the article's metadata
            continue
        announced = label_kind(block.text)
        if block.within("nav", "header", "footer"):
            label = None
        elif announced in {"related", "most_read", "top_stories", "advertising"}:
            label = announced
        kind = announced or furniture_kind(block.text, [code]) or furniture.get(block.number)
        if label in {"related", "most_read", "top_stories"} and kind in {None, "related", "navigation"}:
            kind = label
        kind = kind or ("navigation" if block.link_density > 0.5 else "related")
        if (
            kind in {"related", "most_read", "top_stories"}
            and announced is None
            and block.url
            and 25 < len(block.text) < 260
            and block.text not in seen
        ):
            seen.add(block.text)
            teasers.append(
                Teaser(
                    title=without_label(block.text, code),
                    url=urljoin(page.url or "", block.url) if page.url else block.url,
                )
            )
        if kinds and kinds[-1] == kind:
            found[-1].append(block.text)
        else:
            kinds.append(kind)
            found.append([block.text])
    return tuple(Furniture(kind=k, text="\n".join(lines)) for k, lines in zip(kinds, found, strict=True)), tuple(
        teasers
    )
