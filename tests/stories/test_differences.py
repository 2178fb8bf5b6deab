"""Where sources disagree, and where what looks like it is none: what changed, what another unit or zone says."""

from __future__ import annotations

import pytest

FIRST, SAME_DAY, LATER = "2027-03-03T18:00:00+01:00", "2027-03-03T19:00:00+01:00", "2027-03-06T18:00:00+01:00"


@pytest.fixture(scope="session")
def differences_of(read_article, dossier_of):
    """`differences_of((text, language, published), …)`: the differences between articles, each of its own outlet."""

    def make(*told):
        articles = [
            read_article(text, language, published=published, title="News", outlet=f"Outlet {n}")
            for n, (text, language, published) in enumerate(told)
        ]
        return dossier_of(*articles).differences

    return make


def en(count: str) -> str:
    return f"{count} people were killed in the explosion in Lyon on 3 March 2027."


def fr(count: str) -> str:
    return f"{count} personnes ont été tuées dans l'explosion à Lyon le 3 mars 2027."


def values(difference) -> list[str]:
    return [value.value for value in difference.values]


def test_the_reader_reads_tolls(read_article):
    for text, language in ((en("Eleven"), "en"), (fr("Onze"), "fr")):
        record = read_article(text, language, published=FIRST)
        assert [(event.type, event.status) for event in record.events] == [("death", "happened")]


@pytest.mark.parametrize(
    ("one", "other"), [((en("Eight"), "en"), (en("14"), "en")), ((fr("Huit"), "fr"), (en("Fourteen"), "en"))]
)
def test_a_toll_that_rises_is_no_difference(differences_of, one, other):
    assert differences_of((*one, FIRST), (*other, LATER)) == ()


def test_the_same_toll_in_words_and_figures_is_no_difference(differences_of):
    assert differences_of((en("Eleven"), "en", FIRST), (fr("11"), "fr", SAME_DAY)) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((en("Eight"), "en"), (fr("Onze"), "fr")),
        ((fr("8"), "fr"), (fr("Onze"), "fr")),
        ((en("8"), "en"), (en("11"), "en")),
    ],
)
def test_tolls_of_one_day_that_differ(differences_of, one, other):
    (found,) = differences_of((*one, FIRST), (*other, SAME_DAY))
    assert (found.field, values(found)) == ("number", ["11", "8"])
    assert (found.correction, found.corrected) == (None, None)
    assert [value.sources[0].outlet for value in found.values] == ["Outlet 1", "Outlet 0"]
    assert [value.sources[0].sentence for value in found.values] == [other[0], one[0]]


def test_one_outlet_that_tells_more_the_same_day_corrects_itself(read_article, dossier_of):
    articles = [
        read_article(en(count), "en", published=day, outlet="One") for count, day in (("8", FIRST), ("11", SAME_DAY))
    ]
    assert dossier_of(*articles).differences == ()


@pytest.mark.parametrize(
    ("one", "other", "correction"),
    [
        ((en("Fourteen"), "en"), (f"{en('Eleven')} Contrary to what we reported, eleven people were killed in Lyon.", "en"), "Contrary"),
        ((en("Fourteen"), "en"), (f"{en('Eleven')} The death toll of fourteen was lowered to eleven, the police said.", "en"), "lowered"),
        ((fr("Quatorze"), "fr"), (f"{fr('Onze')} Contrairement à ce que nous avions annoncé, onze personnes ont été tuées à Lyon.", "fr"), "Contrairement"),
        ((fr("Quatorze"), "fr"), (f"{fr('Onze')} Le bilan de quatorze morts a été ramené à onze, a dit la préfecture.", "fr"), "ramené"),
    ],
)  # fmt: skip
def test_a_toll_that_is_taken_back(differences_of, one, other, correction):
    (found,) = differences_of((*one, FIRST), (*other, LATER))
    assert (found.field, values(found), found.corrected) == ("number", ["11", "14"], "14")
    assert correction in found.correction.sentence


def test_what_articles_count_is_compared(differences_of):
    french, english = "L'usine de Lyon va supprimer 412 emplois.", "About 430 jobs will go at the plant in Lyon."
    (found,) = differences_of((french, "fr", FIRST), (english, "en", SAME_DAY))
    assert (found.field, found.event, values(found)) == ("number", None, ["430", "412"])
    assert [value.sources[0].sentence for value in found.values] == [english, french]


@pytest.mark.parametrize(
    "other",
    [
        "The owner of the plant in Lyon has 3,000 jobs in Europe.",  # too far from it to be the same number
        "The plant in Lyon sold 430 tickets.",  # of something else
        "The plant in Lyon will cut 412 jobs.",
    ],
)
def test_counts_of_two_things_are_no_difference(differences_of, other):
    french = "L'usine de Lyon va supprimer 412 emplois."
    assert differences_of((french, "fr", FIRST), (other, "en", SAME_DAY)) == ()


