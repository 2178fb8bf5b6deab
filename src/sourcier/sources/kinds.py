"""What is plainly no page, told by the ending of its name or its first bytes."""

from __future__ import annotations

from pathlib import PurePosixPath

_ENDINGS = {
    "a picture": "png jpg jpeg jpe gif webp avif svg ico bmp tif tiff heic heif psd cur",
    "a style sheet": "css scss less",
    "a script": "js mjs cjs map wasm ts py sh bat ps1",
    "a font": "woff woff2 ttf otf eot",
    "a recording": "mp3 m4a aac ogg oga opus wav flac wma aif aiff mid m3u m3u8",
    "a film": "mp4 m4v mov avi mkv webm wmv flv mpg mpeg ogv 3gp",
    "a PDF": "pdf",
    "an office document": "doc docx docm dot dotx odt rtf pages xls xlsx xlsm ods numbers ppt pptx odp key epub",
    "a database": "db sqlite sqlite3 mdb parquet feather duckdb",
    "an archive that is not unpacked": "tar tgz tbz2 txz 7z rar bz2 xz lz4 cab iso dmg jar",
    "a program": "exe dll so dylib msi apk deb rpm bin pyc o class",
    "a file of the system": "ds_store lnk url webloc desktop ini lock tmp part crdownload swp",
}
_BY_ENDING = {ending: what for what, endings in _ENDINGS.items() for ending in endings.split()}
_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture, recording or film"),
    (b"\x00\x00\x01\x00", "a picture"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
    (b"fLaC", "a recording"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\x00\x01\x00\x00\x00", "a font"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"7z\xbc\xaf\x27\x1c", "an archive that is not unpacked"),
    (b"Rar!\x1a\x07", "an archive that is not unpacked"),
    (b"PK\x03\x04", "an office document"),  # what is a ZIP archive of pages is known as one before
    (b"BZh", "an archive that is not unpacked"),
    (b"\xfd7zXZ\x00", "an archive that is not unpacked"),
)
OFFICE = frozenset(_ENDINGS["an office document"].split())
"""Endings of office documents; the newer ones are ZIP archives inside."""


def ending(name: str) -> str:
    """The ending of a name, in lower case, without its dot; empty where it has none."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower().removeprefix(".")


def no_page_by_name(name: str) -> str | None:
    """What a name says that its content is, where that is no page; None where it may be one.

    >>> no_page_by_name("photos/bridge.JPG")
    'a picture'
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    if last.lower() in _NAMES or last.startswith("._"):
        return "a file of the system"
    return _BY_ENDING.get(ending(name))


def no_page_by_content(head: bytes) -> str | None:
    """What the first bytes say that the content is, where that is no page; None where it may be one."""
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            return what
    return "a film" if head[4:8] == b"ftyp" else None
