"""Who is let in, and who is not, through the whole of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from sourcier.errors import LibraryError
from sourcier.library.schema import about
from sourcier.web.access.access import Access
from sourcier.web.access.identity import AccessMiddleware
from sourcier.web.access.secret import NAME, secret


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.fixture
def token_of(access):
    return lambda name: access.tokens.create(access.users.find(name), "test")[1]


class TestStrangers:
    @pytest.mark.parametrize("path", ["/health", "/static/desk.css", "/login"])
    def test_what_is_open_to_all(self, browser, path):
        assert browser().get(path).status_code == 200

    def test_pages_lead_to_the_log_in_and_back(self, browser):
        answer = browser().get("/story/été?tab=people&x=a b")
        assert answer.status_code == 303
        target = answer.headers["location"]
        assert target.startswith("/login?next=/story/")
        page = browser().get(target).text
        assert "next=/story/été?tab=people&amp;x=a%20b" in page

    def test_the_front_page_needs_no_way_back(self, browser):
        assert browser().get("/").headers["location"] == "/login"
        assert browser().post("/corrections").headers["location"] == "/login"

    @pytest.mark.parametrize("path", ["/api/v1/who", "/metrics", "/api/v1/nowhere"])
    def test_programs_get_a_problem(self, browser, path):
        answer = browser().get(path)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 401

    def test_a_part_of_a_page_sends_the_whole_page_away(self, browser):
        answer = browser().get("/story/4", headers={"hx-request": "true"})
        assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/login")

    @pytest.mark.parametrize("cookie", ["x", "x" * 5_000, "' OR 1=1", "../../etc"])
    def test_a_cookie_that_is_none(self, browser, cookie):
        assert browser().get("/story/4", headers={"cookie": f"sourcier={cookie}"}).status_code == 303

    def test_no_host_header_opens_a_door(self, browser):
        """The address that frameworks put together would have the path /static/x."""
        client = browser()
        for host in ("news.example/static/x?", "news.example/login#", "localhost"):
            answer = client.get("/story/4", headers={"host": host})
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/login")

    def test_no_web_sockets(self, browser):
        with pytest.raises(WebSocketDisconnect) as closed, browser("Ana").websocket_connect("/"):
            pass
        assert closed.value.code == 1008


class TestRoles:
    @pytest.mark.parametrize(("name", "status"), [("Cy", 403), ("Bo", 200), ("Ana", 200)])
    def test_who_may_correct(self, browser, form_token, name, status):
        client = browser(name)
        assert client.post("/corrections", data={"csrf": form_token(client)}).status_code == status

    @pytest.mark.parametrize(("name", "status"), [("Cy", 403), ("Bo", 403), ("Ana", 200)])
    def test_who_may_see_users(self, browser, name, status):
        assert browser(name).get("/users").status_code == status

    @pytest.mark.parametrize(("name", "status"), [("Cy", 403), ("Bo", 200), ("Ana", 200)])
    def test_a_token_has_its_users_role(self, browser, token_of, name, status):
        answer = browser().post("/api/v1/who", headers=bearer(token_of(name)))
        assert answer.status_code == status
        if status == 200:
            assert answer.json() == {"name": name, "by": "token", "body": ""}
        else:
            assert answer.json()["detail"] == f"this needs the role editor, and {name} is reader"

    def test_a_reader_may_have_a_page_read(self, browser, token_of):
        assert browser().post("/api/v1/read", content=b"page", headers=bearer(token_of("Cy"))).json()["body"] == "page"

    def test_another_role_holds_at_once(self, browser, access):
        client = browser("Ana")
        access.users.set_role("Bo", "admin")
        access.users.set_role("Ana", "reader")
        assert client.get("/users").status_code == 403

    def test_a_stream_comes_through(self, browser):
        answer = browser("Cy").get("/api/v1/progress")
        assert answer.text == "data: 0\n\ndata: 1\n\ndata: 2\n\n"


class TestTokens:
    @pytest.mark.parametrize("wrong", ["", "x", "srcr_" + "A" * 43])
    def test_a_wrong_token_makes_a_stranger_of_anybody(self, browser, wrong):
        client = browser("Ana")
        assert client.get("/api/v1/who", headers=bearer(wrong)).status_code == 401

    def test_a_revoked_token(self, browser, access, token_of):
        token = token_of("Bo")
        access.tokens.revoke(access.tokens.all("Bo")[0].id)
        assert browser().get("/api/v1/who", headers=bearer(token)).status_code == 401

    def test_another_scheme_is_none(self, browser):
        headers = {"authorization": "Basic QW5hOmE="}
        assert browser().get("/api/v1/who", headers=headers).status_code == 401
        assert browser("Ana").get("/api/v1/who", headers=headers).json()["by"] == "session"

    def test_a_token_changes_no_account(self, browser, token_of):
        answer = browser().post("/account", data={"action": "token", "label": "x"}, headers=bearer(token_of("Ana")))
        assert answer.status_code == 403


class TestForms:
    def test_a_form_with_its_token(self, browser, form_token):
        client = browser("Bo")
        token = form_token(client)
        answer = client.post("/corrections", data={"note": "le 12 mars", "csrf": token})
        assert answer.json()["body"] == f"note=le+12+mars&csrf={token}"
        assert client.delete("/corrections", headers={"x-csrf-token": token}).status_code == 200

    def test_a_form_without_it(self, browser, form_token):
        client, other = browser("Bo"), browser("Bo")
        for token in ("", "x", form_token(other)):
            assert client.post("/corrections", data={"csrf": token}).status_code == 403
            assert client.delete("/corrections", headers={"x-csrf-token": token}).status_code == 403
        assert client.post("/corrections").status_code == 403
        assert client.post("/api/v1/who", json={"csrf": form_token(client)}).status_code == 403
        assert client.post("/logout").status_code == 403

    def test_a_wrong_header_is_not_made_good_by_the_field(self, browser, form_token):
        client = browser("Bo")
        answer = client.post("/corrections", data={"csrf": form_token(client)}, headers={"x-csrf-token": "x"})
        assert answer.status_code == 403

    @pytest.mark.parametrize(
        "headers",
        [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
    )
    def test_another_sites_page_gets_nowhere(self, browser, form_token, headers):
        client = browser("Bo")
        answer = client.post("/corrections", data={"csrf": form_token(client)}, headers=headers)
        assert (answer.status_code, "another site" in answer.text) == (403, True)
        login = browser().post("/login", data={"name": "Bo", "password": "x"}, headers=headers)
        assert login.status_code == 403 and "set-cookie" not in login.headers

    def test_a_program_does_not_count_as_one_with_a_cookie(self, browser):
        client = browser("Bo")
        del client.headers["origin"]
        client.headers["user-agent"] = "curl/8.5.0"
        assert client.post("/corrections").status_code == 403

    def test_a_form_with_files(self, browser, form_token):
        client = browser("Bo")
        token, page = form_token(client), b"x" * 300_000
        sent = client.post("/upload", data={"csrf": token}, files={"page": ("a.html", page)})
        assert sent.json() == {"csrf": 64, "page": 300_000}
        assert client.post("/upload", data={"csrf": "x"}, files={"page": ("a.html", page)}).status_code == 403
        assert client.post("/upload", files={"page": ("a.html", page)}).status_code == 403

    def test_a_form_that_is_too_large(self, browser):
        assert browser("Bo").post("/corrections", data={"note": "x" * 1_000_001}).status_code == 413

    def test_a_limit_before_it(self, access):
        async def limited(scope, receive, send):
            async def refuse():
                raise HTTPException(413, "more than 10 bytes; send less at a time")

            await AccessMiddleware(None, access)(scope, refuse, send)

        answer = TestClient(limited).post("/login", data={"name": "Bo"})
        assert (answer.status_code, answer.text) == (413, "more than 10 bytes; send less at a time")

    def test_the_key_outlasts_the_server(self, browser, form_token, access, library):
        client = browser("Bo")
        again = Access(library.database, is_open=False)
        session = access.sessions.find(client.cookies["sourcier"])
        assert again.csrf.is_valid(session.digest, form_token(client))
        with library.database.reading() as connection:
            assert (
                connection.scalar(select(about.c.value).where(about.c.name == NAME)) == secret(library.database).hex()
            )

    def test_a_library_that_may_not_be_written_has_a_key_for_now(self, library, monkeypatch):
        def locked():
            raise LibraryError("locked")

        monkeypatch.setattr(library.database, "writing", locked)
        assert len(secret(library.database)) == 32


class TestOpen:
    def test_everybody_is_who_runs_it(self, own):
        told = own.get("/api/v1/who").json()
        assert told["by"] == "loopback" and told["name"]
        assert own.get("/users").status_code == 200

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:9", "desk.example:8000"])
    def test_names_that_it_answers_to(self, own, host):
        assert own.get("/", headers={"host": host}).status_code == 200

    @pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "localhost.evil.example", "192.0.2.1", ""])
    @pytest.mark.parametrize("path", ["/", "/api/v1/who", "/login", "/health", "/static/desk.css"])
    def test_names_that_it_does_not_answer_to(self, own, host, path):
        assert own.get(path, headers={"host": host}).status_code == 421

    @pytest.mark.parametrize("header", ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"])
    def test_nothing_through_a_proxy(self, own, header):
        assert own.get("/", headers={header: "192.0.2.1"}).status_code == 403

    def test_a_page_needs_its_token(self, own, form_token):
        assert own.post("/corrections").status_code == 403
        assert own.post("/corrections", data={"csrf": form_token(own)}).status_code == 200
        assert own.delete("/corrections", headers={"x-csrf-token": form_token(own)}).status_code == 200

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_another_sites_page_gets_nowhere(self, own, form_token, site):
        token = form_token(own)
        sent = own.post("/corrections", data={"csrf": token}, headers={"sec-fetch-site": site})
        assert sent.status_code == 403

    def test_a_program_needs_none(self, own):
        del own.headers["sec-fetch-site"]
        own.headers["user-agent"] = "curl/8.5.0"
        assert own.post("/api/v1/who", content=b"<p>page").json()["body"] == "<p>page"
        assert own.post("/api/v1/who", headers={"origin": "http://evil.example"}).status_code == 403
        assert own.post("/api/v1/who", headers={"user-agent": "Mozilla/5.0"}).status_code == 403

    def test_a_token_is_known_there_as_well(self, own, open_access):
        user = open_access.users.add("Cy", "a ferry and four gulls", "reader")
        _, token = open_access.tokens.create(user, "test")
        assert own.get("/api/v1/who", headers=bearer(token)).json()["name"] == "Cy"
        assert own.post("/api/v1/who", headers=bearer(token)).status_code == 403
        assert own.get("/api/v1/who", headers=bearer(token + "x")).status_code == 401

    def test_a_user_without_a_name(self, sqlite_library, monkeypatch):
        def nameless():
            raise KeyError("uid not found")

        monkeypatch.setattr("getpass.getuser", nameless)
        asked = HTTPConnection({"type": "http", "headers": [], "scheme": "http"})
        assert Access(sqlite_library.database, is_open=True).identify(asked).name == "local"


def test_what_is_no_request_passes(access):
    begun = []

    async def app(scope, receive, send):
        begun.append(scope["type"])
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    with TestClient(AccessMiddleware(app, access)):
        assert begun == ["lifespan"]
