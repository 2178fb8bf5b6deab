from __future__ import annotations

import pytest

from sourcier.web.access.roles import ROLES, needed, route_path, suffices


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("GET", "/", "reader"),
        ("HEAD", "/story/4", "reader"),
        ("GET", "/api/v1/stories", "reader"),
        ("GET", "/metrics", "reader"),
        ("GET", "/login", None),
        ("POST", "/login", None),
        ("GET", "/static/desk.css", None),
        ("GET", "/health", None),
        ("GET", "/preferences/theme/dark", None),
        ("GET", "/healthy", "reader"),
        ("GET", "/statics", "reader"),
        ("POST", "/static/x", "admin"),
        ("POST", "/logout", "reader"),
        ("POST", "/account", "reader"),
        ("POST", "/api/v1/read", "reader"),
        ("POST", "/api/v1/readers", "editor"),
        ("POST", "/api/v1/corrections", "editor"),
        ("DELETE", "/api/v1/searches/ice", "editor"),
        ("POST", "/add", "editor"),
        ("POST", "/feeds", "editor"),
        ("PATCH", "/anything/new", "editor"),
        ("BREW", "/", "editor"),
        ("TRACE", "/", "editor"),
        ("get", "/", "editor"),
        ("GET", "/users", "admin"),
        ("GET", "/api/v1/users/ana", "admin"),
        ("DELETE", "/api/v1/users/ana", "admin"),
    ],
)
def test_what_a_request_needs(method, path, role):
    assert needed(method, path) == role


def test_each_role_may_what_those_before_it_may():
    for place, role in enumerate(ROLES):
        assert [suffices(role, least) for least in ROLES] == [n <= place for n in range(3)]


@pytest.mark.parametrize(
    ("root", "path", "inside"),
    [
        ("", "/users", "/users"),
        ("/desk", "/desk/users", "/users"),
        ("/desk", "/desk", ""),
        ("/desk", "/desks", "/desks"),
    ],
)
def test_the_path_is_that_of_the_routes(root, path, inside):
    assert route_path({"path": path, "root_path": root}) == inside
