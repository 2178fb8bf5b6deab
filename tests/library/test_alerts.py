"""Saved searches: each article alerts once, says why, and is told again only where telling it failed."""

from __future__ import annotations

import json
from datetime import date

import feedparser
import pytest

from sourcier.cli.follow import Alerts
from sourcier.errors import FetchError, InputError
from sourcier.exports.atom import alerts_feed
from sourcier.library import feeds, schema, searches, store

DAY = date(2031, 3, 12)
ADDRESS = "https://aurore.example/bac"


@pytest.fixture
def take(library, make_page):
    """`take("Le bac part.", n)`: the alerts that an article fires that is just taken in."""

    def do(*texts: str, address: str = ADDRESS, **facts):
        searches.begin(library.database)
        pages = [make_page(text, address=f"{address}/{n}", **facts) for n, text in enumerate(texts)]
        store.add(library.database, pages)
        return searches.fire(library.database, DAY, pytest.fail)

    return do


def test_an_article_alerts_once_for_each_search(library, take):
    searches.save(library.database, "mer", "bac OR phare")
    searches.save(library.database, "quai", "title:pont bac")
    fired = take("Le bac part à midi.", "Le phare s'allume.", "La halle ouvre.")
    assert sorted((alert.search, alert.found.url[-1]) for alert in fired) == [("mer", "0"), ("mer", "1"), ("quai", "0")]
    searches.told(library.database, fired)
    assert take("Le bac part à midi.", "Le phare s'allume.") == []
    assert take("Le bac part à une heure.", modified="2031-03-11T09:00Z") == []
    assert [alert.search for alert in take("", "", "Le bac revient.", address=ADDRESS)] == ["mer", "quai"]


def test_an_alert_says_why(library, take):
    searches.save(library.database, "Bac d'Ana", "said-by:roy bac")
    (alert,) = take("Le bac part à midi. « Nous tiendrons l'heure », a dit Ana Roy.", people=["Ana Roy"],
                    quotes=[("Nous tiendrons l'heure", "Ana Roy")])  # fmt: skip
    assert (alert.search, alert.query) == ("Bac d'Ana", "said-by:roy bac")
    assert [hit.text[slice(*hit.marks[0])] for hit in alert.found.hits] == ["bac", "Nous tiendrons l'heure"]


def test_what_was_not_told_is_told_with_the_next(library, take):
    searches.save(library.database, "bac", "bac")
    first = take("Le bac part.")
    both = take("Le bac arrive.", address=ADDRESS + "/2")
    assert [alert.found.article for alert in both if alert.found == first[0].found] == [first[0].found.article]
    assert len(both) == 2
    searches.told(library.database, first)
    assert len(searches.untold(library.database, DAY)) == 1
    assert len(searches.history(library.database, 10)) == 2
    assert len(searches.history(library.database, 1)) == 1


def test_a_search_that_is_forgotten_alerts_no_more(library, take):
    searches.save(library.database, "bac", "bac")
    take("Le bac part.")
    searches.remove(library.database, "bac")
    assert searches.untold(library.database, DAY) == searches.all_saved(library.database) == []
    assert take("Le bac arrive.", address=ADDRESS + "/2") == []
    with pytest.raises(InputError, match="no search is saved under this name"):
        searches.remove(library.database, "bac")


def test_a_search_saved_anew_has_its_new_query(library, take):
    searches.save(library.database, " bac ", "bac")
    searches.save(library.database, "bac", "phare")
    assert [saved.query for saved in searches.all_saved(library.database)] == ["phare"]
    assert searches.saved_query(library.database, "bac") == "phare"
    assert take("Le bac part.") == []
    for name in ("", "  ", "x" * 101):
        with pytest.raises(InputError, match="a name of 1 to 100 characters"):
            searches.save(library.database, name, "bac")


@pytest.fixture
def followed(library, site):
    """A feed with an article that a saved search finds."""
    item = f"<item><link>{site.address}/a</link></item>"
    feed = f'<rss version="2.0"><channel>{item}</channel></rss>'.encode()
    site.pages |= {
        "/feed": (200, {"content-type": "application/rss+xml"}, feed),
        "/a": (200, {"content-type": "text/plain"}, b"Titre\n\nLe bac part."),
    }
    feeds.follow(library.database, [site.address + "/feed"])
    searches.save(library.database, "bac", "bac")


