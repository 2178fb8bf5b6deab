"""The pages in each language: every word that they ask for is there, and what people typed is escaped."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from jinja2 import DictLoader, PackageLoader
from lxml import html

from sourcier.exports.dossiers.html import environment
from sourcier.exports.dossiers.wording import Wording
from sourcier.languages import codes, language
from sourcier.web.access import router
from sourcier.web.access.identity import Identity
from sourcier.web.access.roles import ROLES
from sourcier.web.access.tokens import Token

BASE = "<title>{% block title %}{% endblock %}</title>{% block main %}{% endblock %}"
PROBLEMS = re.findall(
    r'problem(?:, status)?(?:=| = \()"([^"]+)"', files(router.__package__).joinpath("router.py").read_text()
)


def page(code: str, template: str, **context) -> str:
    labels = language(code).toml("web")["access"]

    def t(name: str, **values: object) -> str:
        return labels[name].format_map(values) if values else labels[name]

    shown = environment(DictLoader({"base.html": BASE}), PackageLoader("sourcier.web"))
    return shown.get_template(template).render(t=t, words=Wording(code), csrf="c" * 64, **context)


def account(code: str, **context) -> str:
    given = {
        "identity": Identity("Bo", "editor", "session", "key"),
        "own": "Bo",
        "tokens": [Token("0a1b2c3d", "Bo", "night", "2026-03-11T08:00:00Z", "2026-03-12")],
        "secret": None,
        "done": None,
        "problem": None,
        "seconds": 0,
        "least": 12,
        "label_length": 100,
    }
    return page(code, "account.html", **{**given, **context})


def test_languages_have_the_same_words():
    first, *others = (set(language(code).toml("web")["access"]) for code in codes())
    assert all(first == other for other in others)


@pytest.mark.parametrize("code", codes())
def test_every_word_is_there(code):
    assert "too many tries" in PROBLEMS and "no such token" in PROBLEMS
    for problem in (None, *PROBLEMS):
        assert account(code, problem=problem, seconds=8)
    for problem in (None, "too many tries", "wrong name or password"):
        assert page(code, "login.html", next="/", name="", problem=problem, seconds=8)
    for done in ("password changed", "token revoked"):
        assert account(code, done=done)
    for role in ROLES:
        assert account(code, identity=Identity("Bo", role, "session", "key"))
    assert account(code, own=None, identity=Identity("bo", "admin", "loopback", "loopback"))


@pytest.mark.parametrize("code", codes())
def test_every_form_that_changes_something_has_the_token(code):
    forms = html.fromstring(account(code, secret="srcr_x")).forms
    assert len(forms) == 4
    assert all(form.method == "POST" and form.fields["csrf"] == "c" * 64 for form in forms)


@pytest.mark.parametrize("code", codes())
def test_every_field_has_its_label(code):
    for text in (account(code), page(code, "login.html", next="/", name="", problem=None, seconds=0)):
        tree = html.fromstring(text)
        labels = set(tree.xpath("//label/@for"))
        assert set(tree.xpath("//input[not(@type = 'hidden')]/@id")) == labels
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))


def test_what_people_type_is_escaped():
    evil = '"><script>alert(1)</script>'
    token = Token("0a1b2c3d", "Bo", evil, "2026-03-11T08:00:00Z", None)
    pages = (
        page("en", "login.html", next="/" + evil, name=evil, problem=None, seconds=0),
        account("en", own=evil, tokens=[token]),
    )
    for text in pages:
        assert "<script" not in text and "&lt;script" in text
