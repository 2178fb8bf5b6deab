"""A dossier as rich as they come, by hand: every outlet, person and sentence in it is invented."""

from __future__ import annotations

from sourcier.stories.model import (
    Change,
    Claim,
    Difference,
    Dossier,
    EventActor,
    EventMention,
    EventPlace,
    OfficeSpan,
    Person,
    Prospect,
    Reason,
    Said,
    Source,
    Story,
    StoryArticle,
    StoryEvent,
    StoryPlace,
    Value,
)

GAZETTE = ("La Gazette de Valmont", "https://gazette.example/2027/03/glissement-de-terrain", "fr")
COURRIER = ("Le Courrier des Alpes", "https://courrier.example/barrage?id=7&page=2", "fr")
HERALD = ("The Alpine Herald", "https://herald.example/valmont-toll", "en")
LEDGER = ("Northern Ledger", None, "en")
NOBODY = (None, None, "en")

PUBLISHED = {
    "a1": "2027-03-03T07:42:00+01:00",
    "a2": "2027-03-03T12:10:00+01:00",
    "a3": "2027-03-04T09:05:00+00:00",
    "a4": "2027-03-05",
    "a5": "2027-03-08T18:30:00+01:00",
    "a6": None,
}
OUTLETS = {"a1": GAZETTE, "a2": HERALD, "a3": LEDGER, "a4": COURRIER, "a5": GAZETTE, "a6": NOBODY}


def source(article: str, sentence: str, start: int = 120) -> Source:
    outlet, url, language = OUTLETS[article]
    return Source(article, outlet, url, language, PUBLISHED[article], start, start + len(sentence), sentence)


SLIDE = source(
    "a1",
    "Un glissement de terrain a emporté mercredi à l’aube la route du barrage de Valmont, et douze personnes sont portées disparues.",
)
SLIDE_EN = source(
    "a2", "At least 12 people are missing after a landslide cut the road to the Valmont dam on Wednesday."
)
MEETING = source(
    "a2", "The energy ministers of France and Switzerland will meet in Geneva on Tuesday at 10:00 to decide on the dam."
)
MOVED = source(
    "a4", "La réunion de Genève, prévue mardi, est repoussée à jeudi 11 mars à 14 heures, a annoncé la ministre."
)
TOLL_15 = source("a3", "Rescuers put the number of missing at 15 on Thursday.")
TOLL_14 = source(
    "a5",
    "Le bilan a été revu : quatorze personnes, et non quinze comme l’indiquait jeudi le Northern Ledger, manquent.",
)
DENIAL = source(
    "a3",
    "“Nobody warned us of a crack in the dam,” operator Hydralpe said in a statement, denying the union’s account.",
)
WARNING = source("a2", "The union says that engineers reported a crack to Hydralpe in January.")
BRIEFING = source("a1", "Le préfet tiendra une conférence de presse vendredi à 17 heures à Valmont.")
NO_BRIEFING = source("a4", "La conférence de presse du préfet, prévue vendredi, est annulée.")
IF_RAIN = source(
    "a2", "If it keeps raining until Sunday, the lower valley will have to be evacuated, prefect Anselme Roche warned."
)
EVACUATED = source("a5", "Les 2 300 habitants de la basse vallée ont été évacués dimanche.")
IF_CRACK = source(
    "a4", "Si la fissure s’élargit, le barrage sera vidangé, une issue que l’expert juge probable à 30 %."
)
REOPEN = source("a5", "La route rouvrira avant l’été, assure la ministre Inès Carvallo.")
NO_DATE = source("a6", "An inquiry is under way.")

GENEVA = EventPlace("Geneva", 46.20222, 6.14569, "CH", 2660646)
VALMONT = EventPlace("Valmont", None, None, None, None)


def mention(event: str, words: str, status: str, told: Source, **more: object) -> EventMention:
    fields: dict[str, object] = {
        "polarity": "positive",
        "begin": None,
        "finish": None,
        "place": None,
        "holder": None,
        "condition": None,
        "probability": None,
    }
    return EventMention(event=event, words=words, status=status, source=told, **{**fields, **more})  # type: ignore[arg-type]


