"""The declaration of a column: `_collection.yml` as data.

Everything that the portal knows of a column stands in its declaration: the
fields, what it is browsed by, which listings have feeds, how its pages look.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .front_matter import load_yaml


class Declaration(BaseModel):
    """Settings of every declared thing: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class FieldDeclaration(Declaration):
    """One key that a record may have."""

    name: str = ""
    """The key; filled from the mapping it stands in."""

    label: str
    """The Chinese key, as valid in a record as the name."""

    type: str = "text"
    """A field type: see `field_types`."""

    help: str = ""
    """One sentence for the editor, shown in the handbook and in forms."""

    required: bool = False
    """Whether a record without it is refused."""

    required_when: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Required where another choice field has one of these values."""

    forbidden_when: Mapping[str, Mapping[str, tuple[str, ...]]] = Field(default_factory=dict)
    """A value, and for which values of another choice field it is refused.

    `choice`: one of its keys. `name`: `person`, a name that reads like a natural person's.
    """

    default: Any = None
    """The value where a record gives none."""

    facts: bool = True
    """Whether the value is shown in the facts panel of the record's page."""

    data: bool | None = None
    """Whether the value stands in the open data; where nothing is said, as in the facts panel."""

    choices: Mapping[str, str] = Field(default_factory=dict)
    """`choice`: key to label."""

    minors: tuple[str, ...] = ()
    """`choice`: values whose people are minors, unless they say `minor: false`."""

    max: int | None = None
    """`text`: the greatest number of characters; `integer`: the greatest value."""

    min: int | None = None
    """`integer`: the smallest value."""

    unit: str = ""
    """`integer`: what is counted, as it is said behind a number: 人次, 支."""

    of: str = "text"
    """`list`: the field type of an item."""

    fields: Mapping[str, FieldDeclaration] = Field(default_factory=dict)
    """`group`, `people` and lists of groups: the fields of an item."""

    to: str = ""
    """`reference`: the only collection that may be referred to."""

    above: str = ""
    """`reference` to the own collection: a choice field in whose order the other comes before."""

    inverse: str = ""
    """`reference`: the heading under which the other record's page lists those that name it."""

    free: bool = False
    """`organization`: whether a name that is not in organizations.yml passes as text."""

    entity: Literal["person", "household", "unit", "pair"] = "person"
    """`name`: what is named, where no `type` beside it says so."""

    known_only: bool = False
    """`name`: whether it is listed only on the page of somebody whom another field names."""

    told: str = ""
    """`name`, `people`: what to be named there is called on the page of whom it names, such as
    到道德讲堂宣讲; else the label."""

    at: str = ""
    """`name`: the field of the record that holds the organization of the one named."""

    after: str = ""
    """A date field beside it, whose day or moment this one cannot come before."""

    working_days: int = 0
    """`period`: the smallest number of working days (Monday to Friday)."""

    @model_validator(mode="before")
    @classmethod
    def _name_the_fields(cls, data: Any) -> Any:
        return with_names(data)

    @functools.cached_property
    def item(self) -> FieldDeclaration:
        """The declaration of one item of a list."""
        return self.model_copy(update={"type": self.of, "required": True})

    @property
    def is_open(self) -> bool:
        """Whether the open data has it."""
        return self.facts if self.data is None else self.data


ReportSection = Literal["practice", "creation", "morality", "minors", "publicity", "other"]
"""A part of the report on a period's work, in the order of such reports."""


