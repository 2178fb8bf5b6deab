"""Logging in and out, and one's own account."""

from __future__ import annotations

import logging
import re

import pytest
from sqlalchemy import select

from sourcier.library.schema import sessions

PASSWORD = "a ferry and four gulls"
OTHER = "another ferry, no gulls"


def log_in(client, name="Bo", password=PASSWORD, **more):
    return client.post("/login", data={"name": name, "password": password, **more})


def change(client, token, **fields):
    return client.post("/account", data={"csrf": token, **fields})


class TestLogIn:
    def test_it_leads_back(self, browser):
        client = browser()
        answer = log_in(client, next="/story/4?tab=people")
        assert (answer.status_code, answer.headers["location"]) == (303, "/story/4?tab=people")
        assert client.get("/story/4").json()["name"] == "Bo"
        assert client.get("/login?next=/story/5").headers["location"] == "/story/5"

    @pytest.mark.parametrize(
        "target",
        [
            "https://evil.example/",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "evil.example",
            "/story\r\nset-cookie: a=b",
            "/story\x00",
            "/" + "x" * 2_001,
            "/login?next=/login",
            "",
        ],
    )
    def test_it_leads_nowhere_else(self, browser, target):
        client = browser()
        answer = log_in(client, next=target)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert client.get("/login", params={"next": target}).headers["location"] == "/"
        assert "next=/\n" in browser().get("/login", params={"next": target}).text + "\n"

    def test_wrong_names_and_passwords_get_one_answer(self, browser):
        client = browser()
        wrong = [log_in(client, name, password) for name, password in (("Bo", "x" * 20), ("Dé", PASSWORD), ("Bo", ""))]
        assert [answer.status_code for answer in wrong] == [403] * 3
        assert all("problem=wrong name or password" in answer.text for answer in wrong)
        assert not any("set-cookie" in answer.headers for answer in wrong)
        assert all(answer.headers["cache-control"] == "no-store" for answer in wrong)

    @pytest.mark.parametrize("body", [b"", b"name=Bo", b"name", b"\xff\xfe", b"password=" + b"x" * 3_000, b"&" * 5_000])
    def test_a_broken_form(self, browser, body):
        headers = {"content-type": "application/x-www-form-urlencoded"}
        assert browser().post("/login", content=body, headers=headers).status_code in {400, 403}

    def test_a_form_of_another_kind(self, browser):
        client = browser()
        files = {"name": (None, "Bo"), "password": (None, PASSWORD)}
        assert client.post("/login", files=files).status_code == 403
        assert client.post("/login", json={"name": "Bo", "password": PASSWORD}).status_code == 403
        assert client.post("/login", files={"name": ("a", b"Bo"), "password": ("b", b"x")}).status_code in {400, 403}
        headers = {"content-type": "multipart/form-data"}
        assert client.post("/login", content=b"x", headers=headers).status_code in {400, 403}

    def test_a_form_that_is_too_large(self, browser):
        assert log_in(browser(), password="x" * 1_000_000).status_code == 413

    def test_a_log_in_begins_a_new_session(self, browser):
        client = browser()
        client.cookies.set("sourcier", "chosen-by-somebody-else")
        log_in(client)
        first = client.cookies.get("sourcier", domain="news.example")
        assert first and first != "chosen-by-somebody-else"
        client.cookies.clear()
        client.cookies.set("sourcier", first)
        answer = log_in(client)
        second = re.search(r"sourcier=([^;]+)", answer.headers["set-cookie"])[1]
        assert second != first
        assert browser().get("/story/4", headers={"cookie": f"sourcier={first}"}).status_code == 303
        assert browser().get("/story/4", headers={"cookie": f"sourcier={second}"}).status_code == 200

    @pytest.mark.parametrize(("scheme", "name"), [("http", "sourcier"), ("https", "__Host-sourcier")])
    def test_the_cookie(self, browser, scheme, name):
        client = browser(scheme=scheme)
        parts = log_in(client).headers["set-cookie"].split("; ")
        assert parts[0].startswith(f"{name}=")
        flags = {part.lower() for part in parts[1:]}
        assert {"httponly", "path=/", "samesite=lax", "max-age=7776000"} <= flags
        assert ("secure" in flags) is (scheme == "https")
        assert not any(flag.startswith("domain") for flag in flags)
        chosen = parts[0].partition("=")[2]
        other = {"http": "__Host-sourcier", "https": "sourcier"}[scheme]
        assert browser(scheme=scheme).get("/story/4", headers={"cookie": f"{other}={chosen}"}).status_code == 303

    def test_the_next_try_waits(self, browser, time):
        client = browser()
        for _ in range(5):
            assert log_in(client, password="x" * 20).status_code == 403
        answer = log_in(client)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
        assert "problem=too many tries" in answer.text and "seconds=1" in answer.text
        assert log_in(client, "Ana").status_code == 303
        time.go(seconds=1)
        assert log_in(client).status_code == 303
        assert log_in(client, password="x" * 20).status_code == 403

    def test_names_that_do_not_exist_wait_as_well(self, browser):
        client = browser()
        told = [log_in(client, "Nobody", "x" * 20).status_code for _ in range(6)]
        assert told == [403] * 5 + [429]

    def test_one_address_waits_whatever_names_it_tries(self, browser):
        client = browser()
        told = [log_in(client, f"user {number}").status_code for number in range(21)]
        assert told == [403] * 20 + [429]

    def test_no_secret_is_logged_or_told(self, browser, caplog):
        caplog.set_level(logging.DEBUG)
        client = browser()
        answer = log_in(client, password="my secret passphrase")
        log_in(client)
        chosen = client.cookies["sourcier"]
        assert "my secret passphrase" not in answer.text + caplog.text
        assert PASSWORD not in caplog.text and chosen not in caplog.text


