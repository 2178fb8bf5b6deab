"""Who is spoken of, in both languages."""

from __future__ import annotations


def actors(draft):
    return {actor.name: actor for actor in draft.actors}


def forms(actor):
    return [(mention.text, mention.form) for mention in actor.mentions]


def test_offices_stand_before_and_behind_names(draft_of):
    found = actors(
        draft_of(
            "Le ministre des Transports Paul Vasseur a reçu le maire de Valmont, Luc Ferrand. "
            "Ana Roy, présidente du syndicat, n'était pas invitée.",
            "fr",
            until="entities",
        )
    )
    assert [o.title for o in found["Paul Vasseur"].offices] == ["ministre des Transports"]
    assert [o.title for o in found["Luc Ferrand"].offices] == ["maire de Valmont"]
    assert [o.title for o in found["Ana Roy"].offices] == ["présidente du syndicat"]


def test_english_offices(draft_of):
    found = actors(
        draft_of(
            "Finnish President Aino Salmi met Tom Oduya, the head of the union. The Finnish leader left early.",
            "en",
            until="entities",
        )
    )
    assert [o.title for o in found["Aino Salmi"].offices] == ["Finnish President"]
    assert ("Finnish leader", "office") in forms(found["Aino Salmi"])


def test_paraphrases_by_nationality_and_seat(draft_of):
    found = actors(
        draft_of(
            "Le président russe Igor Belov et son homologue finlandais Aino Salmi se verront mardi. "
            "Le dirigeant finlandais l'a confirmé. Le chef du Kremlin s'est tu. Les présidents russe et finlandais dîneront.",
            "fr",
            until="entities",
        )
    )
    assert ("dirigeant finlandais", "office") in forms(found["Aino Salmi"])
    assert ("chef du Kremlin", "office") in forms(found["Igor Belov"])
    assert all(
        ("présidents russe et finlandais", "office") in forms(found[name]) for name in ("Igor Belov", "Aino Salmi")
    )


def test_titles_before_several_surnames(draft_of):
    found = actors(
        draft_of("Igor Belov et Paul Vasseur se sont vus. MM. Belov et Vasseur n'ont rien dit.", "fr", until="entities")
    )
    assert forms(found["Igor Belov"])[-1] == ("Belov", "name")
    assert forms(found["Paul Vasseur"])[-1] == ("Vasseur", "name")


def test_an_office_that_no_name_answers_to_stays_unnamed(draft_of):
    found = actors(draft_of("La ministre finlandaise de la Défense a salué l'accord.", "fr", until="entities"))
    (actor,) = [a for a in found.values() if a.kind == "person"]
    assert (actor.key, actor.mentions[0].form) == (None, "office")


def test_a_country_acts_or_is_a_place(draft_of):
    acting = actors(draft_of("La Norvège a accusé la Suède.", "fr", until="entities"))
    assert {a.key for a in acting.values() if a.kind == "country"} == {"NO", "SE"}
    resting = draft_of("Le sommet se tient en Norvège.", "fr", until="entities")
    assert not [a for a in resting.actors if a.kind == "country"]


def test_impersonal_pronouns_are_nobody(draft_of):
    found = draft_of("Paul Vasseur est arrivé. Il faut attendre.", "fr", until="entities")
    assert all(mention.form != "pronoun" for actor in found.actors for mention in actor.mentions)


def test_two_spellings_have_one_key(draft_of):
    french = actors(draft_of("Vladimir Poutine a rencontré Iouri Ouchakov.", "fr", until="entities"))
    english = actors(draft_of("Vladimir Putin met Yuri Ushakov.", "en", until="entities"))
    assert {a.key for a in french.values()} == {a.key for a in english.values()}


def test_an_epithet_means_the_one_whose_office_it_fits(draft_of):
    found = actors(
        draft_of(
            "La maire de Valmont, Ana Roy, a rouvert le pont. L'élue a remercié les équipes.", "fr", until="entities"
        )
    )
    assert ("élue", "office") in forms(found["Ana Roy"])


def test_a_counterpart_has_the_office_named_before(draft_of):
    found = actors(
        draft_of(
            "Finnish President Aino Salmi will host her American counterpart, Tom Oduya, on Friday.",
            "en",
            until="entities",
        )
    )
    assert [o.title for o in found["Tom Oduya"].offices] == ["American President"]


