"""What the server counts: few labels, whatever is asked."""

from __future__ import annotations

from sourcier.web.metrics import Metrics


def value(client, line: str) -> float:
    found = [told for told in client.get("/metrics").text.splitlines() if told.startswith(f"{line} ")]
    return float(found[0].split()[-1]) if found else 0.0


def test_requests_are_counted_by_route(client):
    identifier = client.get("/api/v1/articles?limit=1").json()["items"][0]["id"]
    client.get(f"/api/v1/articles/{identifier}")
    client.head(f"/api/v1/articles/{identifier}")
    client.get("/api/v1/articles/ffffffffffffffff")
    client.get("/api/v1/no/such/path")
    route = 'route="/api/v1/articles/{id}"'
    assert value(client, f'sourcier_requests_total{{method="GET",{route},status="200"}}') == 1
    assert value(client, f'sourcier_requests_total{{method="HEAD",{route},status="200"}}') == 1
    assert value(client, f'sourcier_requests_total{{method="GET",{route},status="404"}}') == 1
    assert value(client, 'sourcier_requests_total{method="GET",route="other",status="404"}') == 1
    assert value(client, f'sourcier_request_seconds_count{{method="GET",{route}}}') == 2


def test_what_the_library_holds_is_told(client, web_library):
    assert value(client, "sourcier_library_articles") == len(web_library) == 21
    assert value(client, "sourcier_library_captures") == 22
    assert value(client, "sourcier_library_stories") > 0
    assert client.get("/metrics").headers["content-type"].startswith("text/plain")


def test_the_library_is_counted_now_and_then_alone(web_library, monkeypatch):
    metrics = Metrics(web_library.database)
    first = metrics.text()
    monkeypatch.setattr(web_library.database, "reading", None)
    assert metrics.text() == first


def test_two_applications_count_apart(web_library):
    one, other = Metrics(web_library.database), Metrics(web_library.database)
    one.pages.labels("read").inc()
    assert b'sourcier_pages_read_total{outcome="read"} 1.0' in one.text()
    assert b"sourcier_pages_read_total{" not in other.text()
