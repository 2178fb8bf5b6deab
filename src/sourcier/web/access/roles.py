"""What each role may do, by method and path."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from starlette.types import Scope

Role = Literal["reader", "editor", "admin"]

ROLES: tuple[Role, ...] = get_args(Role)
"""The roles; each may do all that those before it may."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing (RFC 9110, 9.2.1); TRACE is not served."""


class Rule(NamedTuple):
    """A path, with all below it, and the role that it asks for; None: nobody needs to log in."""

    path: str
    reading: Role | None
    writing: Role | None


RULES = (
    Rule("/login", None, None),
    Rule("/static", None, "admin"),
    Rule("/health", None, "admin"),
    Rule("/preferences", None, "admin"),  # language and theme, which the log-in page has as well
    Rule("/logout", "reader", "reader"),
    Rule("/account", "reader", "reader"),
    Rule("/api/v1/read", "reader", "reader"),  # a page is posted there and its record given; nothing is kept
    Rule("/users", "admin", "admin"),
    Rule("/api/v1/users", "admin", "admin"),
    Rule("", "reader", "editor"),
)
"""The first that fits counts. The last fits all: corrections, searches, articles, feeds."""


def needed(method: str, path: str) -> Role | None:
    """The least role that a request asks for; None where it is open to all."""
    rule = next(rule for rule in RULES if path == rule.path or path.startswith(rule.path + "/") or not rule.path)
    return rule.reading if method in SAFE else rule.writing


def route_path(scope: Scope) -> str:
    """The path that routes are found by: below where the application is mounted.

    It is the request line's. `request.url` is not to be trusted here: a Host header with a slash would be part of it.
    """
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    inside = path.removeprefix(root)
    return inside if path.startswith(root) and inside[:1] in {"", "/"} else path


def suffices(role: Role, least: Role) -> bool:
    """Whether a role may do what asks for another one.

    >>> suffices("editor", "reader"), suffices("editor", "admin")
    (True, False)
    """
    return ROLES.index(role) >= ROLES.index(least)
