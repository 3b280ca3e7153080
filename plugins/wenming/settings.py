"""Settings: what `mkdocs.yml` says of the portal, read without MkDocs.

One schema serves both: the plugin `wenming/portal` validates its options with
it, and `wenming` reads them where MkDocs need not be imported.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import zoneinfo
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from pydantic import Field, PrivateAttr, ValidationError, field_validator

from .configuration import PLUGIN, load_config, plugin_at, plugins_of
from .options import Filing, Host, Limits, Part
from .problems import Place, Problem
from .records.front_matter import locate
from .records.reasons import reason_of, refused
from .records.source import Refused, read_text, refuse

ELSEWHERE = ("https://", "http://", "tel:")
"""How addresses begin that lead out of the portal."""


class Settings(Part):
    """Options of the plugin `wenming/portal`, with the site's name and address."""

    site_name: str
    site_url: str
    """Absolute, with a trailing slash; a path in it is kept in front of every address."""
    site_description: str = ""
    site_dir: str = "site"
    """Where `wenming build` publishes: a folder, or a URL such as `s3://bucket/prefix`."""
    docs_dir: str = "site_src/pages"
    custom_dir: str = ""
    """The theme's custom_dir: templates and styles of this portal's own."""
    logo: str = ""
    """The theme's logo, relative to the site."""
    favicon: str = ""
    """The theme's favicon, relative to the site."""

    content_dir: str = "content"
    """The folder of the records, relative to `mkdocs.yml`."""
    timezone: str = "Asia/Shanghai"
    """The zone that dates are meant in (IANA name)."""
    authority: str = ""
    """Authority of the feeds' `tag:` identifiers (RFC 4151), `domain,date`; never change it."""
    source: str = ""
    """The source of records that name none."""
    host: Host
    """The office behind the portal."""
    identification_code: str = ""
    """网站标识码 (SiteIDCode)."""
    icp: Filing | None = None
    """ICP filing."""
    police: Filing | None = None
    """Public-security filing."""
    mark: Filing | None = None
    """Mark of party and government sites: its text and the page it leads to."""
    report_error: str = ""
    """找错: an address (https: or mailto:) to report an error to."""
    notice: str = ""
    """One sentence above every page, such as that the portal is a sample."""
    banner: str = ""
    """Picture behind the masthead, relative to the site."""
    share_image: str = ""
    """Picture for link previews of pages without their own, relative to the site."""
    links: Mapping[str, str] = Field(default_factory=dict)
    """Hand-written pages in the navigation: label to address."""
    keep_releases: int = Field(default=3, ge=0, le=100)
    """How many earlier releases stay beside the site, for `wenming rollback`."""
    rare_characters: str = ""
    """Characters beyond the common 28,000 that names of this portal have and were looked at."""
    readings: Mapping[str, str] = Field(default_factory=dict)
    """How characters of names are read that dictionaries lack: pinyin without tones, two with
    a blank between them; by it the search finds who cannot be typed, and letters list them."""
    limits: Limits = Field(default_factory=Limits)
    """What files of editors may be published."""
    outputs: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    """Output plugins that are switched on, with their options, in their order."""

    _file: str = PrivateAttr("mkdocs.yml")

    @field_validator("site_url")
    @classmethod
    def _absolute(cls, value: str) -> str:
        parts = urlsplit(value)
        absolute = parts.scheme in ("http", "https") and parts.netloc
        if not absolute or parts.query or parts.fragment:
            zh = "要写完整的网址，如 https://www.example.gov.cn/"
            en = "must be an absolute http(s) address, such as https://example.gov.cn/"
            raise refused(zh, en)
        return value if value.endswith("/") else value + "/"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            zoneinfo.ZoneInfo(value)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            zh, en = "没有这个时区，如 Asia/Shanghai", "is no IANA time zone, such as Asia/Shanghai"
            raise refused(zh, en) from None
        return value

    @field_validator("authority")
    @classmethod
    def _tag_authority(cls, value: str) -> str:
        match = re.fullmatch(r"[A-Za-z0-9.@_-]+,(\d{4})(-\d{2})?(-\d{2})?", value)
        try:
            if value and match:
                dt.date.fromisoformat(match[1] + (match[2] or "-01") + (match[3] or "-01"))
        except ValueError:
            match = None
        if value and not match:
            zh = "要写“域名,年份”，如 example.gov.cn,2024"
            en = "must be `domain,date`, such as example.gov.cn,2024 (RFC 4151)"
            raise refused(zh, en)
        return value

    @field_validator("readings")
    @classmethod
    def _pinyin(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        for character, reading in value.items():
            if len(character) != 1 or not re.fullmatch("[a-z]+( [a-z]+)*", reading):
                zh = f"“{character}: {reading}”要写一个字和不带声调的拼音，如 𠮷: ji"
                en = f"{character}: {reading} must be a character and its pinyin without tones"
                raise refused(zh, f"{en}, such as 𠮷: ji")
        return value

    def has_output(self, name: str) -> bool:
        """Whether an output is switched on, by the name of its plugin."""
        return any(each == name for each, _ in self.outputs)

    @property
    def file(self) -> str:
        """The name of the file that they stand in, for problems."""
        return self._file

    @functools.cached_property
    def zone(self) -> dt.tzinfo:
        return zoneinfo.ZoneInfo(self.timezone)

    @functools.cached_property
    def base(self) -> str:
        """The path part of `site_url`, with a slash at both ends."""
        return quote(urlsplit(self.site_url).path, safe="/%:@!$&'()*+,;=~")

    @property
    def domain(self) -> str:
        return urlsplit(self.site_url).netloc

    def href(self, address: str) -> str:
        """The root-absolute, percent-encoded link to an address such as `/people/谈宜庆/`.

        The address of a page elsewhere stays as it is, and so does a telephone number.
        """
        if address.startswith(ELSEWHERE):
            return address
        return self.base + _quoted(address)

    @functools.cached_property
    def origin(self) -> str:
        """Scheme and host, without a slash at the end."""
        parts = urlsplit(self.site_url)
        return f"{parts.scheme}://{parts.netloc}"

    def absolute(self, address: str) -> str:
        """The full URL of an address."""
        href = self.href(address)
        return self.origin + href if href.startswith("/") else href

    def aware(self, value: dt.date) -> dt.datetime:
        """A record's date or datetime in the portal's zone; a date is its midnight."""
        if isinstance(value, dt.datetime):
            return value.replace(tzinfo=self.zone)
        return dt.datetime(value.year, value.month, value.day, tzinfo=self.zone)


def read_settings(config_file: Path) -> Settings:
    """The settings in `mkdocs.yml`; raises `Refused` with every problem that is in them."""
    name = config_file.name
    if not config_file.is_file():
        raise refuse("settings-missing", name)
    text = read_text(config_file, name)
    config = load_config(text, config_file, name)
    plugins = plugins_of(config)
    if not isinstance(plugins.get(PLUGIN), dict):
        zh, en = f"plugins 里没有写 {PLUGIN} 和它的设置", f"plugins lacks {PLUGIN} and its options"
        raise refuse("settings", name, reason=zh, reason_en=en)
    try:
        return settings_of(config, plugins, name)
    except ValidationError as error:
        raise Refused(*(_problem(each, text, name, config) for each in error.errors())) from None


def _problem(error: Any, text: str, name: str, config: Mapping[str, Any]) -> Problem:
    """What is wrong with an option, at its place in the file; one that INHERIT names has none."""
    loc = tuple(error["loc"])
    among_options = loc[0] in plugins_of(config)[PLUGIN] and loc[0] not in config
    at = (*plugin_at(config), *loc) if among_options or loc[0] not in _TOP_LEVEL else loc
    line, column = locate(text, at, {})
    place = Place(name, line + 1, column + 1)
    return Problem("settings", place, ".".join(map(str, loc)), reason_of(error, _known))


def _known(loc: tuple[Any, ...]) -> Iterable[str]:
    return (_PARTS.get(loc[0], Settings) if loc else Settings).model_fields


_PARTS: Mapping[Any, type[Part]] = {
    "host": Host,
    "limits": Limits,
    **dict.fromkeys(("icp", "police", "mark"), Filing),
}
"""Options that have options of their own."""


_TOP_LEVEL = ("site_name", "site_url", "site_description", "site_dir", "docs_dir", "timezone")
"""Keys of `mkdocs.yml` itself; `timezone` may stand there or among the plugin's options."""


_OF_THEME = ("custom_dir", "logo", "favicon")
"""Keys of `theme` in `mkdocs.yml`."""


def settings_of(
    config: Mapping[str, Any], plugins: Mapping[str, Mapping[str, Any]], file: str = "mkdocs.yml"
) -> Settings:
    """Settings from MkDocs' configuration and the options of each plugin in it, from `file`."""
    outputs = tuple(
        (name, options)
        for name, options in plugins.items()
        if name.startswith("wenming/") and name != PLUGIN
    )
    own = {key: config[key] for key in _TOP_LEVEL if config.get(key)}
    theme = config.get("theme")
    if isinstance(theme, dict):
        own |= {key: theme[key] for key in _OF_THEME if theme.get(key)}
    settings = Settings(**{"outputs": outputs, **plugins[PLUGIN], **own})
    settings._file = file
    return settings


@functools.lru_cache(maxsize=100_000)
def _quoted(address: str) -> str:
    # The same few thousand addresses are linked from everywhere.
    return quote(address.lstrip("/"), safe="/:@!$&'()*+,;=~.-_#")
