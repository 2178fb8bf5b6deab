"""Markdown, read by a CommonMark parser with tables: what is text stays text."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt
from poison import poisoned

from sourcier.exports.dossiers.markdown import safe, write
from sourcier.exports.dossiers.texts import one_line

TAGS = {
    "html", "body", "div", "h1", "h2", "h3", "p", "a", "em", "strong", "ul", "ol", "li", "blockquote", "table", "thead",
    "tbody", "tr", "th", "td",
}  # fmt: skip
PAYLOADS = [
    "# heading", "- item", "1. item", "1) item", "+ item", "> quote", "* * *", "---", "===", "```", "~~~", "    code",
    "*a* **b** _c_ __d__ ~~e~~ `f`", "[a](javascript:alert(1))", "![a](https://evil.example/x.png)", "[a]: /b", "[^1]",
    "<script>alert(1)</script>", "<https://evil.example>", "https://evil.example www.evil.example a@evil.example",
    "&lt;b&gt; &amp; &#60;", "a | b", "a \\| b", "\\", "a\\", "|", "**", "*", "“quoted”", "a  \nb", "<!-- x -->", "$x$",
]  # fmt: skip


def written(dossier, **options) -> str:
    out = io.StringIO()
    write(dossier, out, **options)
    return out.getvalue()


def rendered(content: str):
    return html.document_fromstring(MarkdownIt("commonmark", {"html": True}).enable("table").render(content))


def inline(text: str) -> str:
    """The text of a paragraph, of a cell and of a heading that hold it; the three must agree."""
    content = f"{safe(text)}\n\n| x | y |\n| --- | --- |\n| {safe(text)} | end |\n\n## {safe(text)}\n"
    document = rendered(content)
    shown = [document.xpath(f"string({path})") for path in ("//p", "//td[1]", "//h2")]
    assert document.xpath("string(//td[2])") == "end"
    assert len(document.xpath("/html/body/*")) <= 3
    assert len(set(shown)) == 1, shown
    return shown[0]


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_text_is_read_as_markdown(text):
    assert inline(text) == one_line(text)


@given(st.text(st.sampled_from("\\`*_{}[]<>()#|~&!^$@:+=-.1a; \n\"'“é"), min_size=1, max_size=30))
@settings(max_examples=300, deadline=None)
def test_no_mixture_of_marks_is_read_as_markdown(text):
    if one_line(text):
        assert inline(text) == one_line(text)


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_dossier_of_marks_keeps_its_shape(text, dossier):
    plain, marked = (rendered(written(poisoned(dossier, words))) for words in ("word", text))
    assert {element.tag for element in marked.iter()} <= TAGS
    assert not marked.xpath("//a")
    for path in ("//table", "//tr", "//li", "//h2", "//h3", "//blockquote", "//td", "//em"):
        assert len(marked.xpath(path)) == len(plain.xpath(path)), path


def test_sources_are_links(dossier):
    document = rendered(written(dossier))
    assert "https://courrier.example/barrage?id=7&page=2" in document.xpath("//a/@href")
    assert "Northern Ledger" not in document.xpath("//a/text()")


def test_sections(dossier):
    headings = rendered(written(dossier, language="fr")).xpath("//h2/text()")
    assert headings == [
        "Chronologie", "Agenda", "Perspectives", "Divergences", "Affirmations et démentis", "Personnes", "Citations",
        "Lieux", "Qui l’a dit en premier", "Articles",
    ]  # fmt: skip


def test_rows_are_as_wide_as_their_table(dossier):
    document = rendered(written(dossier))
    for table in document.xpath("//table"):
        columns = len(table.xpath(".//th"))
        assert {len(row.xpath("./td")) for row in table.xpath("./tbody/tr")} == {columns}


def test_the_agenda_tells_what_changed(dossier):
    text = rendered(written(dossier)).text_content().replace("\xa0", " ")
    assert "moved from Tue 9 Mar 2027, 10:00 (Zurich) to Thu 11 Mar 2027, 14:00 (Zurich)" in text
    assert "15 (corrected)" in text