class TestLogOut:
    def test_it_ends_the_session(self, browser, form_token, library):
        client = browser("Bo")
        chosen = client.cookies["sourcier"]
        answer = client.post("/logout", data={"csrf": form_token(client)})
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
        assert 'sourcier=""' in answer.headers["set-cookie"] and "Max-Age=0" in answer.headers["set-cookie"]
        assert browser().get("/story/4", headers={"cookie": f"sourcier={chosen}"}).status_code == 303
        with library.database.reading() as connection:
            assert connection.execute(select(sessions)).all() == []

    def test_other_browsers_stay(self, browser, form_token):
        client, other = browser("Bo"), browser("Bo")
        client.post("/logout", data={"csrf": form_token(client)})
        assert other.get("/story/4").status_code == 200

    def test_a_removed_users_session_is_dead(self, browser, access):
        client = browser("Bo")
        access.users.remove("Bo")
        assert client.get("/story/4").status_code == 303

    def test_sessions_end_by_themselves(self, browser, time):
        client = browser("Bo")
        time.go(days=13)
        assert client.get("/story/4").status_code == 200
        time.go(days=15)
        assert client.get("/story/4").status_code == 303


class TestAccount:
    def test_another_password(self, browser, form_token):
        client, other = browser("Bo"), browser("Bo")
        before = client.cookies["sourcier"]
        fields = {"action": "password", "password": PASSWORD, "new": OTHER, "again": OTHER}
        answer = change(client, form_token(client), **fields)
        assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=password")
        assert client.cookies["sourcier"] != before
        assert "done=password changed" in client.get("/account?done=password").text
        assert other.get("/story/4").status_code == 303
        assert log_in(browser()).status_code == 403
        assert log_in(browser(), password=OTHER).status_code == 303

    @pytest.mark.parametrize(
        ("password", "new", "again", "status", "problem"),
        [
            ("wrong password!", OTHER, OTHER, 403, "wrong password"),
            (PASSWORD, OTHER, OTHER + "x", 400, "passwords differ"),
            (PASSWORD, "short", "short", 400, "password too short"),
            (PASSWORD, "x" * 1_025, "x" * 1_025, 400, "password too short"),
            ("", "", "", 403, "wrong password"),
        ],
    )
    def test_no_other_password(self, browser, form_token, password, new, again, status, problem):
        client = browser("Bo")
        answer = change(client, form_token(client), action="password", password=password, new=new, again=again)
        assert (answer.status_code, f"problem={problem}" in answer.text) == (status, True)
        assert client.get("/story/4").status_code == 200
        assert log_in(browser()).status_code == 303

    def test_passwords_are_not_guessed_there_either(self, browser, form_token):
        client = browser("Bo")
        fields = {"action": "password", "password": "x" * 20, "new": OTHER, "again": OTHER}
        told = [change(client, form_token(client), **fields) for _ in range(6)]
        assert [answer.status_code for answer in told] == [403] * 5 + [429]
        assert told[-1].headers["retry-after"] == "1"

    def test_a_token_is_shown_once(self, browser, form_token, access):
        client = browser("Bo")
        answer = change(client, form_token(client), action="token", label="night import")
        secret = re.search(r"srcr_[\w-]{43}", answer.text)[0]
        assert answer.headers["cache-control"] == "no-store"
        page = client.get("/account").text
        assert secret not in page and "night import" in page
        assert browser().get("/api/v1/who", headers={"authorization": f"Bearer {secret}"}).json()["name"] == "Bo"

    def test_one_revokes_ones_own_tokens_alone(self, browser, form_token, access):
        (own, _), (others, _) = (access.tokens.create(access.users.find(name), "test") for name in ("Bo", "Ana"))
        client = browser("Bo")
        assert others.id not in client.get("/account").text
        assert change(client, form_token(client), action="revoke", id=others.id).status_code == 404
        answer = change(client, form_token(client), action="revoke", id=own.id)
        assert answer.headers["location"] == "/account?done=revoked"
        assert [token.id for token in access.tokens.all()] == [others.id]

    @pytest.mark.parametrize(
        "fields", [{}, {"action": "admin"}, {"action": "token"}, {"action": "token", "label": "\n"}]
    )
    def test_what_is_no_change(self, browser, form_token, fields):
        client = browser("Bo")
        assert change(client, form_token(client), **fields).status_code == 400

    def test_one_does_not_raise_oneself(self, browser, form_token, access):
        client = browser("Cy")
        change(client, form_token(client), action="token", label="x", role="admin", name="Ana", user="Ana")
        assert {user.name: user.role for user in access.users.all()}["Cy"] == "reader"
        assert [token.user for token in access.tokens.all()] == ["Cy"]

    def test_nothing_is_told_that_an_address_says(self, browser):
        assert "done=None" in browser("Bo").get("/account?done=<script>").text


class TestOpen:
    def test_there_is_nobody_to_log_in(self, own, form_token):
        assert own.get("/login").headers["location"] == "/"
        assert own.post("/login", data={"name": "Ana", "password": PASSWORD}).headers["location"] == "/"
        assert own.post("/logout", data={"csrf": form_token(own)}).headers["location"] == "/"
        assert "own=None" in own.get("/account").text
        answer = change(own, form_token(own), action="token", label="x")
        assert answer.status_code == 403
