"""The API does what its schema says, whatever is asked: schemathesis over every operation, in this process.

`SOURCIER_TEST_EXAMPLES=200` asks more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from sourcier.errors import FetchError
from sourcier.web.api import api_routers
from sourcier.web.api.schema import schema_of

EXAMPLES = int(os.environ.get("SOURCIER_TEST_EXAMPLES", "15"))

NOT_MEANT = [positive_data_acceptance]
"""A query may be of the right length and have a mistake all the same."""


def operations() -> list[tuple[str, str]]:
    """Method and path of each operation."""
    app = FastAPI()
    for router in api_routers():
        app.include_router(router)
    return [(method.upper(), path) for path, its in schema_of(app)["paths"].items() for method in its]


@pytest.fixture
def api(web_library, served, reading, monkeypatch) -> Iterator[schemathesis.BaseSchema]:
    """The schema of an application that fetches nothing."""

    def get(_, address, *args, **kwargs):
        raise FetchError(f"{address[:50]}: is not fetched in a test")

    monkeypatch.setattr("sourcier.sources.fetch.Fetcher.get", get)
    app = served(web_library)
    app.state.reading = reading
    yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    app.state.jobs.close()
    app.state.desk.kept.close()


@pytest.mark.parametrize(("method", "path"), operations())
def test_whatever_is_asked(api, method, path):
    @given(case=api[path][method].as_strategy())
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(case):
        case.call_and_validate(excluded_checks=NOT_MEANT)

    ask()


def test_what_is_there_is_as_the_schema_says(api, web_library):
    def got(path: str, method: str = "GET", **parts):
        answer = api[path][method].Case(**parts).call_and_validate(excluded_checks=NOT_MEANT)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    article = got("/api/v1/articles", query={"limit": 1})["items"][0]["id"]
    fair = got("/api/v1/search", query={"q": "title:fair", "facets": True})["items"][0]["article"]
    story = got("/api/v1/stories", query={"limit": 1})["items"][0]["id"]
    for its in (article, fair):
        got("/api/v1/articles/{id}", path_parameters={"id": its})
        got("/api/v1/articles/{id}/versions", path_parameters={"id": its})
    got("/api/v1/stories/{id}", path_parameters={"id": story})
    got("/api/v1/stories/{id}/articles", path_parameters={"id": story})
    got("/api/v1/stories/front")
    got("/api/v1/agenda", query={"from": "2027-03-01", "to": "2027-04-01"})
    got("/api/v1/people/{name}", path_parameters={"name": "Odile Marchetti"})
    got("/api/v1/places/{name}", path_parameters={"name": "Brindle Cove"})
    body = {"action": "date", "article": fair, "fact": "e1", "value": "2027-03-14"}
    made = got("/api/v1/corrections", "POST", body=body, media_type="application/json")
    got("/api/v1/articles/{id}", path_parameters={"id": fair})
    got("/api/v1/corrections")
    got("/api/v1/corrections/{id}", "DELETE", path_parameters={"id": made["id"]})
    got("/api/v1/searches", "POST", body={"name": "a", "query": "police"}, media_type="application/json")
    got("/api/v1/searches")
    got("/api/v1/stats")
    job = got("/api/v1/add", "POST", body={"addresses": ["https://gazette.example/"]}, media_type="application/json")
    got("/api/v1/jobs/{id}", path_parameters={"id": job["id"]})
