"""Who said what, in both languages."""

from __future__ import annotations

import pytest


def said(draft):
    names = {actor.id: actor.name for actor in draft.actors}
    return [(q.kind, q.text, names.get(q.speaker), q.speaker_text) for q in draft.quotes]


FRENCH = "La maire de Valmont, Ana Roy, a ouvert la séance avec le préfet du Jura, Luc Ferrand."
ENGLISH = "Mayor Ann Marrow opened the meeting with the police chief, Tom Oduya."


@pytest.mark.parametrize(
    ("text", "kind", "content", "speaker"),
    [
        (
            "« Nous rouvrirons le pont en mai », a promis Ana Roy.",
            "direct",
            "« Nous rouvrirons le pont en mai »",
            "Ana Roy",
        ),
        (
            "Ana Roy a prévenu : « Le pont restera fermé tout l'hiver. »",
            "direct",
            "« Le pont restera fermé tout l'hiver. »",
            "Ana Roy",
        ),
        ("Ana Roy a indiqué que le pont resterait fermé.", "indirect", "le pont resterait fermé", "Ana Roy"),
        (
            "Selon Luc Ferrand, le pont restera fermé jusqu'en mai.",
            "indirect",
            "le pont restera fermé jusqu'en mai",
            "Luc Ferrand",
        ),
        (
            "Le pont restera fermé jusqu'en mai, a précisé le préfet.",
            "indirect",
            "Le pont restera fermé jusqu'en mai",
            "Luc Ferrand",
        ),
        ("Ana Roy a jugé « tout à fait possible » une réouverture.", "mixed", None, "Ana Roy"),
        (
            "Interrogée mardi par Radio Valmont, Ana Roy a nié avoir reçu la lettre.",
            "indirect",
            "avoir reçu la lettre",
            "Ana Roy",
        ),
    ],
)
def test_french(draft_of, text, kind, content, speaker):
    draft = draft_of(f"{FRENCH}\n\n{text}", "fr", until="quotes")
    found = said(draft)
    assert found, "no quote found"
    assert found[-1][0] == kind
    assert found[-1][2] == speaker
    if content:
        assert found[-1][1] == content


@pytest.mark.parametrize(
    ("text", "kind", "content", "speaker"),
    [
        (
            "“We will reopen the bridge in May,” Marrow said.",
            "direct",
            "“We will reopen the bridge in May,”",
            "Ann Marrow",
        ),
        (
            "“We will reopen the bridge in May,” said Oduya.",
            "direct",
            "“We will reopen the bridge in May,”",
            "Tom Oduya",
        ),
        (
            "Marrow told reporters that the bridge would stay shut.",
            "indirect",
            "the bridge would stay shut",
            "Ann Marrow",
        ),
        (
            "According to Oduya, the bridge will stay shut until May.",
            "indirect",
            "the bridge will stay shut until May",
            "Tom Oduya",
        ),
        ("Marrow said the works would “take a while”.", "mixed", "the works would “take a while”", "Ann Marrow"),
    ],
)
def test_english(draft_of, text, kind, content, speaker):
    draft = draft_of(f"{ENGLISH}\n\n{text}", "en", until="quotes")
    assert said(draft)[-1][:3] == (kind, content, speaker)


def test_a_pronoun_clitic_is_its_person_and_never_a_name(draft_of):
    draft = draft_of(
        f"{FRENCH}\n\n« Rien n'est décidé », a dit Ana Roy. « On verra au printemps », a-t-elle ajouté.",
        "fr",
        until="quotes",
    )
    assert [s[2] for s in said(draft)] == ["Ana Roy", "Ana Roy"]
    assert said(draft)[-1][3] == "elle"


