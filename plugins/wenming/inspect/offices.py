"""What offices have published of themselves: it is nobody's private data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..library import Organizations
from ..privacy import Finding, plain, value_of
from ..records import Collection, Record
from ..settings import Settings

_PROVIDERS = frozenset(
    "163.com 126.com yeah.net vip.163.com qq.com foxmail.com sina.com sina.cn sohu.com 139.com "
    "189.cn wo.cn aliyun.com 21cn.com tom.com gmail.com outlook.com hotmail.com live.com msn.com "
    "icloud.com yahoo.com yahoo.com.cn".split()
)
"""Where anybody has an address: its domain says nothing of who it is."""

_STREET_NUMBER = re.compile(r"(?!道)[^\W\d省市县区镇乡]{1,3}(?:大道|路|街|巷|弄|道|胡同)\d+号")
"""The end of a street's name with the number: `文昌路1号`."""


@dataclass(frozen=True, slots=True)
class Offices:
    """Telephones, e-mail addresses and domains, and street numbers of offices."""

    numbers: frozenset[str]
    emails: frozenset[str]
    domains: frozenset[str]
    streets: tuple[str, ...]

    def own(self, finding: Finding) -> bool:
        """Whether a finding is an office's own."""
        value = finding.value
        if finding.code == "private-mobile":
            return value in self.numbers
        if finding.code == "private-email":
            domain = finding.masked.partition("@")[2].lower()
            return value in self.emails or _under(domain, self.domains)
        if finding.code == "private-address":
            return "单元" not in value and any(street in value for street in self.streets)
        return False


def _under(domain: str, known: Iterable[str]) -> bool:
    return any(domain == each or domain.endswith(f".{each}") for each in known)


def offices_of(
    records: Iterable[Record],
    collections: Mapping[str, Collection],
    organizations: Organizations,
    settings: Settings,
) -> Offices:
    """From the settings, `organizations.yml` and the `contact` fields of all records."""
    contacts = [
        {
            "phone": settings.host.phone,
            "email": settings.host.email,
            "address": settings.host.address,
        }
    ]
    contacts += [{"phone": each.phone, "address": each.address} for each in organizations]
    names = {
        name: [each.name for each in collection.all_fields.values() if each.type == "contact"]
        for name, collection in collections.items()
    }
    for record in records:
        contacts += [record.get(name) for name in names[record.collection] if record.get(name)]
    emails = [contact.get("email", "").strip().lower() for contact in contacts]
    domains = {email.partition("@")[2] for email in emails} | {"gov.cn"}
    domains.add(settings.domain.partition(":")[0].removeprefix("www.").lower())
    addresses = [plain(contact.get("address", "")) for contact in contacts]
    return Offices(
        numbers=frozenset(
            value_of(number)
            for contact in contacts
            for number in re.findall(r"[\d +-]{7,}", plain(contact.get("phone", "")))
        ),
        emails=frozenset(value_of(email) for email in emails if email),
        domains=frozenset(domains - _PROVIDERS - {""}),
        streets=tuple(sorted({s for a in addresses for s in _STREET_NUMBER.findall(a)})),
    )
