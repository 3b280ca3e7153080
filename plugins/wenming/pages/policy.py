"""The Content-Security-Policy of every page (W3C CSP Level 3)."""

from __future__ import annotations

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Material's style sheet draws its icons from data: addresses
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
"""What a page may load and run: this portal's own files, nothing that stands in the page itself.

It needs neither hashes nor `unsafe-inline`: no template writes a program, a style
element or a style attribute into a page. JSON-LD is data, which no policy concerns.
`frame-ancestors` counts in a header only; the handbook's page on deployment has it.
"""