def test_a_speech_interrupted_by_its_cue_is_one_quote_of_two_pieces(draft_of):
    draft = draft_of(
        f"{FRENCH}\n\n« Le pont rouvrira », a dit Ana Roy, « et il tiendra cent ans ».", "fr", until="quotes"
    )
    (quote,) = draft.quotes
    assert len(quote.pieces) == 2
    assert draft.article.text[quote.pieces[1].start : quote.pieces[1].end] == "« et il tiendra cent ans »"


def test_a_participle_goes_on_from_the_speaker_before(draft_of):
    draft = draft_of(
        f"{FRENCH}\n\nSelon Luc Ferrand, le pont tiendra, ajoutant que « rien ne presse ».", "fr", until="quotes"
    )
    assert [s[2] for s in said(draft)] == ["Luc Ferrand", "Luc Ferrand"]


def test_an_addressee_and_a_channel_are_no_speakers(draft_of):
    draft = draft_of(
        f"{ENGLISH}\n\n“We will see,” Marrow told the BBC on Monday.", "en", published="2031-03-05", until="quotes"
    )
    (quote,) = draft.quotes
    assert (said(draft)[0][2], quote.channel) == ("Ann Marrow", "BBC")
    assert quote.said is not None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le musée expose « Les Tournesols du soir » jusqu'en mai.", "fr"),
        ("Ana Roy n'a pas précisé la date.", "fr"),
        ("The gallery shows “Boats at Dusk” until May.", "en"),
    ],
)
def test_words_that_nobody_says_are_no_quotes(draft_of, text, language):
    assert draft_of(text, language, until="quotes").quotes == ()


def test_an_unnamed_speaker_keeps_the_words_and_invents_nobody(draft_of):
    draft = draft_of("« C'est une surprise », confie une voisine.", "fr", until="quotes")
    names = {actor.id: actor for actor in draft.actors}
    (quote,) = draft.quotes
    assert quote.speaker_text == "une voisine"
    assert quote.speaker is None or names[quote.speaker].key is None


@pytest.mark.parametrize(
    ("text", "language", "content", "speaker"),
    [
        ("« Le pont rouvrira », tranche Ana Roy.", "fr", "« Le pont rouvrira »", "Ana Roy"),
        ("Ana Roy dément que le pont soit fermé.", "fr", "le pont soit fermé", "Ana Roy"),
    ],
)
def test_verbs_that_the_tagger_takes_for_nouns(draft_of, text, language, content, speaker):
    draft = draft_of(f"{FRENCH}\n\n{text}", language, until="quotes")
    assert said(draft)[-1][1:3] == (content, speaker)


def test_an_infinitive_goes_on_from_the_speaker_before(draft_of):
    draft = draft_of(
        f"{FRENCH}\n\n« Le pont tiendra », a assuré Ana Roy, avant d'ajouter que les travaux étaient finis.",
        "fr",
        until="quotes",
    )
    assert [s[1:3] for s in said(draft)] == [
        ("« Le pont tiendra »", "Ana Roy"),
        ("les travaux étaient finis", "Ana Roy"),
    ]


@pytest.mark.parametrize(
    ("text", "language", "content"),
    [
        ("Ana Roy a demandé si le pont tiendrait.", "fr", "si le pont tiendrait"),
        ("Le préfet a expliqué pourquoi la route était fermée.", "fr", "pourquoi la route était fermée"),
        ("Marrow asked whether the bridge would hold.", "en", "whether the bridge would hold"),
    ],
)
def test_reported_questions(draft_of, text, language, content):
    draft = draft_of(f"{FRENCH if language == 'fr' else ENGLISH}\n\n{text}", language, until="quotes")
    assert said(draft)[-1][:2] == ("indirect", content)


@pytest.mark.parametrize(
    ("text", "language", "speaker"),
    [
        ("Le pont rouvrira en mai, indique un communiqué.", "fr", "un communiqué"),
        ("The bridge will reopen in May, said a source close to the talks.", "en", "a source close to the talks"),
    ],
)
def test_unnamed_sources_speak(draft_of, text, language, speaker):
    assert said(draft_of(text, language, until="quotes"))[-1][2:] == (None, speaker)


