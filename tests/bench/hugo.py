"""The peer Hugo: the same records as pages, listings of the same kinds and RSS, written to disk.

Its layouts are lean: no related records, no search, no open data, no calendars, no checks.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

_BIN = Path(sys.executable).parent

_CONFIG = """\
baseURL = "https://www.yunxi.example/"
languageCode = "zh-CN"
title = "云溪县文明网"
hasCJKLanguage = true
[pagination]
pagerSize = 20
[taxonomies]
person = "people"
award = "awards"
level = "levels"
organization = "organizations"
year = "years"
[services.rss]
limit = 50
[outputs]
home = ["html", "rss"]
section = ["html", "rss"]
taxonomy = ["html"]
term = ["html"]
"""

_PEOPLE = 'person = "people"\n'

_LAYOUTS: Mapping[str, str] = {
    "baseof.html": """\
<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<title>{{ .Title }} - {{ site.Title }}</title><link rel="canonical" href="{{ .Permalink }}">
<meta property="og:title" content="{{ .Title }}"><meta name="SiteName" content="{{ site.Title }}">
</head><body><header><nav>{{ range site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>
{{ end }}</nav></header><main>{{ block "main" . }}{{ end }}</main>
<footer>主办单位：云溪县文明办</footer></body></html>
""",
    "single.html": """\
{{ define "main" }}<article><h1>{{ .Title }}</h1><dl><dt>日期</dt>
<dd>{{ .Date.Format "2006-01-02" }}</dd>
{{ range .GetTerms "organizations" }}<dt>单位</dt><dd><a href="{{ .RelPermalink }}">{{ .Title }}</a>
</dd>{{ end }}{{ range .GetTerms "awards" }}<dt>奖项</dt><dd><a href="{{ .RelPermalink }}">
{{ .Title }}</a></dd>{{ end }}</dl>
<ul>{{ range .Params.honorees }}<li>{{ .name }} {{ .organization }} <p>{{ .citation }}</p></li>
{{ end }}</ul>{{ .Content }}
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</article>{{ end }}
""",
    "list.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ $shown := .Paginate .RegularPages }}
{{ range $shown.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
<time>{{ .Date.Format "2006-01-02" }}</time></li>{{ end }}</ul>
{{ with $shown.Prev }}<a href="{{ .URL }}">上一页</a>{{ end }}
{{ with $shown.Next }}<a href="{{ .URL }}">下一页</a>{{ end }}{{ end }}
""",
    "taxonomy.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
""",
    "rss.xml": """\
<rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
{{ range first 50 .RegularPages }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate>
<description>{{ .Content | transform.XMLEscape | safeHTML }}</description></item>{{ end }}
</channel></rss>
""",
}


def make_site(portal: Path, folder: Path, *, people: bool) -> list[str]:
    """The records of a portal as Hugo's, with or without people; the command that builds them."""
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    config = _CONFIG if people else _CONFIG.replace(_PEOPLE, "")
    (folder / "hugo.toml").write_text(config, "utf-8")
    for name, text in _LAYOUTS.items():
        (layouts / name).write_text(text, "utf-8")
    for file in sorted(portal.glob("content/*/*/*.md")):
        _, head, body = file.read_text("utf-8").split("---\n", 2)
        front = yaml.safe_dump(_front_matter(yaml.load(head, yaml.CSafeLoader)), allow_unicode=True)
        target = folder / file.relative_to(portal)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"---\n{front}---\n{body}", "utf-8")
    return [str(_BIN / "hugo"), "--quiet", "--source", str(folder)]


def clean(folder: Path) -> None:
    """A build from nothing."""
    shutil.rmtree(folder / "public", ignore_errors=True)


def _front_matter(values: Mapping[str, Any]) -> dict[str, Any]:
    """A record's values as Hugo knows them, its lists of people and choices as taxonomies."""
    named = [each["name"] for key in ("honorees", "speakers") for each in values.get(key, ())]
    made = {
        "title": values["title"],
        "date": values["date"],
        "years": [str(values["date"].year)],
        "organizations": [values["organization"]],
        "people": named + [values[key] for key in ("family",) if key in values],
    }
    made |= {f"{key}s": [values[key]] for key in ("award", "level") if key in values}
    return made | {key: values[key] for key in ("honorees",) if key in values}
