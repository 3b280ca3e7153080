"""QR codes (ISO/IEC 18004), made with the page: nothing is asked of another host."""

from __future__ import annotations


def qr(text: str) -> str:
    """A QR code as a picture in a data address; the same for the same text.

    A PNG and no drawing in the page: readers press on it to save or to read it.
    """
    import segno  # for those pages alone that show one

    code = segno.make(text, error="m", micro=False)
    return str(code.png_data_uri(scale=6, border=3, dark="#26211e", light="white"))
