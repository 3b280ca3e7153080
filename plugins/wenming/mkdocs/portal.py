"""`wenming/portal`: MkDocs builds the hand-written pages and the shells; records furnish them."""

from __future__ import annotations

import hashlib
import logging
import re
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from ..built import portal_day
from ..furnishing import furnish
from ..library import declared_collections
from ..pages import POLICY, SECTIONS, House, theme_folder
from ..pipeline import Checked, check
from ..records import Refused
from ..release import Release, is_url
from ..report import as_text
from ..settings import read_settings
from ..views import Link, navigation
from .handbook import insert_field_tables
from .output import OutputPlugin
from .styles import lean

log = logging.getLogger("mkdocs.plugins.wenming")

_SHELLS = "shells/"
"""Where the shells' templates seem to stand; each is the theme's `shell.html`."""

_OWN = (
    "assets/stylesheets/portal.css",
    "assets/javascripts/portal.js",
    "assets/javascripts/search.js",
    "assets/javascripts/search-index.js",
    "assets/javascripts/search-page.js",
)
"""Styles and scripts that are published under a name that follows their content."""


_URL_OF_MKDOCS = (
    "MkDocs 只能生成到文件夹：site_dir 写的是网址时，请用 wenming build，或加上 --site-dir 文件夹。"
    " MkDocs builds into folders only: for a site_dir that is a URL use wenming build."
)

_UNWANTED = re.compile(r"^assets/javascripts/|^sitemap\.xml|\.map$|(^|/)__pycache__/")
"""What Material brings along for scripts of its own; and what Python left behind."""
_MATERIAL = re.compile(r"assets/stylesheets/main\.\w+\.min\.css")


def _named_by(content: bytes, uri: str) -> str:
    """An address with a digest of the content in it."""
    path = PurePosixPath(uri)
    return str(path.with_suffix(f".{hashlib.sha256(content).hexdigest()[:8]}{path.suffix}"))


class PortalPlugin(OutputPlugin):  # type: ignore[no-untyped-call]
    """Prepares the theme, collects the shells and, unless `shells_only`, publishes the records."""

    shells_only = False
    """Set by the shell maker: no record is read and nothing is furnished."""

    _policy = POLICY

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """MkDocs' own preview writes its script into each page, which the policy would stop."""
        self._policy = "" if command == "serve" else POLICY

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        config_file = Path(config.config_file_path)
        self._root = config_file.parent
        try:
            self._settings = read_settings(config_file)
        except Refused as refused:
            raise PluginError(as_text(refused.problems, self._root)) from None
        here = self._root / self._settings.site_dir
        if is_url(self._settings.site_dir) and Path(config.site_dir) == here:
            raise PluginError(_URL_OF_MKDOCS)
        self._collections, _ = declared_collections(self._root, self._settings)
        self._assets: dict[str, str] = {}
        self._material = ("", "")
        self.shells: dict[str, str] = {}
        self.pages: tuple[Link, ...] = ()
        # Our theme stands between the portal's own overrides and Material.
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(theme_folder()))
        config.theme.static_templates.discard("sitemap.xml")
        sections = (*self._collections, *SECTIONS)
        config.theme.static_templates |= {f"{_SHELLS}{name}.html" for name in sections}
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check all content before MkDocs empties the site folder."""
        if self.shells_only:
            return
        self._checked: Checked = check(self._root, self._settings, portal_day(self._settings))
        errors = [problem for problem in self._checked.problems if problem.is_error]
        if errors:
            raise PluginError(as_text(self._checked.problems, self._root))
        for problem in self._checked.problems:
            log.warning(as_text([problem], self._root))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take in the portal's assets, leave out Material's scripts, name ours by content."""
        folder = Path(config.docs_dir).parent / "assets"
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                address = f"assets/{file.relative_to(folder).as_posix()}"
                files.append(File.generated(config, address, abs_src_path=str(file)))
        for published in list(files):
            uri = published.src_uri
            if uri in _OWN:
                published.dest_uri = _named_by(published.content_bytes, uri)
                published.url = published.dest_uri
                self._assets[uri] = published.url
            elif _MATERIAL.fullmatch(uri):
                files.remove(published)
                css = lean(published.content_string)
                lighter = _named_by(css.encode(), "assets/stylesheets/material.css")
                files.append(File.generated(config, lighter, content=css))
                self._material = uri, lighter
            elif _UNWANTED.search(uri):
                files.remove(published)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self._order = {page.file.src_uri: place for place, page in enumerate(nav.pages)}
        return nav

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        return insert_field_tables(markdown, self._collections)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Links from the root of the portal hold below a path, too."""
        return re.sub(r'(\s(?:href|src)=")/(?!/)', rf"\g<1>{self._settings.base}", html)

    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Know the hand-written pages, in the order of `nav`; and the shells."""
        last = len(self._order)
        pages = sorted(
            files.documentation_pages(), key=lambda file: self._order.get(file.src_uri, last)
        )
        self.pages = tuple(
            Link(str(file.page.title), f"/{file.page.url}".replace("/./", "/"))
            for file in pages
            if file.page
        )
        shells = {
            f"{_SHELLS}{name}.html": '{% extends "shell.html" %}'
            for name in (*self._collections, *SECTIONS)
        }
        assert env.loader
        env.loader = jinja2.ChoiceLoader([jinja2.DictLoader(shells), env.loader])
        env.globals["portal"] = {
            "settings": self._settings,
            "collections": self._collections,
            "navigation": navigation(self._collections.values()),
            "assets": self._assets,
            "material": self._material,
            "href": self._settings.href,
            "policy": self._policy,
        }
        return env

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        if template_name.startswith(_SHELLS):
            context["base_url"] = self._settings.base
            context["section"] = PurePosixPath(template_name).stem  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Keep a shell instead of having it written."""
        if not template_name.startswith(_SHELLS):
            return output_content
        self.shells[PurePosixPath(template_name).stem] = output_content
        return ""

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self.shells_only:
            return
        house = House(None, self.shells, self.pages)
        furnish(self._checked.library, self._checked.views, house, Release(Path(config.site_dir)))

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        for folder in (self._settings.content_dir, str(Path(self._settings.docs_dir).parent)):
            server.watch(str(self._root / folder))
        return server


class _WithoutSkippedTemplates(logging.Filter):
    """Shells are templates that write no file: MkDocs need not say so of each."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.msg.startswith("Template skipped") and _SHELLS in record.getMessage())


logging.getLogger("mkdocs.commands.build").addFilter(_WithoutSkippedTemplates())