EVENTS = (
    StoryEvent(
        id="00000000000000e1",
        type="disaster",
        plover=None,
        words="Un glissement de terrain a emporté la route du barrage de Valmont",
        status="happened",
        begin="2027-03-03",
        finish="2027-03-03",
        zone=None,
        place=VALMONT,
        actors=(),
        values={"number": (Value("12", "douze personnes disparues", (SLIDE_EN, SLIDE)),)},
        history=(Change("held", PUBLISHED["a1"], "2027-03-03", None, None, SLIDE),),
        mentions=(
            mention("e1", "a emporté la route", "happened", SLIDE, begin="2027-03-03"),
            mention("e2", "a landslide cut the road", "happened", SLIDE_EN, begin="2027-03-03"),
        ),
    ),
    StoryEvent(
        id="00000000000000e2",
        type="evacuation",
        plover="AID",
        words="les habitants de la basse vallée ont été évacués",
        status="happened",
        begin="2027-03-07",
        finish="2027-03-07",
        zone=None,
        place=None,
        actors=(EventActor("habitants", None, "group", "patient"),),
        values={},
        history=(Change("held", PUBLISHED["a5"], "2027-03-07", None, None, EVACUATED),),
        mentions=(mention("e1", "ont été évacués", "happened", EVACUATED, begin="2027-03-07"),),
    ),
    StoryEvent(
        id="00000000000000e3",
        type="press_conference",
        plover="CONSULT",
        words="conférence de presse du préfet",
        status="cancelled",
        begin="2027-03-05T17:00",
        finish="2027-03-05T17:00",
        zone=None,
        place=VALMONT,
        actors=(EventActor("Anselme Roche", "anselme roche", "person", "agent"),),
        values={"status": (Value("cancelled", "annulée", (NO_BRIEFING,)), Value("scheduled", "prévue", (BRIEFING,)))},
        history=(
            Change("announced", PUBLISHED["a1"], "2027-03-05T17:00", None, "Anselme Roche", BRIEFING),
            Change("cancelled", PUBLISHED["a4"], None, "2027-03-05T17:00", None, NO_BRIEFING),
        ),
        mentions=(
            mention("e3", "tiendra une conférence de presse", "scheduled", BRIEFING, begin="2027-03-05T17:00"),
            mention("e2", "est annulée", "happened", NO_BRIEFING, begin="2027-03-05"),
        ),
    ),
    StoryEvent(
        id="00000000000000e4",
        type="meeting",
        plover="CONSULT",
        words="The energy ministers of France and Switzerland will meet in Geneva",
        status="scheduled",
        begin="2027-03-11T14:00+01:00",
        finish="2027-03-11T14:00+01:00",
        zone="Europe/Zurich",
        place=GENEVA,
        actors=(
            EventActor("Inès Carvallo", "ines carvallo", "person", "participant"),
            EventActor("Suisse", "switzerland", "country", "host"),
        ),
        values={"time": (Value("2027-03-11T14:00+01:00", "jeudi 11 mars à 14 heures", (MOVED,)),)},
        history=(
            Change("announced", PUBLISHED["a2"], "2027-03-09T10:00+01:00", None, None, MEETING),
            Change(
                "moved", PUBLISHED["a4"], "2027-03-11T14:00+01:00", "2027-03-09T10:00+01:00", "Inès Carvallo", MOVED
            ),
        ),
        mentions=(
            mention("e4", "will meet in Geneva", "scheduled", MEETING, begin="2027-03-09T10:00+01:00", place="Geneva"),
            mention("e1", "La réunion de Genève", "scheduled", MOVED, begin="2027-03-11T14:00+01:00", place="Genève"),
        ),
    ),
    StoryEvent(
        id="00000000000000e5",
        type="inspection",
        plover=None,
        words="engineers inspect the dam",
        status="scheduled",
        begin="2027-03-12T08:00-05:00",
        finish="2027-03-14T17:59-05:00",
        zone=None,
        place=None,
        actors=(),
        values={},
        history=(),
        mentions=(),
    ),
    StoryEvent(
        id="00000000000000e6",
        type="closure",
        plover=None,
        words="le barrage sera vidangé",
        status="conditional",
        begin="2027-04-01",
        finish="2027-04-30",
        zone=None,
        place=VALMONT,
        actors=(),
        values={},
        history=(),
        mentions=(
            mention(
                "e6", "sera vidangé", "conditional", IF_CRACK, condition="Si la fissure s’élargit", probability=0.3
            ),
        ),
    ),
    StoryEvent(
        id="00000000000000e7",
        type="statement",
        plover=None,
        words="engineers reported a crack to Hydralpe",
        status="denied",
        begin="2027-01",
        finish=None,
        zone=None,
        place=None,
        actors=(EventActor("Hydralpe", "hydralpe", "organisation", "patient"),),
        values={},
        history=(Change("denied", PUBLISHED["a3"], None, None, "Hydralpe", DENIAL),),
        mentions=(mention("e7", "reported a crack", "denied", DENIAL, holder="Hydralpe"),),
    ),
    StoryEvent(
        id="00000000000000e8",
        type="trial",
        plover=None,
        words="An inquiry is under way",
        status="ongoing",
        begin=None,
        finish=None,
        zone=None,
        place=None,
        actors=(),
        values={},
        history=(),
        mentions=(mention("e1", "is under way", "ongoing", NO_DATE),),
    ),
)

