"""Publishing to a URL: a real S3 API on loopback, and what a command says of it."""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from wenming.release.bringing import LISTING

from ..portals import NOTICE, make_portal, snapshot, write
from ..test_cli import JUNE_15
from ..test_cli import wenming as run

PATH = "content/notices/2026/new.md"
NEW = NOTICE.replace("云溪好人名单公示", "云溪好人名单再公示")
URL = "s3://wenming/云溪"


@pytest.fixture(scope="module")
def environment() -> Iterator[Mapping[str, str]]:
    """What a maintainer sets: the address of the store, and keys."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield {
        **JUNE_15,
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_MAX_ATTEMPTS": "1",
    }
    server.stop()


@pytest.fixture(scope="module")
def bucket(environment: Mapping[str, str]) -> Any:
    s3 = boto3.resource(
        "s3",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
        region_name="us-east-1",
    )
    return s3.create_bucket(Bucket="wenming")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal with a house; its pages are cheap to make again."""
    folder = make_portal(tmp_path_factory.mktemp("portals") / "portal")
    assert run(folder, "build").exit_code == 0
    shutil.rmtree(folder / "site")
    return folder


@pytest.fixture
def portal(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "portal", copy_function=shutil.copy2)


def online(bucket: Any, prefix: str) -> dict[str, str]:
    """The MD5 of each object below a prefix, by path; but not of the listing."""
    found = {
        each.key.removeprefix(f"{prefix}/"): each.e_tag.strip('"')
        for each in bucket.objects.filter(Prefix=f"{prefix}/")
    }
    assert found.pop(LISTING)
    return found


def built_in(portal: Path) -> Path:
    """The release that was brought to the only URL of a portal."""
    (site,) = (portal / ".wenming/targets").glob("*/site")
    return site


def md5(site: Path) -> dict[str, str]:
    return {path: hashlib.md5((site / path).read_bytes()).hexdigest() for path in snapshot(site)}


def test_a_site_is_brought_to_a_bucket_and_back(
    portal: Path, bucket: Any, environment: Mapping[str, str]
) -> None:
    """Only what changed is uploaded; what is gone is removed; `rollback` works as ever."""
    done = run(portal, "build", "-d", URL, env=environment)
    files = len(snapshot(site := built_in(portal)))
    assert done.stdout == f"已发布到 {URL}：4 篇稿件，{files} 个文件，{files} 个有变化。\n"
    first = md5(site)
    assert online(bucket, "云溪") == first

    write(portal / PATH, NEW)
    (portal / "content/family/2026/brooms.md").unlink()
    done = run(portal, "build", "-d", URL, env=environment)
    second = md5(site)
    changed = sum(first.get(path) != digest for path, digest in second.items())
    assert 0 < changed < len(second)
    assert done.stdout.endswith(f"，{len(second)} 个文件，{changed} 个有变化。\n")
    assert online(bucket, "云溪") == second
    assert "family/2026/brooms/index.html" not in second

    done = run(portal, "rollback", "-d", f"{URL}/", env=environment)
    assert re.match(rf"{URL} 现在是第 1 版，", done.stdout)
    assert online(bucket, "云溪") == first


def test_browsers_are_told_what_files_are(
    portal: Path, bucket: Any, environment: Mapping[str, str]
) -> None:
    """Types, and how long a file may be kept: for ever where its name tells its content."""
    assert run(portal, "build", "-d", "s3://wenming/types", env=environment).exit_code == 0
    (style,) = built_in(portal).glob("assets/stylesheets/portal.*.css")
    told = {
        path: (found := bucket.Object(f"types/{path}").get())["ContentType"]
        + f" · {found['CacheControl']}"
        for path in ("index.html", "feed.json", f"assets/stylesheets/{style.name}")
    }
    assert told == {
        "index.html": "text/html; charset=utf-8 · no-cache",
        "feed.json": "application/json · no-cache",
        f"assets/stylesheets/{style.name}": (
            "text/css; charset=utf-8 · public, max-age=31536000, immutable"
        ),
    }


def test_a_bucket_with_other_files_is_left_alone(
    portal: Path, bucket: Any, environment: Mapping[str, str]
) -> None:
    """As a folder is; exit code 1. The URL may stand in mkdocs.yml."""
    bucket.put_object(Key="backup/2025.tar", Body=b"precious")
    settings = (portal / "mkdocs.yml").read_text("utf-8")
    write(portal / "mkdocs.yml", f"{settings}site_dir: s3://wenming/backup\n")
    done = run(portal, "build", env=environment)
    assert done.exit_code == 1
    assert "发布地址 s3://wenming/backup 里有别的文件，不是本程序生成的网站。" in done.stderr
    assert [each.key for each in bucket.objects.filter(Prefix="backup/")] == ["backup/2025.tar"]


def test_what_the_store_says_is_a_problem(portal: Path, environment: Mapping[str, str]) -> None:
    """No bucket, nobody there: exit code 1, the store's own words and no traceback."""
    done = run(portal, "build", "-d", "s3://nothing-here/site", env=environment)
    assert done.exit_code == 1
    assert "没能全部上传到 s3://nothing-here/site：" in done.stderr
    assert "bucket does not exist" in done.stderr
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = f"http://127.0.0.1:{server.getsockname()[1]}"
    env = {**environment, "AWS_ENDPOINT_URL": nobody}
    done = run(portal, "build", "-d", "s3://wenming/cut", env=env)
    assert done.exit_code == 1
    assert "没能全部上传到 s3://wenming/cut：" in done.stderr


def test_any_store_that_fsspec_knows_will_do(portal: Path, tmp_path: Path) -> None:
    """Such as a folder that is mounted here; a password is not shown."""
    done = run(portal, "build", "-d", f"file://{tmp_path}/mounted/site")
    assert done.exit_code == 0
    assert "，0 个有变化" not in done.stdout
    done = run(portal, "build", "-d", f"file://{tmp_path}/mounted/site")
    assert "，0 个有变化" in done.stdout
    (tmp_path / "mounted/site" / LISTING).unlink()
    assert snapshot(tmp_path / "mounted/site") == snapshot(built_in(portal))
    done = run(portal, "rollback", "-d", f"file://{tmp_path}/nothing")
    assert done.exit_code == 1
    assert "要退 1 个发布版本，比现在旧的只留着 0 个" in done.stderr
    done = run(portal, "build", "-d", "nosuch://me:secret@host/site")
    assert done.exit_code == 2
    assert "不认识发布地址 nosuch://host/site。" in done.stderr
