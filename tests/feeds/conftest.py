"""Portals to make feeds of."""

from __future__ import annotations

from pathlib import Path

import pytest

from .portal import Feeds, Portal, make_columns, make_portal


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    """A portal with two records."""
    return make_portal(tmp_path)


@pytest.fixture
def columns(tmp_path: Path) -> Portal:
    """A portal without a record."""
    return make_columns(tmp_path)


@pytest.fixture(scope="session")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Feeds:
    """The feeds of the portal with two records, to look at only."""
    return make_portal(tmp_path_factory.mktemp("portal")).feeds()
