"""`sourcier users`: who may log in to a library's server, and with which tokens."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sourcier.cli.options import json_option, library_option, opened
from sourcier.errors import InputError
from sourcier.limits import PASSWORD_BYTES, PASSWORD_CHARACTERS

if TYPE_CHECKING:
    from sourcier.web.access.tokens import Token
    from sourcier.web.access.users import User

_password_option = click.option(
    "--password-file",
    metavar="FILE",
    help="Read the password from the first line of this file, - for standard input; without it, it is asked for.",
)


@click.group(invoke_without_command=True)
@library_option
@json_option
@click.pass_context
def users(context: click.Context, address: str | None, as_json: bool) -> int:
    """List who may log in to the library's server; the commands below add, change and remove users.

    A server that only this machine reaches needs no users (docs/access.md).
    """
    context.obj = address
    if context.invoked_subcommand is not None:
        return 0
    from sourcier.web.access.tokens import Tokens  # noqa: PLC0415 - loads the libraries of the server
    from sourcier.web.access.users import Users  # noqa: PLC0415

    with opened(address) as library:
        known, tokens = Users(library.database).all(), Tokens(library.database).all()
    for user in known:
        own = [token for token in tokens if token.user == user.name]
        click.echo(json.dumps(_told(user, own), ensure_ascii=False) if as_json else _shown(user, own))
    if not known and not as_json:
        click.echo("no users; sourcier users add NAME --role admin adds one", err=True)
    return 0


def _told(user: User, tokens: list[Token]) -> dict[str, object]:
    own = [{key: value for key, value in asdict(token).items() if key != "user"} for token in tokens]
    return {**asdict(user), "tokens": own}


def _shown(user: User, tokens: list[Token]) -> str:
    lines = [f"{user.name}  {user.role}  since {user.added[:10]}"]
    for token in tokens:
        used = f"last used {token.used}" if token.used else "never used"
        lines.append(f"  token {token.id}  {token.label}  made {token.added[:10]}, {used}")
    return "\n".join(lines)


@users.command()
@click.argument("name")
@click.option("--role", required=True, metavar="ROLE", help="reader, editor or admin.")
@_password_option
@library_option
@click.pass_obj
def add(outer: str | None, name: str, role: str, password_file: str | None, address: str | None) -> int:
    """Add a user."""
    from sourcier.web.access.users import Users  # noqa: PLC0415

    with opened(address or outer, create=True) as library:
        Users(library.database).add(name, _password(password_file), role)
    return 0


@users.command()
@click.argument("name")
@_password_option
@library_option
@click.pass_obj
def password(outer: str | None, name: str, password_file: str | None, address: str | None) -> int:
    """Give a user another password; it ends all their sessions, and their tokens stay."""
    from sourcier.web.access.users import Users  # noqa: PLC0415

    with opened(address or outer) as library:
        known = Users(library.database)
        known.find(name)
        known.set_password(name, _password(password_file))
    return 0


@users.command()
@click.argument("name")
@click.argument("role")
@library_option
@click.pass_obj
def role(outer: str | None, name: str, role: str, address: str | None) -> int:
    """Give a user another role: reader, editor or admin."""
    from sourcier.web.access.users import Users  # noqa: PLC0415

    with opened(address or outer) as library:
        Users(library.database).set_role(name, role)
    return 0


@users.command()
@click.argument("name")
@library_option
@click.pass_obj
def remove(outer: str | None, name: str, address: str | None) -> int:
    """Remove a user with their sessions and tokens; what they corrected stays."""
    from sourcier.web.access.users import Users  # noqa: PLC0415

    with opened(address or outer) as library:
        Users(library.database).remove(name)
    return 0


@users.command()
@click.argument("name")
@click.option("--label", required=True, metavar="LABEL", help="What it is for, to know it by.")
@library_option
@click.pass_obj
def token(outer: str | None, name: str, label: str, address: str | None) -> int:
    """Make a token by which a program uses the API in a user's name, and print it: it is shown only now."""
    from sourcier.web.access.tokens import Tokens  # noqa: PLC0415
    from sourcier.web.access.users import Users  # noqa: PLC0415

    with opened(address or outer) as library:
        made, secret = Tokens(library.database).create(Users(library.database).find(name), label)
    click.echo(secret)
    click.echo(f"keep it now, it is not shown again; sourcier users revoke {made.id} ends it", err=True)
    return 0


@users.command()
@click.argument("identifier", metavar="TOKENID")
@library_option
@click.pass_obj
def revoke(outer: str | None, identifier: str, address: str | None) -> int:
    """Let a token be one no longer; TOKENID is what sourcier users shows."""
    from sourcier.web.access.tokens import Tokens  # noqa: PLC0415

    with opened(address or outer) as library:
        Tokens(library.database).revoke(identifier)
    return 0


def _password(file: str | None) -> str:
    """A password from a file, standard input, or whoever sits there, twice.

    Raises:
        InputError: the file cannot be read, or has no text in its first line.
    """
    if file is None:
        prompt = f"Password ({PASSWORD_CHARACTERS} characters at least)"
        return str(click.prompt(prompt, hide_input=True, confirmation_prompt="Once more", err=True))
    try:
        if file == "-":
            line = sys.stdin.buffer.readline(PASSWORD_BYTES + 3)
        else:
            with Path(file).open("rb") as stream:
                line = stream.readline(PASSWORD_BYTES + 3)
        text = line.decode().removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); give a file with the password") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: its first line is no text in UTF-8; give a file with the password") from None
    if not text:
        raise InputError(f"{file}: its first line is empty; give a file with the password")
    return text
