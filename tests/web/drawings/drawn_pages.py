"""Pages with as many events or places as a test wants, in the markup that the drawings read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

STATUSES = ("happened", "ongoing", "scheduled", "conditional", "forecast", "demanded", "denied", "cancelled")


def page(body: str) -> str:
    """A page around it, with the scripts and style sheets of a drawing."""
    return (
        '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Dessin</title><link rel="icon" href="data:,">'
        '<link rel="stylesheet" href="/dossier.css"><link rel="stylesheet" href="/static/drawings.css">'
        '<link rel="stylesheet" href="/page.css"><script type="module" src="/static/drawings/start.js"></script>'
        f"<main>{body}</main></html>"
    )


def timeline(number: int, *, days: int) -> str:
    """A page with a timeline of events spread over some days, more of them towards the end."""
    items = []
    for index in range(number):
        share = (index / number) ** 0.5
        day = date(2026, 1, 1) + timedelta(days=int(share * days))
        status = STATUSES[index * 7 % 8 if index % 3 else 0]
        items.append(
            f'<li id="e{index}" data-event data-status="{status}" data-begin="{day}"><span data-part="type">fait</span> '
            f'<time data-part="when">{day}</time> <b data-part="words">le fait numéro {index} de la liste</b></li>'
        )
    return page(
        '<figure class="drawing" data-drawing="timeline" data-of="events" data-now="2026-03-01" aria-label="Temps">'
        f'</figure><ol id="events">{"".join(items)}</ol>'
    )


def map_of(places: Iterable[tuple[str, float, float, int]]) -> str:
    """A page with a map of these: name, latitude, longitude, articles."""
    rows = "".join(
        f'<tr id="p{index}" data-lat="{lat}" data-lon="{lon}" data-count="{count}"><th data-part="name">{name}</th></tr>'
        for index, (name, lat, lon, count) in enumerate(places)
    )
    return page(
        '<figure class="drawing" data-drawing="map" data-of="places" aria-label="Carte"></figure>'
        f'<table id="places">{rows}</table>'
    )
