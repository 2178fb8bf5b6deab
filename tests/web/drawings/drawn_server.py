"""A server of the drawings' test pages, under the policy that the pages of the library have."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import sourcier

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json"}
HERE = Path(__file__).parent
PACKAGE = Path(sourcier.__file__).parent


@contextmanager
def serve(made: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a server on the loopback.

    Args:
        made: path -> text of pages that no file has.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            body = made[path].encode() if made and path in made else _file(path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", TYPES.get(Path(path).suffix, "text/html; charset=utf-8"))
            self.send_header("Content-Length", str(len(body or b"")))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _file(path: str) -> bytes | None:
    if path == "/dossier.css":
        return (PACKAGE / "exports/dossiers/templates/dossier.css").read_bytes()
    root = PACKAGE / "web" if path.startswith("/static/") else HERE
    found = root / path.lstrip("/")
    if found.is_file():
        return found.read_bytes()
    return b"<!doctype html><title>elsewhere</title>" if found.suffix in {"", ".html"} else None
