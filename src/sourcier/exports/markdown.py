"""Markdown: the readable record for notes and wikis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from sourcier.exports.view import View, dateline
from sourcier.record import Record


def write(records: Iterable[Record], out: TextIO, *, sentences: bool = False) -> None:
    """Write each record as CommonMark with tables; `sentences` adds the sentence behind each quote and event."""
    for record in records:
        out.write("\n".join(_lines(record, sentences)) + "\n")


def _lines(record: Record, sentences: bool) -> list[str]:
    article, view = record.article, View(record)
    lines = [f"# {_safe(article.title or '(no headline)')}", ""]
    source = [
        article.site_name or "",
        view.signed(),
        dateline(article.published),
    ]
    lines += [_safe(" · ".join(filter(None, source))), ""]
    if article.lead:
        lines += [f"> {_safe(article.lead)}", ""]
    lines += ["## Who", ""]
    lines += [f"- **{_safe(name)}**" + (f", {_safe(offices)}" if offices else "") for name, offices in view.people()]
    lines += _table(
        "Quotes",
        ("Speaker", "Words", "Kind", "How", *(("Sentence",) if sentences else ())),
        [(q.speaker, q.text, q.kind, q.how, *((q.sentence,) if sentences else ())) for q in view.quotes()],
    )
    lines += _table(
        "Events",
        (
            "Status",
            "Type",
            "What",
            "When",
            "Where",
            "Who",
            "On whose word",
            "Condition",
            "Note",
            "Odds",
            *(("Sentence",) if sentences else ()),
        ),
        [
            (
                e.status,
                e.kind,
                e.text,
                e.when,
                e.where,
                e.who,
                e.word,
                e.condition,
                e.note,
                e.odds,
                *((e.sentence,) if sentences else ()),
            )
            for e in view.events()
        ],
    )
    lines += _table(
        "Agenda", ("When", "What", "Where", "Who"), [(e.when, e.kind, e.where, e.who) for e in view.agenda()]
    )
    lines += _table("Outlook", ("If", "Then", "Odds", "On whose word"), view.scenarios())
    lines += _table("Corrected", ("What", "By", "When"), view.corrections())
    return lines


def _table(title: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    return [
        "",
        f"## {title}",
        "",
        f"| {' | '.join(header)} |",
        f"|{' --- |' * len(header)}",
        *(f"| {' | '.join(_safe(cell) for cell in row)} |" for row in rows),
    ]


def _safe(text: str) -> str:
    """Text on one line in which nothing is read as Markdown or as a table's border."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")