DOSSIER = Dossier(
    story=Story(
        id="9f3c2a71d04be856",
        title="Barrage de Valmont : la réunion de Genève repoussée à jeudi",
        section="Société",
        first="2027-03-03",
        last="2027-03-08",
        articles=6,
        languages=("fr", "en"),
        outlets=("La Gazette de Valmont", "The Alpine Herald", "Northern Ledger", "Le Courrier des Alpes"),
        recent=2,
        reads=1840,
    ),
    articles=(
        StoryArticle(
            "a1", 1, "Valmont : douze disparus dans un glissement de terrain", *GAZETTE, PUBLISHED["a1"], ("AFP",), 1.0,
            (Reason("opened"),),
        ),
        StoryArticle(
            "a2", 1, "Landslide at Alpine dam leaves 12 missing", *HERALD, PUBLISHED["a2"], (), 0.71,
            (Reason("places", ("Valmont",)), Reason("words", ("dam", "landslide", "missing"))),
        ),
        StoryArticle(
            "a3", 2, "Operator denies it was warned of crack in Valmont dam", *LEDGER, PUBLISHED["a3"], ("Reuters", "AP"), 0.64,
            (Reason("names", ("Hydralpe", "Valmont")), Reason("events", ("statement", "disaster"))),
        ),
        StoryArticle(
            "a4", 1, "Barrage de Valmont : la réunion de Genève repoussée à jeudi", *COURRIER, PUBLISHED["a4"], (), 0.8,
            (Reason("people", ("Inès Carvallo", "Anselme Roche")), Reason("events", ("meeting", "press_conference"))),
        ),
        StoryArticle(
            "a5", 3, "La basse vallée évacuée", *GAZETTE, PUBLISHED["a5"], (), 0.58, (Reason("places", ("Valmont",)),),
        ),
        StoryArticle("a6", 1, None, *NOBODY, PUBLISHED["a6"], (), 0.4, (Reason("hand"),), copy_of="a3"),
    ),
    first_report=SLIDE,
    events=EVENTS,
    differences=(
        Difference(
            "number",
            "00000000000000e1",
            "personnes disparues",
            (
                Value("14", "quatorze personnes", (TOLL_14,)),
                Value("15", "15", (TOLL_15,), ("Rescuers",)),
                Value("12", "12 people", (SLIDE_EN, SLIDE)),
            ),
            TOLL_14,
            "15",
        ),
        Difference(
            "time",
            "00000000000000e4",
            "meeting in Geneva",
            (
                Value("2027-03-11T14:00+01:00", "jeudi 11 mars à 14 heures", (MOVED,), ("Inès Carvallo",)),
                Value("2027-03-09T10:00+01:00", "Tuesday at 10:00", (MEETING,)),
            ),
        ),
        Difference("wording", None, "“Nobody warned us”", (Value("b", "personne ne nous a prévenus", (TOLL_14,)), Value("a", "Nobody warned us", (DENIAL,)))),
    ),
    claims=(
        Claim(
            "00000000000000e7",
            "engineers reported a crack to Hydralpe in January",
            (Value("true", "reported a crack", (WARNING,), ("the union",)),),
            (Value("false", "nobody warned us", (DENIAL,), ("Hydralpe",)),),
        ),
    ),
    quotes=(
        Said("a3-q1", "Hydralpe", "hydralpe", None, "Nobody warned us of a crack in the dam", "direct", "said", "in a statement", None, None, DENIAL),
        Said("a2-q1", "Anselme Roche", "anselme roche", "prefect", "the lower valley will have to be evacuated", "indirect", "warned", None, None, "2027-03-03", IF_RAIN),
        Said("a4-q1", "Inès Carvallo", "ines carvallo", "ministre de l’Énergie", "La réunion de Genève est repoussée à jeudi", "mixed", "a annoncé", "sur Radio Valmont", "Anselme Roche", "2027-03-05T08:00+01:00", MOVED),
        Said("a5-q1", "Inès Carvallo", "ines carvallo", "ministre de l’Énergie", "La route rouvrira avant l’été", "indirect", "assure", None, None, None, REOPEN),
        Said("a6-q1", None, None, None, "An inquiry is under way", "direct", None, None, None, None, NO_DATE),
    ),
    outlook=(
        Prospect("If it keeps raining until Sunday", "the lower valley will have to be evacuated", None, "Anselme Roche", ("00000000000000e2",), IF_RAIN, "came true", EVACUATED),
        Prospect("Si la fissure s’élargit", "le barrage sera vidangé", 0.3, "l’expert", ("00000000000000e6",), IF_CRACK),
        Prospect("Si la fissure s’élargit", "la vallée n’aura pas d’électricité", None, None, (), IF_CRACK, "did not come true", None),
        Prospect(None, "La route rouvrira avant l’été", None, "Inès Carvallo", (), REOPEN),
    ),
    people=(
        Person("ines carvallo", "Inès Carvallo", "ines carvallo", 3, (OfficeSpan("ministre de l’Énergie", "2027-03-03", "2027-03-08", MOVED), OfficeSpan("députée", None, None, REOPEN)), ("a4-q1", "a5-q1"), ("00000000000000e4",)),
        Person("anselme roche", "Anselme Roche", "anselme roche", 2, (OfficeSpan("prefect", "2027-03-03", "2027-03-03", IF_RAIN),), ("a2-q1",), ("00000000000000e3",)),
        Person("m. brun", "M. Brun", None, 1),
    ),
    places=(
        StoryPlace("Valmont", None, None, None, None, 5, ("00000000000000e1", "00000000000000e3")),
        StoryPlace("Geneva", 46.20222, 6.14569, "CH", 2660646, 2, ("00000000000000e4",)),
    ),
    made="2027-03-09T06:00:00Z",
)  # fmt: skip
