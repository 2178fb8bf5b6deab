"""The outlook: what may come, as the page tells it, each scenario with what it hangs on and who says so."""

from __future__ import annotations

from sourcier.reading.conditions import Condition, find_conditions, find_odds
from sourcier.reading.draft import Draft
from sourcier.record import Clause, Event, Scenario


def read_outlook(draft: Draft) -> None:
    """Fill `draft.outlook`: conditions with their outcomes, then forecasts and what is ruled out, in text order.

    What is simply scheduled is the agenda and not repeated here.
    """
    found: list[tuple[int, Scenario]] = []
    for condition in find_conditions(draft):
        scenario = _conditional(draft, condition)
        if scenario is not None:
            found.append((condition.start, scenario))
    for event in draft.events:
        if event.status == "forecast" or (event.status == "denied" and _ahead(draft, event)):
            scenario = Scenario(
                outcomes=(event.id,),
                outcome=Clause(start=event.start, end=event.end, text=event.text),
                probability=event.probability,
                holder=event.holder,
            )
            if not any(_same(draft, scenario, other) for _, other in found):
                found.append((event.start, scenario))
    draft.outlook = tuple(scenario for _, scenario in sorted(found, key=lambda item: item[0]))


def _conditional(draft: Draft, condition: Condition) -> Scenario | None:
    text = draft.article.text
    events = [
        e
        for e in draft.events
        if e.condition is not None and e.condition.start == condition.start and e.status == "conditional"
    ]
    group = draft.grammar.group(condition.main)
    ahead = group.tense in {"future", "present"} or group.mood == "conditional" or bool(group.modals)
    complements = draft.grammar.complements(condition.main)
    ahead = ahead or any(
        draft.grammar.group(c).tense == "future" or draft.grammar.group(c).mood == "conditional" for c in complements
    )
    if not events and not ahead:
        return None
    main = complements[0] if complements and condition.main.lemma_ in _cues(draft) else condition.main
    start, end = draft.grammar.phrase(main, "adverbial_clause", "parenthesis")
    quote = next((q for q in draft.quotes if q.start <= condition.start < q.end), None)
    if quote is not None:
        start, end = max(start, quote.start), min(end, quote.end)
    start, end = _trimmed(draft, *_apart(start, end, condition))
    odds = next((e.probability for e in events if e.probability is not None), None)
    if odds is None and not any(e.sentence == draft.sentence_at(condition.start) for e in draft.events):
        stated = find_odds(text, main.sent.start_char, main.sent.end_char, draft.language)
        odds = stated[0].probability if stated else None
    holder = next((e.holder for e in events if e.holder), None) or (quote.speaker if quote else None)
    if end <= start and events:
        start, end = events[0].start, events[0].end
    return Scenario(
        condition=Clause(start=condition.start, end=condition.end, text=text[condition.start : condition.end]),
        outcomes=tuple(e.id for e in events),
        outcome=Clause(start=start, end=end, text=text[start:end]) if end > start else None,
        probability=odds,
        holder=holder,
    )


def _apart(start: int, end: int, condition: Condition) -> tuple[int, int]:
    """The outcome's words beside the condition's, on the longer side."""
    if condition.end <= start or condition.start >= end:
        return start, end
    before, after = condition.start - start, end - condition.end
    return (condition.end, end) if after >= before else (start, condition.start)


def _trimmed(draft: Draft, start: int, end: int) -> tuple[int, int]:
    """The words of an outcome without conjunctions before it, and without marks that enclose only part of it."""
    span = draft.doc.char_span(start, end, alignment_mode="contract") if end > start else None
    if span is None:
        return start, start
    first, last = 0, len(span)
    while first < last and (span[first].is_punct or span[first].pos_ in {"CCONJ", "SCONJ"} or span[first].is_space):
        first += 1
    while last > first and (span[last - 1].is_punct or span[last - 1].pos_ == "CCONJ" or span[last - 1].is_space):
        last -= 1
    if first == last:
        return start, start
    start, end = span[first].idx, span[last - 1].idx + len(span[last - 1])
    words = draft.article.text[start:end]
    for opening, closing in (("«", "»"), ("“", "”")):
        if words.count(opening) > words.count(closing):
            rest = draft.article.text[end:].lstrip()
            if rest.startswith(closing):
                end = draft.article.text.index(closing, end) + 1
    return start, end


def _ahead(draft: Draft, event: Event) -> bool:
    """Whether a denied event is one to come: told in the future, or ruled out ("exclut une rencontre")."""
    span = draft.doc.char_span(event.start, event.end, alignment_mode="expand")
    trigger = draft.doc.char_span(event.trigger.start, event.trigger.end, alignment_mode="expand")
    if span is None or trigger is None:
        return False
    ruling_out = draft.language.toml("status")["ruling_out"]
    if any(token.lemma_ in ruling_out for token in draft.grammar.path_to_root(trigger.root)):
        return True
    groups = [draft.grammar.group(t) for t in span if t.pos_ in {"VERB", "AUX"}]
    return any(g.tense == "future" or g.mood == "conditional" for g in groups)


def _same(draft: Draft, one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios say the same: the same event types at the same odds on the same word."""
    events = {e.id: e for e in draft.events}
    types = [{events[i].type for i in scenario.outcomes} for scenario in (one, other)]
    return (
        bool(types[0])
        and types[0] == types[1]
        and one.probability == other.probability
        and one.probability is not None
        and one.holder == other.holder
    )


def _cues(draft: Draft) -> frozenset[str]:
    return frozenset(row["lemma"] for row in draft.language.tsv("cues"))