def test_an_agency_that_a_story_is_according_to_is_no_channel(draft_of):
    (quote,) = draft_of("The bridge was shut on Monday, according to AFP.", "en", until="quotes").quotes
    assert (quote.speaker_text, quote.channel) == ("AFP", None)


def test_a_place_before_the_speaker_is_no_speaker(draft_of):
    draft = draft_of(f"{FRENCH}\n\nÀ Bruxelles, la maire a dit que le pont tiendrait.", "fr", until="quotes")
    assert said(draft)[-1][2] == "Ana Roy"


def test_a_clause_without_a_verb_of_its_own_is_not_said(draft_of):
    text = "L'image, qui a fait le tour du monde, montre Ana Roy sur le pont."
    assert draft_of(f"{FRENCH}\n\n{text}", "fr", until="quotes").quotes == ()


def test_a_pronoun_behind_a_stranger_names_nobody(draft_of):
    draft = draft_of(
        f"{FRENCH}\n\nSelon un proche du préfet, « le pont est dangereux ». « Tout le monde le sait », a-t-il lâché.",
        "fr",
        until="quotes",
    )
    assert [s[2] for s in said(draft)] == [None, None]


@pytest.mark.parametrize(
    ("text", "language", "content", "speaker"),
    [
        (
            "« Le pont, a dit Ana Roy, rouvrira en mai. »",
            "fr",
            "« Le pont, a dit Ana Roy, rouvrira en mai. »",
            "Ana Roy",
        ),
        ("Ana Roy se lève : « Qui a signé cette lettre ? »", "fr", "« Qui a signé cette lettre ? »", "Ana Roy"),
        ("Le pont rouvrira en mai, ont calculé des géomètres.", "fr", "Le pont rouvrira en mai", "des géomètres"),
        ("Le pont rouvrira en mai, comme l'a révélé Ana Roy.", "fr", "Le pont rouvrira en mai", "Ana Roy"),
        ("Ana Roy, pour qui le pont tiendra, est partie.", "fr", "le pont tiendra", "Ana Roy"),
        ("Ana Roy s'est bornée à répondre que le pont tenait.", "fr", "le pont tenait", "Ana Roy"),
        ("Ana Roy a démenti toute négligence.", "fr", "toute négligence", "Ana Roy"),
        ("Ana Roy a dit ne pas connaître la lettre.", "fr", "ne pas connaître la lettre", "Ana Roy"),
        ("« Nous attendons », nous raconte Ana Roy.", "fr", "« Nous attendons »", "Ana Roy"),
        ("The bridge, Marrow said, will open in May.", "en", "The bridge, Marrow said, will open in May", "Ann Marrow"),
        ("Marrow was quoted as saying the bridge was safe.", "en", "the bridge was safe", "Ann Marrow"),
        ("Marrow said it was safe but would not be drawn on a date.", "en", "it was safe", "Ann Marrow"),
        ("It is a bridge that Marrow said was never safe.", "en", "was never safe", "Ann Marrow"),
        ("Marrow denied having seen the letter.", "en", "having seen the letter", "Ann Marrow"),
        ("Ann Marrow: “The bridge will open in May.”", "en", "“The bridge will open in May.”", "Ann Marrow"),
        ("''The bridge is safe,'' Marrow said as she left.", "en", "''The bridge is safe,''", "Ann Marrow"),
    ],
)
def test_less_usual_orders(draft_of, text, language, content, speaker):
    opening = FRENCH if language == "fr" else ENGLISH
    found = said(draft_of(f"{opening}\n\n{text}", language, until="quotes"))
    assert (content, speaker) in [(quote[1], quote[2] or quote[3]) for quote in found]


