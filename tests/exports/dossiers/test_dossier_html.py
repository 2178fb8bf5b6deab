"""The page: nothing from outside, nothing unescaped, and fit to be read by machines that read pages to people."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from lxml import html
from poison import poisoned

from sourcier.exports.dossiers.html import page

PAYLOADS = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "\"><iframe src=javascript:alert(1)>",
    "' onmouseover='alert(1)",
    "\" onfocus=\"alert(1)\" autofocus=\"",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "\u2028<script>alert(1)</script>\u2029",
    "x\x00<script\x00>alert(1)</script>",
    "https://evil.example/\"onclick=\"alert(1)",
]  # fmt: skip
ATTRIBUTES = {
    "aria-hidden", "aria-label", "aria-labelledby", "charset", "class", "content", "cx", "cy", "data-any",
    "data-before", "data-begin", "data-branch", "data-count", "data-day", "data-event", "data-finish", "data-item",
    "data-label", "data-lat", "data-lon", "data-odds", "data-outcome", "data-part", "data-status", "data-verdict",
    "datetime", "dir", "height", "href", "http-equiv", "id", "lang", "name", "r", "rel", "role", "scope", "width", "x",
    "y",
}  # fmt: skip


def parsed(*args, **options):
    return html.document_fromstring(page(*args, **options))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("dates", [False, True])
def test_no_payload_becomes_markup(payload, dates, dossier):
    plain, poison = (parsed(poisoned(dossier, text, dates=dates, url=text)) for text in ("word", payload))
    assert {element.tag for element in poison.iter()} <= {element.tag for element in plain.iter()} | {"a"}
    assert {name for element in poison.iter() for name in element.attrib} <= ATTRIBUTES
    assert poison.xpath("count(//style)") == 1
    for link in poison.xpath("//@href"):
        assert link.startswith(("https://evil.example/", "#"))
    text = " ".join(poison.findtext(".//h1").split())
    assert text == " ".join(payload.replace("\x00", "").split())


def test_nothing_comes_from_outside(dossier):
    content = page(dossier)
    document = html.document_fromstring(content)
    policy = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert not document.xpath("//script | //link | //img | //iframe | //object | //form | //@src | //@srcset")
    assert not re.search(r"url\(|@import", document.findtext(".//style"))


def test_links_lead_to_the_web_and_tell_it_nothing(dossier):
    links = parsed(dossier).xpath("//a[starts-with(@href, 'http')]")
    assert links
    assert {link.get("rel") for link in links} == {"noopener noreferrer"}


def test_the_navigation_leads_to_every_section(dossier):
    document = parsed(dossier)
    targets = [target.removeprefix("#") for target in document.xpath("//nav//a/@href")]
    assert targets == document.xpath("//main/section/@id")
    assert len(targets) == 10
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(document.xpath("//section/@aria-labelledby")) <= set(ids)


def test_headings_go_down_step_by_step(dossier):
    levels = [int(element.tag[1]) for element in parsed(dossier).xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_captions_and_scopes(dossier):
    document = parsed(dossier)
    assert len(document.xpath("//table")) == len(document.xpath("//table/caption")) == 3
    assert not document.xpath("//th[not(@scope)]")


def test_sentences_have_the_language_of_their_article(dossier):
    document = parsed(dossier, language="fr")
    assert document.get("lang") == "fr"
    for paragraph in document.xpath("//blockquote[@class='sentence']/p"):
        assert paragraph.get("lang") in {"fr", "en"}
    assert document.xpath("//blockquote/p[@lang='en'][contains(., 'Rescuers put the number')]")


def test_what_moved_and_what_was_cancelled_is_struck_through(dossier):
    struck = [" ".join(s.text_content().split()) for s in parsed(dossier).xpath("//*[@id='agenda']//s")]
    assert struck == ["Fri 5 Mar 2027, 17:00", "conférence de presse du préfet", "Tue 9 Mar 2027, 10:00 (Zurich)"]


def test_the_corrected_value_is_marked(dossier):
    document = parsed(dossier)
    assert document.xpath("//*[@id='differences']//s/text()") == ["15"]
    assert "Correction of “15”" in document.xpath("string(//*[@class='correction'])")


def test_time_elements_hold_what_machines_read(dossier):
    stamps = parsed(dossier).xpath("//time/@datetime")
    assert "2027-03-11T14:00+01:00" in stamps
    assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d([+-]\d\d:\d\d|Z)?)?)?)?", stamp) for stamp in stamps)


def test_in_french(dossier):
    text = parsed(dossier, language="fr").text_content()
    for words in (
        "Chronologie",
        "Divergences",
        "3–8 mars 2027",
        "n’aura pas lieu",
        "conférence de presse",
        "30\u202f%",
        "anglais",
    ):
        assert words in text.replace("\xa0%", "\u202f%")


def test_contrast_is_enough_to_read(bare):
    """WCAG 2.2, 1.4.3: 4.5 to 1 for all text, in light and in dark."""
    style = parsed(bare).findtext(".//style")
    light, dark = (dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", part)) for part in style.split("@media", 2)[:2])
    for colours in (light, dark):
        for name, colour in colours.items():
            if name not in {"paper", "sheet", "rule", "hair"}:
                for ground in ("paper", "sheet"):
                    assert contrast(colour, colours[ground]) >= 4.5, name


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
