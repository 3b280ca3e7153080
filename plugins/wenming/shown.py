"""What each page of a site shows, kept so that single pages can be made anew.

Where only words of a record changed, a page that shows it is given the same as
before; it finds the words themselves in the record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from .library import Forgotten, Library
from .store import STORE, Store
from .views import Packed, Packer, View, Views, as_now, unpacked

_VIEWS, _SHOWN, _SHARED, _ALL = "views", "shown", "shared", "addresses"
"""What the store keeps: views and the records' files in them, by address; the addresses of the
pages that show a record, by its file; what several views have in common; which pages there are."""

_MANY = 2000
"""Views from which it is faster to keep all of them anew."""

_HOME = "/"
"""The page that looks around in the library: what it shows, nobody else can know."""


def keep_views(library: Library, views: Views, changed: Sequence[View]) -> bool:
    """Keep what the views show that changed since the last build; whether that could be done.

    What is gone is not kept any longer.
    """
    store = Store(library.root / STORE, ())
    there = dict.fromkeys(view.address for view in views.pages)
    before = str(store.read_one(_ALL, _ALL) or "").split("\n")
    many = len(changed) > min(_MANY, len(views.pages) // 2)
    if many or not there.keys() >= {*before}:
        _keep_all(views.pages, store)
    else:
        _keep_some(changed, store)
    store.keep(_ALL, _ALL, "\n".join(there))
    return store.save()


def pages_showing(root: Path, paths: Collection[str]) -> list[str]:
    """The addresses of the pages that show the records in some files."""
    store = Store(root / STORE, ())
    found = dict.fromkeys([_HOME] if paths else ())
    for path in paths:
        found |= dict.fromkeys(store.read_among(_SHOWN, path).get(path, ()))
    return [*found]


def views_at(library: Library, addresses: Iterable[str]) -> Iterator[View]:
    """The pages at some addresses, of the words that records have now.

    Raises `Forgotten` where what one of them shows cannot be had.
    """
    store = Store(library.root / STORE, ())
    for address in addresses:
        data, _ = store.read_among(_VIEWS, address).get(address, (b"", ()))
        view = unpacked(data, library, lambda digest: store.read_among(_SHARED, digest)[digest])
        if not isinstance(view, View):
            raise Forgotten(address)
        yield as_now(view, library)


def _keep_all(pages: Sequence[View], store: Store) -> None:
    by_address = {view.address: view for view in pages}
    packer = Packer()
    shown: dict[str, list[str]] = {}
    shared: dict[str, bytes] = {}

    def value(address: str) -> tuple[bytes, tuple[str, ...]]:
        each = packer.pack(by_address[address])
        shared.update(each.shared)
        for path in each.paths:
            shown.setdefault(path, []).append(address)
        return _kept(each, address)

    store.keep_all(_VIEWS, by_address, value)
    store.keep_all(_SHOWN, shown, lambda path: tuple(shown[path]))
    store.keep_all(_SHARED, shared, shared.__getitem__)


def _keep_some(changed: Sequence[View], store: Store) -> None:
    packer = Packer()
    shown: dict[str, dict[str, None]] = {}

    def showing(path: str) -> dict[str, None]:
        if path not in shown:
            shown[path] = dict.fromkeys(store.read_among(_SHOWN, path).get(path, ()))
        return shown[path]

    for view in changed:
        address, each = view.address, packer.pack(view)
        _, before = store.read_among(_VIEWS, address).get(address, (b"", ()))
        for path in {*before} - {*each.paths}:
            showing(path).pop(address, None)
        for path in {*each.paths} - {*before}:
            showing(path)[address] = None
        store.keep_among(_VIEWS, address, _kept(each, address))
        for digest, data in each.shared.items():
            store.keep_among(_SHARED, digest, data)
    for path, addresses in shown.items():
        store.keep_among(_SHOWN, path, tuple(addresses))


def _kept(each: Packed, address: str) -> tuple[bytes, tuple[str, ...]]:
    """What is kept of a view; of one that shows no record, nothing."""
    return (each.data, each.paths) if each.paths or address == _HOME else (b"", ())
