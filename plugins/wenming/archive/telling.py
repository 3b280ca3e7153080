"""An archive in words: by indicator the evidence, what is asked for, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .evidence import Archive, Evidence, Finding

_MOST_NAMES = 6
"""People of one record who are named; of the others only how many there are."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "{title}，{year} 年",
        "weight": "（权重 {weight}）",
        "count": "{count} 篇",
        "missing": "，缺 {missing} 份",
        "met": "要求：{title}，{count} 份，已有 {found} 份",
        "unmet": "要求：{title}，{count} 份，已有 {found} 份，缺 {missing} 份",
        "several": "（几样合计）",
        "colon": "：",
        "stop": "；",
        "between": "、",
        "place": "地点：{}",
        "people": "人员：{}",
        "others": "{names}等 {count} 个",
        "minors": "未成年人 {} 名",
        "captions": "图片：{}",
        "revoked": "没有算进来，称号已经全部撤销：{title}（{path}）",
        "coming": "没有算进来，事情还没到日子：{title}（{path}）",
        "sum": "合计：{indicators} 条指标，{records} 篇材料；要求 {asked} 份，缺 {missing} 份",
        "where": "（{}）",
        "end": "。",
    },
    "en": {
        "head": "{title}, {year}",
        "weight": " (weight {weight})",
        "count": "{count} records",
        "missing": ", {missing} missing",
        "met": "asked for: {title}: {count}, found {found}",
        "unmet": "asked for: {title}: {count}, found {found}, missing {missing}",
        "several": " (together)",
        "colon": ": ",
        "stop": "; ",
        "between": ", ",
        "place": "place: {}",
        "people": "people: {}",
        "others": "{names} and others, {count} in all",
        "minors": "minors: {}",
        "captions": "pictures: {}",
        "revoked": "Left out, all its titles are revoked: {title} ({path})",
        "coming": "Left out, it has not happened yet: {title} ({path})",
        "sum": "In all: indicators: {indicators}, records: {records}; "
        "asked for: {asked}, missing: {missing}",
        "where": " ({})",
        "end": ".",
    },
}


def told(archive: Archive, lang: str) -> str:
    words = _WORDS[lang]
    lines = [words["head"].format(title=archive.scheme.title, year=archive.year), ""]
    for finding in archive.findings:
        lines += _finding(finding, words)
    for name, records in (("revoked", archive.revoked), ("coming", archive.coming)):
        lines += [words[name].format(title=r.title, path=r.path) for r in records]
    return "\n".join([*lines, "", _sum(archive, words)])


def _finding(finding: Finding, words: Mapping[str, str]) -> Iterator[str]:
    indicator = finding.indicator
    indent = "  " * (len(indicator.path) - 1)
    line = f"{indent}{indicator.code} {indicator.text}"
    if indicator.weight is not None:
        line += words["weight"].format(weight=indicator.shown_weight)
    if finding.evidence or finding.demands:
        line += words["colon"] + words["count"].format(count=len(finding.evidence))
    if finding.missing:
        line += words["missing"].format(missing=finding.missing)
    yield line
    for each in finding.demands:
        demand = each.demand
        several = words["several"] if len(demand.titles) > 1 else ""
        met = words["unmet" if each.missing else "met"]
        told = met.format(
            title=demand.title + several,
            count=demand.count,
            found=each.found,
            missing=each.missing,
        )
        yield f"{indent}    {'✗' if each.missing else '✓'} {told}"
    for evidence in finding.evidence:
        yield f"{indent}    - {evidence.day:%Y-%m-%d} {evidence.record.title}"
        if facts := words["stop"].join(_facts(evidence, words)):
            yield f"{indent}      {facts}"


def _facts(evidence: Evidence, words: Mapping[str, str]) -> Iterator[str]:
    if evidence.place:
        yield words["place"].format(evidence.place)
    names = words["between"].join(evidence.people[:_MOST_NAMES])
    if len(evidence.people) > _MOST_NAMES:
        names = words["others"].format(names=names, count=len(evidence.people))
    minors = words["minors"].format(evidence.minors) if evidence.minors else ""
    if people := words["between"].join(each for each in (names, minors) if each):
        yield words["people"].format(people)
    if evidence.captions:
        yield words["captions"].format(" / ".join(evidence.captions))


def _sum(archive: Archive, words: Mapping[str, str]) -> str:
    findings = archive.findings
    line = words["sum"].format(
        indicators=len(findings),
        records=archive.records,
        asked=sum(each.demand.count for finding in findings for each in finding.demands),
        missing=sum(finding.missing for finding in findings),
    )
    if codes := [finding.indicator.code for finding in findings if finding.missing]:
        line += words["where"].format(words["between"].join(codes))
    return line + words["end"]
