"""From an article to one parse whose text is the article's text.

The pieces of an article (`sourcier.reading.pieces`) are parsed in one stream and put together again, token by token:
a speech that was parsed apart takes the place of its placeholder in the sentence around it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Token

from sourcier.languages import Language
from sourcier.reading.attachment_repair import restore_objects, restore_past_tense
from sourcier.reading.cue_repair import restore_cues
from sourcier.reading.morphology import features, infinitive
from sourcier.reading.participle_repair import restore_participles
from sourcier.reading.pieces import Piece, Plan, plan
from sourcier.record import Article

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.vocab import Vocab

SENTENCE_ENDS = frozenset(".!?…:;")
"""A sentence that ends in none of these was cut by mistake, unless a headline ends there."""

BATCH = 64
"""Pieces of text given to the pipeline at once; larger batches pad more and gain nothing on one core."""


def parse(articles: Iterable[Article], pipeline: Pipeline, language: Language) -> Iterator[Doc]:
    """Parse articles of one language; yields for each a Doc with `doc.text == article.text`, in order.

    An article without text gives an empty Doc.
    """
    for article in articles:
        cut = plan(article, pipeline, language)
        docs = [Doc(pipeline.vocab, words=_plain(piece.words), spaces=piece.spaces) for piece in cut.pieces]
        for piece, doc in zip(cut.pieces, pipeline.pipe(docs, batch_size=BATCH), strict=True):
            piece.doc = doc
        yield _Assembly(cut, language).doc(pipeline.vocab)


def _plain(words: list[str]) -> list[str]:
    """Words as the pipelines were trained on them: with straight apostrophes; their lengths stay."""
    return [word.replace("’", "'") for word in words]


def add_abbreviations(pipeline: Pipeline, language: Language) -> None:
    """Teach the tokenizer the abbreviations of the language's folder."""
    tokenizer: Any = pipeline.tokenizer  # compiled, without type information
    for word in language.toml("language")["abbreviations"]:
        tokenizer.add_special_case(word, [{"ORTH": word}])