def test_sums_of_money_are_compared_in_one_currency(differences_of):
    french = "Les travaux du pont de Lyon coûteront 6,8 millions d'euros."
    (found,) = differences_of((french, "fr", FIRST), ("The repairs of the bridge will cost €6.2m.", "en", LATER))
    assert (found.field, values(found)) == ("number", ["6200000", "6800000"])
    for other in ("The repairs of the bridge will cost $6.2m.", "The repairs of the bridge will cost €7m."):
        assert differences_of((french, "fr", FIRST), (other, "en", LATER)) == ()  # other money; round figures


def trial(language: str, day: int, hour: str) -> tuple[str, str, str]:
    if language == "fr":
        return f"Le procès de Paul Vasseur s'ouvrira à Rouen le {day} mars 2027 à {hour}.", "fr", FIRST
    return f"The trial of Paul Vasseur will begin in Rouen on {day} March 2027 at {hour}.", "en", SAME_DAY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", 10, "9 am"), ("en", 10, "11 am")),
        (("fr", 10, "9 heures"), ("fr", 10, "11 heures")),
        (("fr", 10, "9 heures"), ("en", 10, "11 am")),
    ],
)
def test_hours_that_differ(differences_of, one, other):
    told, others = trial(*one), trial(*other)
    (found,) = differences_of(told, (*others[:2], SAME_DAY))
    assert found.field == "time"
    assert sorted(value[:16] for value in values(found)) == ["2027-03-10T09:00", "2027-03-10T11:00"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", 10, "9 am"), ("en", 10, "9:00")),
        (("fr", 10, "9 heures"), ("en", 10, "9 am")),
        (("fr", 10, "15 heures, heure de Paris"), ("en", 10, "14:00 GMT")),
    ],
)
def test_hours_that_are_the_same(differences_of, one, other):
    assert differences_of(trial(*one), trial(*other)) == ()


def test_a_day_and_an_hour_of_it_are_no_difference(differences_of):
    day = "The trial of Paul Vasseur will begin in Rouen on 10 March 2027."
    assert differences_of((day, "en", FIRST), trial("en", 10, "9 am")) == ()


def test_a_meeting_that_was_moved_is_no_difference(differences_of):
    assert (
        differences_of(
            ("The trial of Paul Vasseur will begin in Rouen on 10 March 2027.", "en", FIRST),
            ("The trial of Paul Vasseur in Rouen has been postponed from 10 March to 12 March 2027.", "en", LATER),
        )
        == ()
    )


QUOTES = {
    "en": "“We will repair the bridge before the {} comes back to the valley,” {} said.",
    "fr": "« Nous réparerons le pont avant que {} ne revienne dans la vallée », a déclaré {}.",
}
SEASONS = {"en": ("summer", "autumn"), "fr": ("l'été", "l'automne")}


def quoted(language: str, season: int, speaker: str) -> str:
    return QUOTES[language].format(SEASONS[language][season], speaker)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_words_given_to_two_speakers(differences_of, read_article, language):
    one, other = quoted(language, 0, "Ana Roy"), quoted(language, 0, "Karl Berg")
    assert [quote.kind for quote in read_article(one, language).quotes] == ["direct"]
    (found,) = differences_of((one, language, FIRST), (other, language, SAME_DAY))
    assert (found.field, found.event, values(found)) == ("speaker", None, ["Karl Berg", "Ana Roy"])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_words_that_are_quoted_otherwise(differences_of, language):
    one, other = quoted(language, 0, "Ana Roy"), quoted(language, 1, "Ana Roy")
    (found,) = differences_of((one, language, FIRST), (other, language, SAME_DAY))
    assert found.field == "wording"
    assert [SEASONS[language][1] in value for value in values(found)] == [True, False]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_words_that_are_quoted_alike(differences_of, language):
    one = quoted(language, 0, "Ana Roy")
    assert differences_of((one, language, FIRST), (one + " ", language, SAME_DAY)) == ()


def test_words_that_are_cut_are_no_difference(differences_of):
    short = "“We will repair the bridge before the summer comes,” Ana Roy said."
    assert differences_of((quoted("en", 0, "Ana Roy"), "en", FIRST), (short, "en", SAME_DAY)) == ()


def test_other_words_of_one_person_are_no_difference(differences_of):
    other = "“The school will close its doors in June because nobody pays the teachers,” Ana Roy said."
    assert differences_of((quoted("en", 0, "Ana Roy"), "en", FIRST), (other, "en", SAME_DAY)) == ()
