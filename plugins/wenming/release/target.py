"""Target: files at a URL, an object store such as S3 or whatever else fsspec reaches.

What goes wrong there is told as a Problem, in the words of the store.
"""

from __future__ import annotations

import contextlib
import mimetypes
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from ..records import Refused, refuse

T = TypeVar("T")

_URL = re.compile(r"([a-z][a-z0-9+.-]+)://.+")

_AT_ONCE = 16
"""Requests under way to a store that answers several."""

_TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".opml": "text/x-opml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""Where browsers must be told more, or systems know less; the others Python knows."""

NAMED_BY_CONTENT = re.compile(
    r"media/|search/[0-9a-f]{12}/|assets/(?:.+\.)?[0-9a-f]{8}\.(?:min\.)?(?:css|js)$"
)
"""Files that never change: what is in them is in their name, or their folder's."""


def is_url(text: str) -> bool:
    """Whether a place to publish to is a URL and no folder."""
    return _URL.fullmatch(text) is not None


def shown_url(url: str) -> str:
    """A URL without the password that may be in it."""
    return re.sub(r"//[^/@]*@", "//", url)


def check_url(url: str) -> None:
    """Raises `Refused` where nothing here can reach such a URL."""
    found = _URL.fullmatch(url)
    scheme = found[1] if found else ""
    missing = refuse("extra-missing", "mkdocs.yml", value=f"{scheme}://", extra="s3")
    try:
        from fsspec.registry import get_filesystem_class
    except ImportError:
        raise missing from None
    try:
        get_filesystem_class(scheme)
    except ValueError:
        raise refuse("target-unknown", "mkdocs.yml", value=shown_url(url)) from None
    except ImportError:
        raise missing from None


class Target:
    """The files below a URL, by path. Every method raises `Refused` where the store fails."""

    def __init__(self, url: str) -> None:
        check_url(url)
        from fsspec.core import url_to_fs

        self._url = url
        options = {"auto_mkdir": True} if url.startswith("file:") else {}
        with self._asked():
            self._store, root = url_to_fs(
                url, skip_instance_cache=True, use_listings_cache=False, **options
            )
        self._root = root.rstrip("/")

    def read(self, path: str) -> bytes | None:
        """A file's bytes; None where there is none."""
        with self._asked():
            try:
                return bytes(self._store.cat_file(self._at(path)))
            except FileNotFoundError:
                return None

    def files(self) -> dict[str, str]:
        """Every file there is, with the MD5 of its bytes where the store tells it, else empty."""
        with self._asked():
            try:
                found = self._store.find(self._root, detail=True)
            except FileNotFoundError:
                return {}
        start = len(self._root) + 1
        return {
            path.rstrip("/")[start:]: str(info.get("ETag", "")).strip('"')
            for path, info in found.items()
            if info.get("type") == "file"
        }

    def write(self, path: str, data: bytes) -> None:
        with self._asked():
            self._store.pipe_file(self._at(path), data, **self._headers(path))

    def put(self, folder: Path, paths: Sequence[str]) -> Iterator[None]:
        """Bring files of a folder there, several at a time; one step for each."""

        def put(path: str) -> None:
            self._store.put_file(str(folder / path), self._at(path), **self._headers(path))

        yield from self._each(put, paths)

    def remove(self, paths: Sequence[str]) -> Iterator[None]:
        """Remove files, if they are there; one step for each."""

        # Not many with one request: s3fs does not look which of them the store refused.
        def remove(path: str) -> None:
            with contextlib.suppress(FileNotFoundError):
                self._store.rm_file(self._at(path))

        yield from self._each(remove, paths)

    def _each(self, do: Callable[[str], T], paths: Sequence[str]) -> Iterator[T]:
        with self._asked(), ThreadPoolExecutor(_AT_ONCE if self._store.async_impl else 1) as pool:
            yield from pool.map(do, paths)

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    def _headers(self, path: str) -> Mapping[str, Any]:
        """What the store is to tell browsers of a file, where it can be told."""
        if not self._url.startswith(("s3:", "s3a:")):
            return {}
        suffix = Path(path).suffix.lower()
        guessed = _TYPES.get(suffix) or mimetypes.guess_type(path)[0]
        lasts = "public, max-age=31536000, immutable" if NAMED_BY_CONTENT.match(path) else ""
        return {
            "ContentType": guessed or "application/octet-stream",
            "CacheControl": lasts or "no-cache",
        }

    @contextlib.contextmanager
    def _asked(self) -> Iterator[None]:
        try:
            yield
        except (Refused, GeneratorExit):
            raise
        except Exception as error:  # of the store, its library, the network beneath: all say why
            reason = str(error).strip() or type(error).__name__
            value = shown_url(self._url)
            raise refuse("target", "mkdocs.yml", value=value, reason=reason) from error