def test_speech_behind_its_cues_sentence_resumes_it(draft_of):
    draft = draft_of(f"{ENGLISH}\n\n“It is safe,” Marrow said. “It opens in May.”", "en", until="quotes")
    first, second = draft.quotes
    assert (second.continues, second.speaker, second.cue) == (first.id, first.speaker, None)


def test_a_paragraph_that_ends_in_a_colon_announces_the_next(draft_of):
    draft = draft_of(f"{ENGLISH}\n\nMarrow went on to say:\n\n“The bridge opens in May.”", "en", until="quotes")
    assert said(draft)[-1][2] == "Ann Marrow"


def test_an_interview_is_by_whom_the_page_names_first(draft_of):
    text = (
        "Ana Roy dirige la librairie depuis mai.\n\nPourquoi ce métier ?\n\n« Parce que j'aime les livres. »\n\n"
        "Et la suite ?\n\n« Nous ouvrirons une salle de lecture. »"
    )
    assert [quote[2] for quote in said(draft_of(text, "fr", until="quotes"))] == ["Ana Roy", "Ana Roy"]


def test_a_headlines_speech_is_by_whom_the_text_gives_it_to(draft_of):
    text = f"Pont de Valmont : « Nous rouvrirons en mai »\n\n{FRENCH}\n\n« Nous rouvrirons en mai », a promis Ana Roy."
    assert [quote[2] for quote in said(draft_of(text, "fr", until="quotes"))] == ["Ana Roy", "Ana Roy"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("La hausse indique que les prix montent.", "fr"),
        ("Les restaurants proposent à emporter des plats chauds.", "fr"),
        ("Missing farmer found dead as water level drops", "en"),
        ("The students had called their camp “Hotel Valmont.”", "en"),
    ],
)
def test_verbs_that_report_nothing_here(draft_of, text, language):
    assert draft_of(text, language, until="quotes").quotes == ()


def test_who_hears_does_not_speak(draft_of):
    draft = draft_of("The inquest heard that the alarm had failed twice.", "en", until="quotes")
    (quote,) = draft.quotes
    assert (quote.text, quote.speaker, quote.speaker_text) == ("the alarm had failed twice", None, None)


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Ann Marrow finished second. “I ran out of road,” said the 31-year-old.", "en", "Ann Marrow"),
        ("Luc Marin n'a vendu que trois caisses. « C'est peu », soupire le vendeur.", "fr", "Luc Marin"),
        ("Luc Marin a reconnu les faits mardi. « Je regrette », a dit l'accusé.", "fr", "Luc Marin"),
    ],
)
def test_a_description_is_whom_the_sentence_before_tells_of(draft_of, text, language, name):
    assert said(draft_of(text, language, until="quotes"))[-1][2] == name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ann Marrow met Tom Hale. “It was fine,” said the striker.", "en"),
        ("A passenger called Ann Marrow. “It was dark,” said the passenger.", "en"),
        ("Luc Marin a chanté vendredi. « La salle était pleine », se félicite le festival.", "fr"),
    ],
)
def test_a_description_that_may_mean_another_is_nobody(draft_of, text, language):
    assert said(draft_of(text, language, until="quotes"))[-1][2] not in {"Ann Marrow", "Tom Hale", "Luc Marin"}


def test_words_to_you_are_an_interviewers(draft_of):
    text = (
        "Ana Roy dirige la librairie depuis mai.\n\nPourquoi ce métier ?\n\n« Parce que j'aime les livres. »\n\n"
        "Luc Marin dit de vous que vous ne dormez jamais.\n\n« Luc exagère, il dort moins que moi. »"
    )
    assert said(draft_of(text, "fr", until="quotes"))[-1][2] == "Ana Roy"


def test_a_headline_names_its_speaker_with_an_office(draft_of):
    text = "Ana Roy, libraire : « Un client qui hésite est une chance »\n\nElle a repris la librairie en mai."
    assert said(draft_of(text, "fr", until="quotes"))[0][2] == "Ana Roy"