def test_a_headline_speaks_of_whom_the_text_names(draft_of):
    found = actors(
        draft_of(
            "Le maire de Valmont, Luc Ferrand, a signé mardi.", "fr", title="Le maire promet un pont", until="entities"
        )
    )
    assert forms(found["Luc Ferrand"])[0] == ("maire", "office")


def test_companies_are_known_by_what_stands_beside_them(draft_of):
    found = actors(
        draft_of(
            "L'opérateur belge Railmosane a suspendu ses trains. La direction de Railmosane n'a rien dit.",
            "fr",
            until="entities",
        )
    )
    assert found["Railmosane"].kind == "organisation"
    assert len(found["Railmosane"].mentions) == 2


def test_a_short_name_in_brackets_is_the_same_body(draft_of):
    found = actors(
        draft_of(
            "La Fédération libre du rail (FLR) a déposé un préavis. La FLR réclame une hausse.", "fr", until="entities"
        )
    )
    assert "FLR" in found["Fédération libre du rail"].aliases
    assert "FLR" not in found


def test_a_delegation_has_its_members(draft_of):
    found = actors(
        draft_of(
            "La délégation finlandaise est composée du ministre des Transports Paul Vasseur et d'Aino Salmi.",
            "fr",
            until="entities",
        )
    )
    group = next(actor for actor in found.values() if actor.kind == "group")
    assert found["Paul Vasseur"].member_of == found["Aino Salmi"].member_of == (group.id,)


def test_a_clitic_is_a_mention_without_its_hyphens(draft_of):
    found = actors(draft_of("Ana Roy a signé. « C'est fini », a-t-elle dit.", "fr", until="entities"))
    assert forms(found["Ana Roy"])[-1] == ("elle", "pronoun")


def test_a_noun_of_its_class_calls_the_only_body(draft_of):
    found = actors(
        draft_of(
            "Railmosane, the rail operator, has cut its trains. The company gave no reason. "
            "Members of the Free Rail Federation walked out on Sunday; the union wants more pay.",
            "en",
            until="entities",
        )
    )
    assert ("company", "office") in forms(found["Railmosane"])
    assert ("union", "office") in forms(found["Free Rail Federation"])


def test_of_two_bodies_a_noun_calls_neither(draft_of):
    found = actors(
        draft_of(
            "Railmosane, the rail operator, and Hydrelia, the water company, signed. The company gave no reason.",
            "en",
            until="entities",
        )
    )
    assert ("company", "office") not in forms(found["Railmosane"])


def test_another_given_name_before_a_known_surname_is_another_person(draft_of):
    found = actors(
        draft_of("Murdo Hale thanked the islanders. His cousin, Dolina Hale, did not reply.", "en", until="entities")
    )
    assert {"Murdo Hale", "Dolina Hale"} <= set(found)


def test_who_acts_outside_marks_is_nobody_of_whom_the_speech_tells(draft_of):
    draft = draft_of(
        "The lawyer Ravi Sethi asked for time. “Mr Ponti is a proud man,” he told the court.", "en", until="entities"
    )
    found = actors(draft)
    assert ("he", "pronoun") in forms(found["Ravi Sethi"])


def test_a_body_that_acts_behind_a_comma_is_not_the_one_before_it(draft_of):
    draft = draft_of("Sollicité par l'AFP, le ministère de l'Industrie a refusé.", "fr", until="entities")
    assert all(mention.text != "ministère" for mention in actors(draft)["AFP"].mentions)


def test_a_nationality_and_an_office_before_a_name_are_no_name(draft_of):
    found = actors(draft_of("Philippine Foreign Secretary Corazon Villa told reporters so.", "en", until="entities"))
    assert [o.title for o in found["Corazon Villa"].offices] == ["Philippine Foreign Secretary"]


def test_callings_are_offices(draft_of):
    found = actors(draft_of("L'inspectrice du travail Ana Roy a ouvert une enquête.", "fr", until="entities"))
    assert [o.title for o in found["Ana Roy"].offices] == ["inspectrice du travail"]