@pytest.mark.parametrize("error", [OSError("no space left"), FetchError("hook: 500")])
def test_a_round_tells_again_only_what_could_not_be_told(library, followed, watch, error):
    told, lines = [], []

    def tell(alerts):
        told.append([alert.found.title for alert in alerts])
        if len(told) == 1:
            raise error

    watching = watch(library, tell=tell, trouble=lines.append)
    for _ in range(3):
        watching.once()
    assert told == [["Titre"], ["Titre"]]
    assert len(lines) == 1


def test_a_round_that_is_broken_off_loses_no_alert(library, followed, watch):
    told = []

    def report(outcome):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(library, tell=told.extend, report=report).once()
    assert len(library) == 1
    watch(library, tell=told.extend).once()
    assert [alert.found.title for alert in told] == ["Titre"]


def test_a_round_that_is_stopped_loses_no_alert(library, followed, watch):
    told = []
    watching = watch(library, tell=told.extend)
    watching.report = lambda outcome: watching.stop()
    watching.once()
    watch(library, tell=told.extend).once()
    assert len(told) == len(library) == 1


def test_a_saved_search_that_cannot_be_understood_costs_the_others_no_alert(library, followed, watch):
    with library.database.writing() as connection:  # an older version may have known such an event
        connection.execute(schema.searches.insert().values(name="autre", query="event:nothing", created="2031-03-01"))
    told, lines = [], []
    watch(library, tell=told.extend, trouble=lines.append).once()
    assert [alert.search for alert in told] == ["bac"]
    assert any("autre" in line for line in lines)


def test_alerts_as_a_feed_have_an_entry_each(library, take):
    searches.save(library.database, "mer & <port>", "bac OR phare")
    searches.save(library.database, "bac", "bac")
    alerts = take("Le bac & le < phare\x0b.", "Le phare.", title="Le <b> & \x01 quai")
    parsed = feedparser.parse(alerts_feed(alerts))
    assert not parsed.bozo
    assert (parsed.version, parsed.feed.title) == ("atom10", "Sourcier alerts")
    assert len({entry.id for entry in parsed.entries}) == len(parsed.entries) == len(alerts) == 3
    assert {entry.link for entry in parsed.entries} == {alert.found.url for alert in alerts}
    assert all("bac" in entry.summary or "phare" in entry.summary for entry in parsed.entries)
    assert any(entry.summary.startswith("mer &amp; &lt;port&gt;") or entry.summary.startswith("mer & <port>") for entry in parsed.entries)  # fmt: skip
    assert feedparser.parse(alerts_feed([])).entries == []


def test_a_feed_file_holds_all_alerts_and_is_never_half(library, take, tmp_path):
    searches.save(library.database, "bac", "bac")
    path = tmp_path / "alertes.xml"
    telling = Alerts(library, False, str(path), None)
    for n in range(3):
        alerts = take(f"Le bac part {n} fois.", address=f"{ADDRESS}/{n}")
        telling.tell(alerts)
        searches.told(library.database, alerts)
        assert len(feedparser.parse(path.read_bytes()).entries) == n + 1
    assert [p.name for p in tmp_path.iterdir() if "alertes" in p.name] == ["alertes.xml"]
    with pytest.raises(OSError):
        Alerts(library, False, str(tmp_path / "nulle" / "part.xml"), None).tell(alerts)


def test_a_webhook_is_posted_json(library, take, site):
    searches.save(library.database, "bac", "bac")
    site.pages["/hook"] = (200, {}, b"ok")
    alerts = take("Le bac part à Vérigny.")
    Alerts(library, False, None, site.address + "/hook").tell(alerts)
    ((path, body),) = site.posted
    (told,) = json.loads(body)["alerts"]
    assert path == "/hook"
    assert (told["search"], told["found"]["url"]) == ("bac", f"{ADDRESS}/0")
    assert told["found"]["hits"][0]["text"] == "Le bac part à Vérigny."


@pytest.mark.parametrize("path", ["/gone", "/error"])
def test_a_webhook_that_takes_nothing_is_an_error(library, take, site, path):
    searches.save(library.database, "bac", "bac")
    site.pages["/error"] = (500, {}, b"")
    with pytest.raises(FetchError) as caught:
        Alerts(library, False, None, site.address + path).tell(take("Le bac part."))
    assert "\n" not in str(caught.value)


def test_a_webhook_is_an_address(library):
    for wrong in ("hook", "ftp://aurore.example/hook"):
        with pytest.raises(InputError, match="is no http"):
            Alerts(library, False, None, wrong)
