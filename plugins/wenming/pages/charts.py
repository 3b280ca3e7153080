"""Figures as SVG that a page can hold: drawn by pygal, coloured by the portal's own styles.

Nothing of it is a program or a style: the policy of the page would stop them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from lxml import etree
from markupsafe import Markup

from ..views import Figure

WIDTH = 300
"""Of every chart, in its own units: on a phone one of them is a pixel."""

_TEXT = 16
_SVG = "{http://www.w3.org/2000/svg}"
_PARTS = 4
_LABELS = 4
"""Labels of what follows each other, so that they do not touch."""
_FEW = 6
"""Columns that have room for their number."""


def chart(figure: Figure) -> Markup:
    """An `svg` element with a title and a description, to stand in a page."""
    if figure.over_time:
        root = _drawn("Bar", figure.rows, **_columns(figure))
        values = len(figure.rows) <= _FEW
    else:
        options = _bars(figure)
        root = _drawn("HorizontalBar", figure.rows[::-1], **options)
        values = True
        # The room below is that of the numbers of the axis, which is taken out.
        root.set("viewBox", f"0 0 {WIDTH} {options['height'] - options['label_size'] - 4}")
    for axis in _axes(root, "x"):
        if not figure.over_time:  # the numbers stand at the bars
            _remove(axis)
        for line in axis.findall(f".//{_SVG}path"):
            if "guide" in line.get("class", ""):
                _remove(line)
    _name(root, figure)
    _label_bars(root, figure, values=values)
    _round(root)
    etree.cleanup_namespaces(root)
    return Markup(etree.tostring(root, encoding="unicode"))


def _columns(figure: Figure) -> dict[str, Any]:
    labels = [row.label.removesuffix("年") for row in figure.rows]
    step = math.ceil(len(labels) / _LABELS)
    if figure.rows[0].label.endswith("月"):  # a year's first month, or half of it
        labels = [label.replace("年", ".").removesuffix("月") for label in labels]
    shown = [label if n % step == 0 else "" for n, label in enumerate(labels)]
    most = max(row.count or 0 for row in figure.rows)
    tick = math.ceil(most / _PARTS) or 1
    if tick >= 10:  # 2,000 and 4,000, not 1,049 and 2,098
        tick = math.ceil(tick / 10 ** (len(str(tick)) - 1)) * 10 ** (len(str(tick)) - 1)
    room = 1.12 if len(labels) <= _FEW else 1  # for the number above the highest
    return {
        "height": 220,
        "x_labels": shown,
        "y_labels": [tick * n for n in range(int(most * room / tick) + 1)],
        "range": (0, most * room),
        "truncate_label": -1,
        "label_size": _TEXT,
    }


def _bars(figure: Figure) -> dict[str, Any]:
    most = max(row.count or 0 for row in figure.rows)
    return {
        "height": 30 * len(figure.rows) + 34,
        "x_labels": [row.label for row in figure.rows[::-1]],
        "range": (0, most * 1.2),
        # pygal takes every character for six tenths of a digit's height; ours are square.
        "label_size": math.ceil(_TEXT / 0.6),
    }


def _drawn(kind: str, rows: Sequence[Any], *, label_size: int, **options: Any) -> etree._Element:
    import pygal  # a fifth of a second: only for the one page that needs it
    from pygal.style import Style

    style = Style(label_font_size=label_size, major_label_font_size=label_size)
    drawing = getattr(pygal, kind)(
        width=WIDTH,
        margin=6,
        css=[],
        js=[],
        no_prefix=True,
        disable_xml_declaration=True,
        show_legend=False,
        print_values=True,
        show_x_guides=False,
        style=style,
        **options,
    )
    drawing.add("", [row.count for row in rows])
    root = etree.fromstring(drawing.render())
    etree.strip_tags(root, etree.Comment)  # they tell when it was made
    for unwanted in (f"{_SVG}defs", f"{_SVG}title", f"{_SVG}desc"):
        for element in list(root.iter(unwanted)):
            _remove(element)
    for group in list(root.iter(f"{_SVG}g")):
        if "tooltip-overlay" in group.get("class", ""):
            _remove(group)
    return root


def _axes(root: etree._Element, name: str) -> list[etree._Element]:
    groups = root.iter(f"{_SVG}g")
    return [g for g in groups if {"axis", name} <= set(g.get("class", "").split())]


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _name(root: etree._Element, figure: Figure) -> None:
    """What the picture is called, and what it says, for those who do not see it."""
    root.set("class", "chart")
    root.set("id", figure.name)
    root.set("role", "img")
    root.set("aria-labelledby", f"{figure.name}-title {figure.name}-desc")
    for place, (tag, text) in enumerate((("title", figure.title), ("desc", figure.summary))):
        element = etree.Element(f"{_SVG}{tag}", id=f"{figure.name}-{tag}")
        element.text = text
        root.insert(place, element)


def _label_bars(root: etree._Element, figure: Figure, *, values: bool) -> None:
    """Each bar says what it is when it is pointed at; its number stands at its end."""
    rows = figure.rows if figure.over_time else figure.rows[::-1]
    bars = root.findall(f".//{_SVG}rect[@class='rect reactive tooltip-trigger']")
    texts = root.findall(f".//{_SVG}text[@class='value']")
    for bar, text, row in zip(bars, texts, rows, strict=True):
        bar.set("class", "bar")
        told = etree.SubElement(bar, f"{_SVG}title")
        told.text = f"{row.label}：{row.count}{figure.unit}"
        if not values or not row.count:
            _remove(text)
        elif figure.over_time:
            text.set("y", str(float(bar.get("y", "0")) - 5))
        else:
            text.set("x", str(float(bar.get("x", "0")) + float(bar.get("width", "0")) + 6))
            text.set("text-anchor", "start")


def _round(root: etree._Element) -> None:
    for element in root.iter():
        for key in ("x", "y", "width", "height"):
            if value := element.get(key):
                element.set(key, f"{float(value):.1f}".removesuffix(".0"))
        for key in ("rx", "ry"):
            element.attrib.pop(key, None)