class _Assembly:
    """Puts the parsed pieces of one article together."""

    def __init__(self, cut: Plan, language: Language) -> None:
        self.plan = cut
        self.language = language
        self.words = cut.words
        size = len(cut.words)
        self.head = list(range(size))
        self.dep = [""] * size
        self.pos = ["SPACE" if word.isspace() else "PUNCT" for word in cut.words]
        self.tag = [""] * size
        self.lemma = list(cut.words)
        self.morph = [""] * size
        self.entity = ["O"] * size
        self.placed = [False] * size

    def doc(self, vocab: Vocab) -> Doc:
        """The whole article as one Doc."""
        for piece in self.plan.pieces:
            self._copy(piece)
        for piece in self.plan.pieces:
            for word, speech in piece.holds.items():
                self._graft(piece, word, speech)
        self._turn_inverted()
        self._free_clitics()
        self._join_measures()
        restore_cues(self, self.language)
        restore_participles(self, self.language)
        restore_objects(self, self.language)
        restore_past_tense(self, self.language)
        self._place_rest()
        self._join_crossing()
        return Doc(
            vocab,
            words=self.words,
            spaces=self.plan.spaces,
            pos=self.pos,
            tags=self.tag,
            lemmas=self.lemma,
            morphs=self.morph,
            heads=self.head,
            deps=self.dep,
            ents=_well_formed(self.entity),
        )

    def _copy(self, piece: Piece) -> None:
        for token in _parsed(piece):
            at = piece.origin[token.i]
            if at < 0:
                continue
            self.placed[at] = True
            self.head[at] = self._origin(piece, token.head, at)
            self.dep[at] = token.dep_ if self.head[at] != at else "ROOT"
            self.pos[at], self.tag[at] = token.pos_, token.tag_
            self.lemma[at] = infinitive(token.text, token.lemma_ or token.text, token.pos_, self.language)
            self.morph[at] = features(token.text, self.lemma[at], token.pos_, str(token.morph), self.language)
            self.entity[at] = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"
        self._join_cut(piece)

    def _join_cut(self, piece: Piece) -> None:
        """Join a sentence that the parser cut where no sentence ends ("Piqué à vif par la presse | , il …")."""
        sentences = list(_parsed(piece).sents)
        for first, second in itertools.pairwise(sentences):
            colon = first[-1].text == ":" and second.root.i in piece.holds
            if (first[-1].text[-1] in SENTENCE_ENDS and not colon) or (
                second[0].text[0].isupper() and first[-1].is_punct and first[-1].text != ","
            ):
                continue
            before, after = self._origin(piece, first.root, -1), self._origin(piece, second.root, -1)
            if before < 0 or after < 0 or self.head[after] != after:
                continue
            if (first.root.pos_ in {"VERB", "AUX"} and _is_finite(first.root)) or self.head[before] != before:
                self._hang(after, before, "parataxis")
            else:
                has_subject = any(child.dep_.startswith("nsubj") for child in second.root.children)
                nominal = first.root.pos_ in {"NOUN", "PROPN", "PRON"} and not has_subject
                self._hang(before, after, "nsubj" if nominal else "advcl")

    def _turn_inverted(self) -> None:
        """Put a finite verb above the subject that the parser made the root ("Une réunion à trois pourrait suivre")."""
        for at, pos in enumerate(self.pos):
            up = self.head[at]
            if (
                pos in {"VERB", "AUX"}
                and up < at
                and self.head[up] == up
                and self.pos[up] in {"NOUN", "PROPN"}
                and self.dep[at] in {"nmod", "amod", "obl", "obl:arg", "obl:mod", "dep"}
                and "VerbForm=Fin" in self.morph[at]
            ):
                self.head[at], self.dep[at] = at, "ROOT"
                self.head[up], self.dep[up] = at, "nsubj"
                for other in range(at + 1, len(self.head)):
                    if self.head[other] == up:
                        self.head[other] = at
                        if self.dep[other] in {"nmod", "appos"}:  # "L'armée bombarde la ville depuis lundi"
                            self.dep[other] = "obl:mod" if self._has_case(other) else "obj"

    def _has_case(self, noun: int) -> bool:
        return any(self.head[n] == noun and self.dep[n] == "case" for n in range(noun))

    def _free_clitics(self) -> None:
        """A clitic object before its verb is no subject ("« … », lui a lancé X")."""
        clitics = frozenset(self.language.toml("language").get("object_clitics", ()))
        for at, word in enumerate(self.words):
            if word.lower() in clitics and self.dep[at] == "nsubj" and at < self.head[at]:
                self.dep[at] = "iobj"

    def _join_measures(self) -> None:
        """Hang a measure on the noun behind its number: "a magnitude 6.9 earthquake struck"."""
        measures = frozenset(self.language.toml("language").get("measures", ()))
        for at, word in enumerate(self.words[:-2]):
            noun = at + 2
            verb = self.head[noun]
            if word.lower() not in measures or self.pos[noun] != "NOUN" or self.pos[at + 1] != "NUM":
                continue
            if self.pos[verb] != "VERB" or self.head[verb] != at:
                continue
            self.head[verb] = verb if self.head[at] == at else self.head[at]
            self.dep[verb] = self.dep[at]
            self.head[at + 1] = at
            for child, up in enumerate(self.head):
                if up == at and child not in {at + 1, verb}:
                    self.head[child] = noun if child < noun else verb
            self.head[at], self.dep[at] = noun, "compound"
            self.head[noun], self.dep[noun] = verb, "nsubj"

    def _origin(self, piece: Piece, token: Token, default: int) -> int:
        """The article token that stands for a parsed word: itself, or the root of the speech it holds the place of."""
        while True:
            if piece.origin[token.i] >= 0:
                return piece.origin[token.i]
            speech = piece.holds.get(token.i)
            if speech is not None:
                return self._attached(token, speech)[0]
            if token.head == token:
                return default
            token = token.head

    def _graft(self, piece: Piece, word: int, speech: Piece) -> None:
        holder = _parsed(piece)[word]
        roots = self._attached(holder, speech)
        first = roots[0]
        cue = next((t for t in holder.children if t.pos_ == "VERB" and piece.origin[t.i] >= 0), None)
        if holder.head == holder and cue is not None:  # "cela, promet la ministre" read with the speech on top
            verb = piece.origin[cue.i]
            self.head[verb], self.dep[verb] = verb, "ROOT"
            self._hang(first, verb, "ccomp")
        elif self.head[first] == first and holder.head != holder:
            self._hang(first, self._origin(piece, holder.head, first), "ccomp")
        for other in roots[1:]:
            self._hang(other, first, "parataxis")

    def _hang(self, token: int, up: int, dep: str) -> None:
        """Make `up` the head of a root, unless `up` hangs below it already."""
        above = up
        while above != token and self.head[above] != above:
            above = self.head[above]
        if above != token:
            self.head[token], self.dep[token] = up, dep

    def _attached(self, holder: Token, speech: Piece) -> list[int]:
        """Roots of the speech's sentences that belong to the sentence around it, as article tokens.

        The first sentence where the frame stands before, the last where it stands after, all where it stands on both
        sides; the others are sentences of their own.
        """
        roots = []
        for sentence in _parsed(speech).sents:
            root = speech.origin[sentence.root.i]
            while self.placed[root] and self.head[root] != root:
                root = self.head[root]
            if root not in roots:
                roots.append(root)
        words = [t for t in holder.sent if t != holder and not t.is_punct]
        before = any(t.i < holder.i for t in words)
        after = any(t.i > holder.i for t in words)
        if before and after:
            return roots
        return roots[-1:] if after else roots[:1]

    def _place_rest(self) -> None:
        """Hang white space on the token before it, and quotation marks on the word they enclose."""
        following = -1
        for at in range(len(self.placed) - 1, -1, -1):
            if self.placed[at]:
                following = at
            elif self.words[at].isspace():
                following = -1 if "\n" in self.words[at] else following
                self.head[at], self.dep[at] = max(at - 1, 0), "dep"
            else:
                self.head[at] = self._enclosed(at, following)
                self.dep[at] = "punct" if self.head[at] != at else "ROOT"

    def _enclosed(self, mark: int, following: int) -> int:
        """The word that a mark stands beside: the next one for an opening mark, else the one before."""
        before = mark - 1
        while before >= 0 and not self.placed[before] and "\n" not in self.words[before]:
            before -= 1
        has_before = before >= 0 and self.placed[before]
        opens = not self.plan.spaces[mark] or mark == 0
        if following >= 0 and (opens or not has_before):
            return following
        return before if has_before else mark

    def _join_crossing(self) -> None:
        """Where one sentence lies inside another, hang it there: sentences are runs of text."""
        root = self._roots()
        last = {r: at for at, r in enumerate(root)}
        at = 0
        while at < len(root):
            outer, at = root[at], at + 1
            end = last[outer]
            while at <= end:
                inner = root[at]
                if inner != outer and self.head[inner] == inner:
                    self._hang(inner, outer, "parataxis")
                    end = max(end, last[inner])
                at += 1

    def _roots(self) -> list[int]:
        root = [-1] * len(self.head)
        for start in range(len(self.head)):
            path, at = [], start
            while root[at] < 0 and self.head[at] != at:
                path.append(at)
                at = self.head[at]
            top = root[at] if root[at] >= 0 else at
            root[at] = top
            for token in path:
                root[token] = top
        return root


def _is_finite(token: Token) -> bool:
    group = (token, *(child for child in token.children if child.dep_.startswith("aux")))
    return any(member.morph.get("VerbForm", []) == ["Fin"] for member in group)


def _parsed(piece: Piece) -> Doc:
    assert piece.doc is not None, "a piece is assembled after it is parsed"
    return piece.doc


def _well_formed(entity: list[str]) -> list[str]:
    """Entity tags in which every inside tag follows one of its own kind."""
    mended = list(entity)
    for at, tag in enumerate(mended):
        if tag.startswith("I-") and (at == 0 or mended[at - 1][2:] != tag[2:]):
            mended[at] = "B" + tag[1:]
    return mended
