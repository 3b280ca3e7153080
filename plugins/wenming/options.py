"""Groups of options of `wenming/portal`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """Nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Host(Part):
    """The office that runs the portal, as the footer shows it."""

    name: str
    """Host organization (主办单位)."""
    undertaker: str = ""
    """Who keeps it running (承办单位)."""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""


class Filing(Part):
    """A filing number and the page that proves it."""

    number: str
    url: str


class Limits(Part):
    """What files of editors may be published."""

    picture_mb: int = Field(20, ge=1)
    """Largest picture, in megabytes."""
    attachment_mb: int = Field(100, ge=1)
    """Largest attachment, sound or film, in megabytes."""
    allow_zip: bool = False
    """Whether archives may be attached; what is in them cannot be shown or searched."""
