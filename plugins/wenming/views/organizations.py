"""Pages of organizations: the tree, and what each of them and those below it published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..library import Library, Organization, Person, Revocation
from ..records import Record
from .listings import HOME
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
        context={"counts": counts},
    )


def organization_listings(library: Library) -> Iterator[Listing]:
    """A listing for each organization, with the records of all below it."""
    published = published_under(library)
    people: dict[str, list[Person]] = defaultdict(list)
    for namesakes in library.people:
        for person in namesakes.people:
            people[person.organization].append(person)
    revoked: dict[str, list[Revocation]] = defaultdict(list)
    for each in library.revocations:
        if at := library.organization(each.record.get("organization")):
            for slug in at.path:
                revoked[slug].append(each)
    for organization in library.organizations:
        records = published[organization.slug]
        above = (library.organizations.by_slug[slug] for slug in organization.path[:-1])
        yield Listing(
            address=organization.url,
            title=organization.name,
            records=tuple(records),
            description=_description(organization, len(records)),
            section="organizations",
            crumbs=(HOME, Link("单位", ADDRESS), *(Link(o.name, o.url) for o in above)),
            followed=True,
            revocations=tuple(revoked[organization.slug]),
            template="organization.html",
            context={
                "organization": organization,
                "people": tuple(people[organization.slug]),
                "heading": organization.name,
            },
        )


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
