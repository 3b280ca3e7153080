"""What the handbook tells servers to do, they do."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator, Mapping

import pytest

from wenming.pages import POLICY

from .nginx import nginx
from .portals import REPOSITORY, write

DEPLOY = (REPOSITORY / "site_src/pages/handbook/deploy.md").read_text(encoding="utf-8")
ASSET = "/assets/stylesheets/portal.29bbfaff.css"
ALWAYS = {
    "content-security-policy": f"{POLICY}; frame-ancestors 'none'",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """An nginx with the snippets of the handbook, each where the page says."""
    folder = tmp_path_factory.mktemp("deployed")
    for path in ("index.html", "404.html", "about/index.html", "media/0123/a.jpg", "feeds.opml"):
        write(folder / "site" / path, "<p>" + "网页" * 500)
    write(folder / "site" / ASSET.lstrip("/"), "p {}")
    server, cache = re.findall(r"```nginx\n(.*?)```", DEPLOY, re.DOTALL)
    with nginx(folder, server.replace("/srv/wenming/site", str(folder / "site")), cache) as port:
        yield port


def get(port: int, path: str) -> tuple[int, Mapping[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}


@pytest.mark.parametrize(
    ("path", "status", "kept"),
    [
        ("/", 200, "no-cache"),
        ("/media/0123/a.jpg", 200, FOR_EVER),
        (ASSET, 200, FOR_EVER),
        ("/feeds.opml", 200, "no-cache"),
        ("/about", 301, "no-cache"),
        ("/nothing/", 404, "no-cache"),
        ("/media/0123/nothing.jpg", 404, "no-cache"),
        ("/assets/stylesheets/nothing.29bbfaff.css", 404, "no-cache"),
    ],
)
def test_nginx_sends_every_header_with_every_answer(
    port: int, path: str, status: int, kept: str
) -> None:
    """That something is not there is not kept for a year."""
    answered, headers = get(port, path)
    assert answered == status
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert headers["cache-control"] == kept


def test_nginx_packs_pages_and_knows_the_types_of_feeds(port: int) -> None:
    """A redirect names no port of a server behind another one."""
    assert get(port, "/")[1]["content-encoding"] == "gzip"
    assert get(port, "/feeds.opml")[1]["content-type"] == "text/x-opml; charset=utf-8"
    assert get(port, "/about")[1]["location"] == "/about/"


def test_all_three_snippets_send_the_same_headers() -> None:
    """The values stand in each of them; Caddy's were tried by hand (2.6.2)."""
    caddy, text = (
        re.findall(rf"```{language}\n(.*?)```", DEPLOY, re.DOTALL)[0]
        for language in ("caddyfile", "text")
    )
    written = re.findall(r"^\t\t([A-Z]\S+) \"(.+)\"$", caddy, re.M)
    assert {name.lower(): value for name, value in written} == ALWAYS
    assert "unsafe" not in POLICY
    block = text.partition("/media/")[0]
    assert {n.lower(): v for n, v in re.findall(r"^  (\S+): (.+)$", block, re.M)} == ALWAYS
