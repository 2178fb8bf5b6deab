"""`sourcier follow` and `sourcier watch`: the feeds and sites of a library."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sourcier.cli.add import Teller, stopping
from sourcier.cli.options import json_option, library_option, opened, workers_option
from sourcier.errors import FetchError, InputError

if TYPE_CHECKING:
    from sourcier.library.library import Library
    from sourcier.library.searches import Alert

HISTORY = 200
"""Alerts that the feed of alerts holds at most: the newest."""


@click.command()
@click.argument("addresses", nargs=-1, metavar="[ADDRESS...]")
@library_option
@click.option("--remove", is_flag=True, help="Follow them no longer; their articles stay.")
@json_option
def follow(addresses: Sequence[str], address: str | None, remove: bool, as_json: bool) -> int:
    """Follow feeds and sites, for sourcier watch; without ADDRESS, list what is followed.

    ADDRESS is that of a feed, a news sitemap or a site, whose feeds are then looked for; or an OPML file.
    """
    from sourcier.library import feeds  # noqa: PLC0415

    with opened(address, create=bool(addresses) and not remove) as library:
        if remove:
            for name in addresses:
                feeds.unfollow(library.database, name)
            return 0
        failed = 0
        for name in addresses:
            failed += not _follow(library, name)
        if addresses:
            return int(failed > 0)
        for feed in feeds.followed(library.database):
            if as_json:
                told = asdict(feed)
                click.echo(json.dumps({k: told[k] for k in ("address", "fetched", "due", "failures", "problem")}))
                continue
            state = f"fetched {feed.fetched}" if feed.fetched else "not fetched yet"
            state += f"; failed {feed.failures} times: {feed.problem}" if feed.failures else ""
            click.echo(f"{feed.address}  {state}")
    return 0


def _follow(library: Library, name: str) -> bool:
    """Follow what stands behind a name; False where there is nothing."""
    from sourcier.library import feeds  # noqa: PLC0415
    from sourcier.sources.discover import discover  # noqa: PLC0415
    from sourcier.sources.fetch import Fetcher  # noqa: PLC0415
    from sourcier.sources.items import Link  # noqa: PLC0415
    from sourcier.sources.walk import Walk  # noqa: PLC0415

    items = list(Walk([name], library.settings, follow=True))
    links = [item for item in items if isinstance(item, Link)]
    if not links:
        raise InputError(f"{name}: holds no addresses; give the address of a feed or site, or an OPML file")
    if Path(name).exists():
        found = links
    else:
        try:
            with Fetcher(library.settings) as fetcher:
                found = list(discover(name, fetcher))
        except FetchError as error:
            click.echo(f"sourcier: {error}", err=True)
            return False
        if not found:
            click.echo(f"sourcier: {name}: has no feed and no news sitemap; give the feed's own address", err=True)
            return False
    feeds.follow(library.database, [link.address for link in found])
    for link in found:
        click.echo(f"follows {link.address}" + (f"  {link.title}" if link.title else ""))
    return True


@click.command()
@library_option
@workers_option
@click.option("--once", is_flag=True, help="One round of all that is due, then end (for cron).")
@click.option("--alerts", "feed", metavar="FILE", help="Write alerts to this file, an Atom feed, not to the output.")
@click.option("--webhook", metavar="URL", help="Post alerts to this address as JSON, not to the output.")
@json_option
def watch(address: str | None, workers: int, once: bool, feed: str | None, webhook: str | None, as_json: bool) -> int:
    """Follow the library's feeds and sites: new articles, new versions, and alerts of the saved searches.

    It goes on until it is stopped. Sites are asked politely: what has not changed is not sent again, robots.txt and
    Retry-After are obeyed, and a host gets one request a second at most.
    """
    from sourcier.library.watch import Watch  # noqa: PLC0415
    from sourcier.library.workers import Reading  # noqa: PLC0415

    with opened(address) as library:
        teller = Teller(as_json, click.echo)
        telling = Alerts(library, as_json, feed, webhook)
        run = Watch(
            library.database,
            Reading(library.settings),
            workers,
            teller.tell,
            telling.tell,
            lambda line: click.echo(f"sourcier: {line}", err=True),
        )
        with stopping(run.stop, teller) as was_stopped:
            if once:
                teller.sum_up(run.once(), library.name)
            else:
                run.run()
    return 130 if was_stopped() else 0


class Alerts:
    """Tells alerts: to a file as an Atom feed, to an address as JSON, or, where neither is given, to the output."""

    def __init__(self, library: Library, as_json: bool, feed: str | None, webhook: str | None) -> None:
        if webhook and not webhook.lower().startswith(("http://", "https://")):
            raise InputError(f"{webhook}: is no http(s) address; give one to post alerts to")
        self.library = library
        self.as_json = as_json
        self.feed = feed
        self.webhook = webhook

    def tell(self, alerts: list[Alert]) -> None:
        """Tell alerts.

        Raises:
            OSError: the file cannot be written.
            FetchError: the address does not take them.
        """
        if self.webhook:
            self._post(alerts)
        if self.feed:
            self._write()
        if self.feed or self.webhook:
            return
        from sourcier.exports.atom import why  # noqa: PLC0415

        for alert in alerts:
            if self.as_json:
                click.echo(json.dumps({"alert": asdict(alert)}, ensure_ascii=False))
                continue
            search, *lines = why(alert)
            click.echo(f"alert    {alert.found.article}  {alert.found.title or alert.found.url or ''}")
            click.echo(f"         {search}")
            for line in lines:
                click.echo(f"         {line}")

    def _post(self, alerts: list[Alert]) -> None:
        import httpx  # noqa: PLC0415

        try:
            httpx.post(
                self.webhook or "", json={"alerts": [asdict(alert) for alert in alerts]}, timeout=20
            ).raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(f"{self.webhook}: {' '.join(str(error).split())}") from None

    def _write(self) -> None:
        from sourcier.exports.atom import alerts_feed  # noqa: PLC0415
        from sourcier.library.searches import history  # noqa: PLC0415

        path = Path(self.feed or "")
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(alerts_feed(history(self.library.database, HISTORY)))
        part.replace(path)  # a reader never sees half a feed
