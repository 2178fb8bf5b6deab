"""Other readers of quotes behind one function each: an item in, its quotes out in the form of `quotes.py`.

textacy (Apache-2.0): `pip install textacy`; direct quotes alone. It refuses texts with an unpaired mark: none found.
sayswho (MIT): `pip install sayswho`; its quote finder alone, English, since its coreference needs a transformer. What
    it splits is put into one form here: marks are included, a quote's kind is direct.
gender-gap-tracker (MIT): a clone of github.com/sfu-discourse-lab/GenderGapTracker in the folder that the environment
    variable GENDER_GAP_TRACKER names, without its database; English and French extractors, each over our pipelines.

All parse with our language's pipeline, so that the rules are compared and not the models. A kind is told from the marks
in the span found.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import spacy
from spacy.language import Language as Pipeline

from sourcier.languages import language

Item = dict[str, Any]
MARKS = '«»“”„"'
_TRACKER = os.environ.get("GENDER_GAP_TRACKER", "")


@cache
def pipeline(code: str) -> Pipeline:
    """The whole pipeline of a language as it comes."""
    return spacy.load(str(language(code).toml("language")["pipeline"]))


def kind_of(text: str) -> str:
    """Kind of a quote by the marks in it."""
    inner = text.strip(" ,.;:")
    if not any(mark in inner for mark in MARKS):
        return "indirect"
    return "direct" if inner[:1] in MARKS and inner[-1:] in MARKS else "mixed"


def quote(text: str, start: int, end: int, speaker: str | None, cue: str | None) -> Item:
    """A quote in the form of the gold."""
    return {"start": start, "end": end, "kind": kind_of(text[start:end]), "speaker_text": speaker or None,
            "speaker_name": None, "cue": cue}  # fmt: skip


def textacy(item: Item) -> list[Item]:
    """`textacy.extract.triples.direct_quotations`."""
    triples = importlib.import_module("textacy.extract.triples")
    doc = pipeline(item["lang"])(item["text"])
    try:
        found = list(triples.direct_quotations(doc))
    except ValueError:
        return []
    return [
        quote(item["text"], q.content.start_char, q.content.end_char, " ".join(t.text for t in q.speaker),
              " ".join(t.text for t in q.cue)) | {"kind": "direct"}
        for q in found
    ]  # fmt: skip


def sayswho(item: Item) -> list[Item]:
    """`sayswho.quote_finder`."""
    finder = importlib.import_module("sayswho.quote_finder")
    doc = pipeline(item["lang"])(item["text"].replace("\n\n", " \n"))  # it expects single line breaks
    made = []
    try:
        found = list(finder.quote_finder(doc))
    except TypeError:  # a mark of two characters
        return []
    for q in found:
        end = q.content.end_char + (item["text"][q.content.end_char : q.content.end_char + 1] in MARKS)
        speaker = " ".join(t.text for t in q.speaker)
        made.append(quote(item["text"], q.content.start_char, end, speaker, " ".join(t.text for t in q.cue)))
    return [one | {"kind": "direct"} for one in made]


@cache
def _tracker(code: str) -> Any:
    folder = Path(_TRACKER) / "nlp" / {"en": "english", "fr": "french"}[code]
    for name in ("bson", "utils"):  # its database and its log
        sys.modules[name] = ModuleType(name)
    sys.modules["bson"].ObjectId = str  # type: ignore[attr-defined]
    sys.modules["utils"].create_logger = lambda *_, **__: SimpleNamespace(  # type: ignore[attr-defined]
        info=print, debug=lambda *_: None, exception=print, error=print, warning=print
    )
    spec = importlib.util.spec_from_file_location(f"tracker_{code}", folder / "quote_extractor.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    verbs = str(folder / "rules" / "quote_verb_list.txt")
    config = {"spacy_lang": pipeline(code), "NLP": {"QUOTE_VERBS": verbs}, "out_dir": "", "dry_run": True}
    return module.QuoteExtractor(config)


def tracker(item: Item) -> list[Item]:
    """The Gender Gap Tracker's extractor; it leaves line breaks to its preparation, which keeps offsets here."""
    text = item["text"].replace("\n", " ")
    if item["lang"] == "en":
        text = text.translate(str.maketrans("“”‘’", "\"\"''"))
    else:
        text = re.sub(r"[“\"](?=\w)", "«", re.sub(r"(?<=[\w.,!?])[”\"]", "»", text))
    found = _tracker(item["lang"]).extract_quotes(pipeline(item["lang"])(text))
    return list(_tracked(item["text"], found))


def _tracked(text: str, found: list[Item]) -> Iterator[Item]:
    for q in found:
        span = [int(n) for n in re.findall(r"\d+", q["quote_index"])]
        if len(span) == 2 and span[1] > span[0]:
            start, end = span
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            yield quote(text, start, end, q["speaker"], q["verb"])


PEERS: dict[str, tuple[Callable[[Item], list[Item]], frozenset[str]]] = {
    "textacy": (textacy, frozenset({"en", "fr"})),
    "sayswho": (sayswho, frozenset({"en"})),
    "gender-gap": (tracker, frozenset({"en", "fr"})),
}


def missing(name: str) -> str | None:
    """How to install a peer that is not there; None where it is."""
    if name == "gender-gap":
        there = (Path(_TRACKER) / "nlp" / "english" / "quote_extractor.py").is_file() if _TRACKER else False
        return None if there else "set GENDER_GAP_TRACKER to a clone of sfu-discourse-lab/GenderGapTracker"
    return None if importlib.util.find_spec(name) else f"pip install {name}"
