"""Pages of organizations: the tree, and what each of them and those below it published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ..library import Library, Organization, Person, Revocation, title_status
from ..records import Record
from .listings import HOME
from .sums import Sums
from .view import Link, Listing, View

ADDRESS = "/organizations/"


def organization_views(library: Library) -> Iterator[View]:
    """The tree on one page."""
    published = published_under(library)
    counts = {
        organization.slug: len(published[organization.slug])
        for organization in library.organizations
    }
    yield View(
        address=ADDRESS,
        template="organizations.html",
        title="单位",
        description=f"{library.settings.site_name}的部门、乡镇、村（社区）和单位。",
        section="organizations",
        crumbs=(HOME,),
        content={"counts": counts},
    )


def organization_listings(library: Library) -> Iterator[Listing]:
    """A listing for each organization: what it and all below it published, for its feed.

    Its pages show besides what others published of its people.
    """
    published = published_under(library)
    named = named_under(library)
    order = {record.key: place for place, record in enumerate(library.listed)}
    sums = Sums.of(library)
    people: dict[str, list[Link]] = defaultdict(list)
    for namesakes in library.people:
        for person in namesakes.people:
            people[person.organization].append(Link(person.name, person.url))
    revoked: dict[str, list[Revocation]] = defaultdict(list)
    for each in library.revocations:
        if at := library.organization(each.record.get("organization")):
            for slug in at.path:
                revoked[slug].append(each)
    for organization in library.organizations:
        records = published[organization.slug]
        places = {order[record.key] for record in records}
        places |= {order[key] for key in named[organization.slug]}
        above = (library.organizations.by_slug[slug] for slug in organization.path[:-1])
        yield Listing(
            address=organization.url,
            title=organization.name,
            records=tuple(records),
            shown=tuple(library.listed[place] for place in sorted(places)),
            description=_description(organization, len(records)),
            section="organizations",
            crumbs=(HOME, Link("单位", ADDRESS), *(Link(o.name, o.url) for o in above)),
            followed=True,
            revocations=tuple(revoked[organization.slug]),
            template="organization.html",
            beside=named[organization.slug],
            context={
                "organization": organization,
                "people": tuple(people[organization.slug]),
                "sums": sums.table(organization, library),
                "heading": organization.name,
            },
        )


Named = Mapping[str, tuple[Link, ...]]
"""By key of a record those of an organization whom it names."""


def named_under(library: Library) -> Mapping[str, Named]:
    """For each organization, by slug: which listed records name who of it and all below it.

    An organization that was honored is of itself. Who lost a title is not named for it.
    """
    found: dict[str, dict[str, dict[Link, None]]] = defaultdict(lambda: defaultdict(dict))
    listed = {record.key for record in library.listed}
    for namesakes in library.people:
        for person in namesakes.people:
            link = Link(person.name, person.url)
            slugs = dict.fromkeys(slug for at in _homes(person, library) for slug in at.path)
            for mention in person.mentions if slugs else ():
                key = mention.record.key
                if key in listed and title_status(mention.values, library.today) != "revoked":
                    for slug in slugs:
                        found[slug][key][link] = None
    named = {slug: {key: tuple(each) for key, each in keys.items()} for slug, keys in found.items()}
    return defaultdict(dict, named)


def _homes(person: Person, library: Library) -> Iterator[Organization]:
    names = [person.organization, person.name if person.entity == "unit" else ""]
    for name in filter(None, names):
        if at := library.organizations.find(name):
            yield at


def published_under(library: Library) -> dict[str, list[Record]]:
    """The listed records of each organization and all below it, newest first, by slug."""
    published: dict[str, list[Record]] = defaultdict(list)
    for record in library.listed:
        if organization := library.organization(record.get("organization")):
            for slug in organization.path:
                published[slug].append(record)
    return published


def _description(organization: Organization, count: int) -> str:
    where = f"，{organization.address}" if organization.address else ""
    return f"{organization.name}{where}。共发布{count}篇。"
