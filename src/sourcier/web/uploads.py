"""Files that readers send."""

from __future__ import annotations

import tempfile
from typing import BinaryIO, cast

from starlette.datastructures import UploadFile


def kept_file(file: UploadFile) -> BinaryIO:
    """An upload in a file of its own, at its beginning: the form's is gone with the request."""
    kept = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - the job closes it
    while piece := file.file.read(1 << 20):
        kept.write(piece)
    kept.seek(0)
    return kept
