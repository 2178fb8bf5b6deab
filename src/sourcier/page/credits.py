"""Who made a picture: the credit at the end of a caption, which is no part of the article's text."""

from __future__ import annotations

import re
from functools import cache

from sourcier.languages import language

_LONGEST = 100
"""Code points of a credit; what is longer tells something."""


@cache
def _pattern(code: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, language(code).toml("page")["credit"]))
    rest = rf"[^\n]{{0,{_LONGEST}}}"
    return re.compile(
        rf"\s*(?:\((?:[A-Z]{{2,5}}\s+)?(?i:{words})\b[^()\n]{{0,{_LONGEST}}}\)"  # (AP Photo/Ana Roy)
        rf"|(?:©|\(c\)){rest}"
        rf"|(?<!\w)(?i:{words})\s*(?::|©|\|){rest}"  # Photograph: Ana Roy/Agency
        rf"|(?<=[.!?…»”\"])\s+(?i:{words})\s+(?=[A-ZÀ-Ý]){rest})\s*$"  # Photo Ana Roy / Agency
    )


def split_credit(caption: str, code: str) -> tuple[str, str | None]:
    """A caption without its credit, and the credit; None where it has none.

    >>> split_credit("The mayor at the bridge on Monday. Photograph: Ana Roy/Lumen", "en")
    ('The mayor at the bridge on Monday.', 'Photograph: Ana Roy/Lumen')
    >>> split_credit("Photos: the best of the week", "en")
    ('Photos: the best of the week', None)
    """
    match = _pattern(code).search(caption)
    if match is None or not caption[: match.start()].strip():
        return caption, None
    return caption[: match.start()].rstrip(), match[0].strip()
