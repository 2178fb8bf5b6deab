"""Where a server may listen."""

from __future__ import annotations

from sourcier.errors import InputError
from sourcier.web.access.hosts import is_loopback
from sourcier.web.access.users import Users


def check_address(host: str, users: Users, *, behind_proxy: bool = False) -> None:
    """Refuse to be reached from other machines as long as nobody could log in.

    Args:
        host: name or number that the server is to listen on.
        users: the library's.
        behind_proxy: other machines reach it through a proxy, whatever it listens on.

    Raises:
        InputError: it is not the loopback, and there is no admin.
    """
    is_reached = behind_proxy or not is_loopback(host)
    if not is_reached or any(user.role == "admin" for user in users.all()):
        return
    raise InputError(
        f"{host or 'all addresses'}: is reached from other machines; add a user first: "
        "sourcier users add NAME --role admin"
    )
