"""Who is spoken of: people with their offices, organisations, countries and groups, and every mention of them.

People come from the statistical model's names, mended by rules, and from what the article itself says of them: a full
name, an office beside it, then surnames, offices, epithets and pronouns that can only mean that person. What stays
ambiguous is left out: an office that the article never joins to a name is an actor without a name. The steps run in
the order of certainty and share a register (`actor_register`).
"""

from __future__ import annotations

from sourcier.reading.actor_register import Register
from sourcier.reading.bodies import Bodies
from sourcier.reading.countries import Countries
from sourcier.reading.draft import Draft
from sourcier.reading.gazetteer import fold
from sourcier.reading.office_holders import OfficeHolders
from sourcier.reading.offices import find_offices
from sourcier.reading.people import People
from sourcier.reading.pronouns import Pronouns


def read_entities(draft: Draft) -> None:
    """Fill `draft.actors`; ids in order of first mention."""
    register = Register(draft)
    people = People(register).read()
    starts = {start: end for start, end, _ in people}
    offices = find_offices(draft.doc, draft.language, draft.grammar, starts)
    OfficeHolders(register).read(offices, people)
    bodies = Bodies(register)
    bodies.read_names()
    Countries(register).read()
    bodies.read_nouns()
    Pronouns(register).read()
    _join_members(register)
    draft.actors = tuple(register.records())


def _join_members(register: Register) -> None:
    """ "La délégation sera composée de A, B et C" makes them members."""
    lexicon = register.draft.language.toml("people")["delegation"]
    nouns = frozenset(map(fold, lexicon["nouns"]))
    for token in register.doc:
        if token.lemma_ not in lexicon["verbs"]:
            continue
        subject = next((s for s in register.grammar.own_subjects(token) if fold(s.lemma_) in nouns), None)
        group = register.taken.get(subject.i) if subject is not None else None
        if group is None:
            continue
        for known in register.known:
            if known.kind == "person" and any(token.i < start < token.sent.end for start, _, _ in known.mentions):
                group.members.append(known)
