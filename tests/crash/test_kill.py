"""`sourcier add` killed at any moment: what it told is kept, and it goes on to the very same library."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest

from sourcier.library import check
from sourcier.library.library import Library

KILLS, SEED = 4, 7
NAMES = ("Ana Roy", "Yves Le Goff", "Jeanne Lorrain", "Paul Ménard", "Inès Caro")
THINGS = ("le pont", "la digue", "le moulin", "le bac", "la halle", "le phare")
DEEDS = (
    "rouvre après onze semaines de travaux",
    "attend toujours sa charpente",
    "ferme jusqu'aux premiers jours de mai",
)

START = "import sourcier.library.intake as intake; intake.BATCH = 3; from sourcier.cli.main import main; main()"  # small steps


def stories(chance: random.Random) -> list[dict[str, str]]:
    """Thirty articles: some run by two outlets, some in two versions, some twice."""
    made = []
    for number in range(22):
        thing, deed, name = chance.choice(THINGS), chance.choice(DEEDS), chance.choice(NAMES)
        title = f"{thing.capitalize()} du port {number} {deed.split()[0]}"
        text = (
            f"{thing.capitalize()} {deed}, a annoncé {name} devant les {number + 20} élus du canton réunis à la mairie. "
            f"« Nous tiendrons la date du {number % 27 + 1} juin », a dit {name}.\n\nLes habitants de la rue {number} "
            f"demandent une aide de {number + 3} mille euros et une navette entre le marché et la gare, chaque matin."
        )
        made.append(
            {
                "url": f"https://aurore.example/{number}",
                "title": title,
                "text": text,
                "published": f"2031-03-{number + 1:02}",
            }
        )
        if number % 5 == 0:
            made.append({**made[-1], "url": f"https://bulletin.example/{number}"})
        if number % 7 == 0:
            made.append({**made[-2 if number % 5 == 0 else -1], "text": f"{text}\n\nMise à jour à midi."})
    return made[:30]


def write(folder: Path, parts: Iterable[list[dict[str, str]]]) -> Path:
    folder.mkdir()
    for number, part in enumerate(parts):
        lines = "".join(json.dumps(story, ensure_ascii=False) + "\n" for story in part)
        (folder / f"{number:02}.jsonl").write_text(lines, encoding="utf-8")
    return folder


def begin(library: Path, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", START, "add", "--json", "--workers", "2", "--library", str(library), str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def end(process: subprocess.Popen[str]) -> None:
    """Kill a process with all that it started, and wait until they are gone."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def kept(lines: Iterable[str]) -> dict[str, str]:
    """The articles that were told of as kept, by the name of what they were read from; not a line that was cut."""
    told = [json.loads(line) for line in lines if line.endswith("\n")]
    return {t["name"]: t["article"] for t in told if t.get("status") in {"added", "updated", "known"}}


def finish(library: Path, folder: Path) -> dict[str, str]:
    process = begin(library, folder)
    try:
        output, errors = process.communicate(timeout=120)
    finally:
        end(process)
    assert process.returncode == 0, errors
    return kept(output.splitlines(keepends=True))


def articles(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {row[0] for row in connection.execute("SELECT id FROM articles")}
    finally:
        connection.close()


@pytest.mark.skipif(os.name != "posix", reason="process groups are killed")
def test_what_was_told_before_a_kill_is_kept(tmp_path, exported, state):
    chance = random.Random(SEED)
    made = stories(chance)
    folder = write(tmp_path / "pages", [made[n : n + 5] for n in range(0, len(made), 5)])
    path = tmp_path / "killed.sourcier"
    promised: dict[str, str] = {}
    for _ in range(KILLS):
        process = begin(path, folder)
        try:
            lines = []
            wanted = len(promised) + chance.randint(1, 4)  # what is known is told first
            for line in process.stdout:
                lines.append(line)
                if len(lines) >= wanted:
                    break
            time.sleep(chance.uniform(0, 0.1))
        finally:
            end(process)
        lines += process.stdout.readlines()
        promised |= kept(lines)
        assert set(promised.values()) <= articles(path)
        with Library(str(path), create=False) as library:
            assert list(check.check(library.database)) == []
    assert len(promised) < len(made), "no run was killed on its way"
    promised |= finish(path, folder)
    assert len(promised) == len(made)
    assert set(promised.values()) == articles(path)
    chance.shuffle(made)
    other = tmp_path / "other.sourcier"
    finish(other, write(tmp_path / "shuffled", [made[:1], made[1:20], made[20:]]))
    with Library(str(path)) as killed, Library(str(other)) as whole:
        keys = [key for _, key in state(killed)["articles"]]
        assert len(keys) == len(set(keys))
        assert list(check.check(killed.database)) == []
        assert state(killed) == state(whole)
        assert exported(killed) == exported(whole)
