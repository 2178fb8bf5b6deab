"""Saved pages: the address that browsers write into them, and the folder of their pictures beside them."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

_HEAD = 8192
"""Bytes searched. SingleFile puts its comment behind the doctype and the opening tag."""
_SAVED_FROM = re.compile(rb"<!--\s{0,20}saved from url=\(\d{1,6}\)\s{0,20}(https?://[^\s<>\"]{1,4000})")
_SINGLE_FILE = re.compile(
    rb"<!--\s{0,20}Page saved with SingleFile[^\n]{0,200}\n\s{0,20}url:\s{0,20}(https?://[^\s<>\"]{1,4000})"
)
_PAGES = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml"})
_FOLDERS = frozenset(
    {
        # What browsers and Windows call the folder beside a saved page, by language.
        *("files", "fichiers", "dateien", "archivos", "arquivos", "ficheiros", "bestanden", "file", "filer", "pliki"),
        *("soubory", "súbory", "tiedostot", "elemei", "fajlok", "fișiere", "fisiere", "datoteke", "dosyalar"),
        *("fitxers", "fitxategiak", "bylos", "failid", "fails", "fajlovi", "файлы", "файли", "αρχεία"),
    }
)
_FOLDER = re.compile(r"(.+?)(?:[_\-. ]|_ )([^\W\d_]+)")


def saved_address(content: bytes) -> str | None:
    r"""The address that a saved page came from, as the browser that saved it wrote near its head; None: it did not.

    >>> saved_address(b"<!DOCTYPE html>\n<!-- saved from url=(0021)https://example.org/a -->")
    'https://example.org/a'
    """
    head = content[:_HEAD]
    found = _SAVED_FROM.search(head) or _SINGLE_FILE.search(head)
    return found[1].decode("utf-8", "replace") if found else None


def is_companion(folder: str, beside: Collection[str]) -> bool:
    """Whether a folder holds the pictures and scripts of a saved page that lies beside it.

    >>> is_companion("bridge_fichiers", {"bridge.html"})
    True
    >>> is_companion("press_files", {"bridge.html"})
    False
    """
    found = _FOLDER.fullmatch(folder)
    if found is None or found[2].lower() not in _FOLDERS:
        return False
    return any(f"{found[1]}{ending}" in beside or f"{found[1]}{ending.upper()}" in beside for ending in _PAGES)


def in_companion(member: str, members: Collection[str]) -> bool:
    """The same for a member of an archive, by the path of any folder that it lies in."""
    for folder in PurePosixPath(member).parents:
        found = _FOLDER.fullmatch(folder.name)
        if found is None or found[2].lower() not in _FOLDERS:
            continue
        stem = str(folder.with_name(found[1]))
        if any(f"{stem}{ending}" in members for ending in _PAGES):
            return True
    return False
