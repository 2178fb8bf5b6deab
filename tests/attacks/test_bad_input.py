"""What bad input gets: one line that says what to do, exit code 1 or 2, in a child with little time and memory."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys

import pytest

from sourcier.errors import SourcierError
from sourcier.page import read_page
from sourcier.sources import Capture

PAGE = (
    "<html><head><title>Le pont rouvre</title></head><body><nav><a href='/'>Accueil</a></nav><article>"
    "<h1>Le pont rouvre</h1><p>Le pont de Valmont rouvrira lundi, a annoncé la maire de la commune, Ana Roy.</p>"
    "<p>« Les travaux sont finis », a-t-elle dit devant les habitants réunis sur la place.</p>"
    "<p>La circulation reprendra à six heures dans les deux sens, a précisé la préfecture du département.</p>"
    "</article></body></html>"
)


def run(argument: str, *more: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))

    return subprocess.run(
        [sys.executable, "-m", "sourcier.cli.main", "read", argument, *more],
        input=stdin,
        capture_output=True,
        timeout=120,
        preexec_fn=limit,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        check=False,
    )


def assert_one_line(done: subprocess.CompletedProcess[bytes], code: int, words: str) -> None:
    error = done.stderr.decode()
    assert "Traceback" not in error
    assert done.returncode == code, error
    assert len(error.strip().splitlines()) == 1, error
    assert error.startswith("sourcier: ")
    assert words in error, error


HOME = (
    "<html><head><title>Une</title></head><body>"
    + "".join(f"<div><h2><a href='/{n}'>Un titre de la page d'accueil, numéro {n}</a></h2></div>" for n in range(60))
    + "</body></html>"
)

CASES = {
    "empty": (b"", 1, "empty"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", 1, "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 1, "PNG"),
    "noise": (random.Random(1).randbytes(5000), 1, "encoding"),
    "home": (HOME.encode(), 1, "no article"),
    "error": (
        b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>",
        1,
        "error page",
    ),
    "spanish": (
        (
            "<html><head><title>El puente</title></head><body><article><h1>El puente vuelve a abrir</h1>"
            + "<p>El puente de la ciudad volverá a abrir el lunes, anunció la alcaldesa ante los vecinos.</p>" * 3
            + "<p>Los trabajos han terminado y los coches podrán pasar en ambos sentidos desde las seis.</p>"
            + "</article></body></html>"
        ).encode(),
        1,
        "not supported (es)",
    ),
    "huge": (b"a " * 25_000_000, 1, "more than"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_page_that_is_none(tmp_path, name):
    content, code, words = CASES[name]
    path = tmp_path / "page"
    path.write_bytes(content)
    assert_one_line(run(str(path)), code, words)


def test_a_missing_file_and_a_folder(tmp_path):
    assert_one_line(run(str(tmp_path / "nothing.html")), 2, "no such file")
    assert_one_line(run(str(tmp_path)), 2, "is a folder")


def test_options_that_cannot_be_understood(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    assert_one_line(run(str(path), "--published", "next week"), 2, "is not understood")
    assert_one_line(run(str(path), "--format", "yaml"), 2, "no format")
    assert_one_line(run(str(path), "--language", "xx"), 1, "not supported")
    assert_one_line(run("ftp://example.org/page"), 2, "only http and https")


@pytest.mark.parametrize(
    "text",
    [
        PAGE.replace("<article>", "<article>" + "<div>" * 20_000).replace(
            "</article>", "</div>" * 20_000 + "</article>"
        ),
        PAGE.replace("<article>", "<article " + " ".join(f"a{n}='1'" for n in range(100_000)) + ">"),
        PAGE.replace("<article>", "<article " + " ".join(f"a{n}" for n in range(100_000)) + ">"),
        PAGE.replace(
            "<article>", "<article><figure><figcaption>" + "." * 200 + "a b " * 900 + "</figcaption></figure>"
        ),
        PAGE.replace("<article>", "<p>" + "<script>" * 5_000 + "</script></p><article>"),
    ],
    ids=[
        "nested 20,000 deep",
        "100,000 attributes",
        "100,000 empty attributes",
        "a caption of one-letter words",
        "scripts in a script",
    ],
)
def test_a_page_built_to_hang_is_still_read(tmp_path, text):
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    done = run(str(path), "--format", "json")
    assert done.returncode == 0, done.stderr.decode()
    assert "Le pont de Valmont rouvrira lundi" in done.stdout.decode()


def test_mutated_pages_never_make_a_traceback():
    chance = random.Random(7)
    for _ in range(300):
        content = bytearray(PAGE.encode())
        for _ in range(chance.randrange(1, 40)):
            at = chance.randrange(len(content))
            if chance.random() < 0.5:
                content[at] = chance.randrange(256)
            else:
                del content[at : at + chance.randrange(1, 30)]
        try:
            read_page(Capture(bytes(content)))
        except SourcierError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize(
    "text", ["Le pont rouvre lundi\n" * 30_000, "<html><body>" + "<p>Le pont rouvre</p>" * 30_000 + "</body></html>"]
)
def test_a_page_of_more_lines_than_a_story_has_is_refused(text):
    with pytest.raises(SourcierError, match="30,000 lines of text"):
        read_page(Capture(text.encode()))
