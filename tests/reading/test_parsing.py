"""One parse whose text is the article's text, with speeches parsed apart from their frame."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FRENCH = "« Nous partirons demain matin, quoi qu'il arrive », a promis la ministre. Elle n'a rien ajouté."


def roots(draft):
    return [sentence.root.text for sentence in draft.sentences]


def test_the_frame_is_the_root_and_the_speech_its_complement(draft_of):
    draft = draft_of(FRENCH, "fr")
    assert draft.doc.text == draft.article.text
    assert roots(draft) == ["promis", "ajouté"]
    speech = next(t for t in draft.doc if t.text == "partirons")
    assert (speech.head.text, speech.dep_) == ("promis", "ccomp")


def test_a_headline_never_runs_into_the_first_sentence(draft_of):
    draft = draft_of("Trains return to the valley after months of works.", "en", title="A line reopens")
    assert len(draft.sentences) == 2
    assert draft.sentences[0].text.strip() == "A line reopens"


def test_a_speech_after_a_colon_completes_the_verb_of_saying(draft_of):
    draft = draft_of("Le maire a prévenu : « Le pont restera fermé tout l'hiver. »", "fr")
    speech = next(t for t in draft.doc if t.text == "restera")
    assert speech.head.text == "prévenu"


def test_a_speech_of_several_sentences_keeps_its_sentences(draft_of):
    draft = draft_of("“We came early. Nobody was there. We left,” Ms Marrow said.", "en")
    assert roots(draft) == ["came", "was", "said"]


def test_a_phrase_between_marks_stays_in_its_sentence(draft_of):
    draft = draft_of("Le maire évoque une réouverture « tout à fait possible » en mai.", "fr")
    assert roots(draft) == ["évoque"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=" \n.,:;!?«»“”\"'‘’—abcÉé1\u00a0\u202f\t", max_size=200))
def test_no_text_breaks_the_assembly(draft_of, text):
    draft = draft_of(text, "fr")
    assert draft.doc.text == draft.article.text
    for sentence in draft.sentences:
        assert all(sentence.start <= token.head.i < sentence.end for token in sentence)


@pytest.mark.parametrize(
    ("text", "language", "word", "lemma", "pos"),
    [
        ("L'usine reste fermée.", "fr", "fermée", "fermer", "VERB"),
        ("Le ministre n'a pas démissionné.", "fr", "démissionné", "démissionner", "VERB"),
        ("The plant remains closed.", "en", "closed", "close", "VERB"),
        ("The regulator fined the bank.", "en", "fined", "fine", "VERB"),
        ("La direction dément les rumeurs.", "fr", "dément", "démentir", "VERB"),
    ],
)
def test_verbs_that_the_model_misses(draft_of, text, language, word, lemma, pos):
    token = next(t for t in draft_of(text, language).doc if t.text == word)
    assert (token.lemma_, token.pos_) == (lemma, pos)


def test_a_measure_hangs_on_what_it_measures(draft_of):
    doc = draft_of("A magnitude 6.1 earthquake jolted central Peru on Sunday.", "en").doc
    noun = next(t for t in doc if t.text == "earthquake")
    assert (noun.dep_, noun.head.text) == ("nsubj", "jolted")
