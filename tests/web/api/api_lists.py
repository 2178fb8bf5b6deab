"""Lists of the API, gone through to their end."""

from __future__ import annotations


def gone_through(client, path: str) -> list[dict]:
    """All items of a list, part by part."""
    found = []
    while path:
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        found += told["items"]
        path = told["next"]
        link = answer.headers.get("link")
        assert link == (f'<{path}>; rel="next"' if path else None)
    return found