class ReportDeclaration(Declaration):
    """What a column contributes to the report on a period's work (`wenming report`).

    Its records are counted whatever is said here, by their `start` if the column
    has one, or else by their date. So are the items of a list that have a `date`, and the
    figures of a group that has an `as_of` are quoted.
    """

    section: ReportSection = "other"
    """The part of the report that it stands in."""

    elsewhere: Mapping[ReportSection, Mapping[str, tuple[str, ...]]] = Field(default_factory=dict)
    """Other parts, and the records that stand there: those where a choice field has one of
    these values."""

    lead: str = ""
    """The words before the number, such as 举办道德讲堂; else 发布 or 现有 and the label."""

    unit: str = "篇"
    """The word behind the number of records: 场, 件. People are counted by what they are."""

    standing: bool = False
    """Whether a record is something that stays, such as a station or a team: all are counted
    that there are on the period's last day, instead of what is new."""

    by: tuple[str, ...] | None = None
    """The choice fields whose values are counted; else those that the column is browsed by."""

    sums: tuple[str, ...] = ()
    """The integer fields that are added up, such as the attendance."""

    listed: bool = False
    """Whether each record of the period is a row of a table."""


class Collection(Declaration):
    """A column of the portal."""

    name: str
    """The folder's name, and the first part of the addresses."""

    label: str
    """The column's Chinese name (ColumnName)."""

    description: str
    """One sentence on what is published here (ColumnDescription)."""

    keywords: tuple[str, ...] = ()
    """ColumnKeywords."""

    column_type: str = "信息公开"
    """ColumnType."""

    order: int = 100
    """The place in the navigation, smallest first."""

    group: str = ""
    """The entry of the navigation that it stands under, beside others of that group; empty for
    an entry of its own."""

    look: str = "record"
    """The templates of its record, cards and lists: `<look>.html`, `cards/<look>.html` and
    `lists/<look>.html`; where there is none of a name, `record.html` takes its place."""

    schema_type: Literal["Article", "Event"] = "Article"
    """The schema.org type of a record."""

    browse: tuple[str, ...] = ()
    """Fields by whose values there are listings, `by-<field>/<value>/`."""

    feeds: tuple[str, ...] = ()
    """Which of these listings can be followed by a feed of their own."""

    masked_pictures: bool = False
    """Whether each picture must say that nobody and no plate can be recognized in it."""

    titles: str = ""
    """A `people` field whose `status`, `until` and `ended_on` say who holds what it names: there
    are a wall of those who do, and listings by status."""

    list_minors: bool = False
    """Whether minors have pages of their own and are found by name, as grown-ups are."""

    report: ReportDeclaration = Field(default_factory=ReportDeclaration)
    """What the column contributes to the report on a period's work."""

    fields: Mapping[str, FieldDeclaration] = Field(default_factory=dict)
    """The column's own fields; those of every record stand before them."""

    @model_validator(mode="before")
    @classmethod
    def _name_the_fields(cls, data: Any) -> Any:
        return with_names(data)

    @functools.cached_property
    def all_fields(self) -> Mapping[str, FieldDeclaration]:
        """The common fields and the column's own, by name."""
        return {**common_fields(), **self.fields}

    @functools.cached_property
    def subjects(self) -> FieldDeclaration | None:
        """The people whom the column is about: the list of them that each record must have.

        In tables there is one row for each of them, elsewhere one for each record.
        """
        required = (f for f in self.fields.values() if f.type == "people" and f.required)
        return next(required, None)

    @property
    def url(self) -> str:
        return f"/{self.name}/"


def collection_called(name: str, collections: Mapping[str, Collection]) -> Collection | None:
    """The column of that name, or of that label."""
    by_label = {each.label: each for each in collections.values()}
    return collections.get(name) or by_label.get(name)


@functools.cache
def common_fields() -> Mapping[str, FieldDeclaration]:
    """The fields of every record, from `common.yml`."""
    text = resources.files(__package__).joinpath("common.yml").read_text(encoding="utf-8")
    declared = with_names({"fields": load_yaml(text)})["fields"]
    return {name: FieldDeclaration.model_validate(field) for name, field in declared.items()}


def with_names(data: Any) -> Any:
    """The data of a declaration, its `fields` carrying their own names."""
    if not isinstance(data, dict) or not isinstance(data.get("fields"), dict):
        return data
    fields = {
        name: {**field, "name": name} if isinstance(field, dict) else field
        for name, field in data["fields"].items()
    }
    return {**data, "fields": fields}
