"""Write what a lesson says about itself into the XMP of its PDF (ISO 16684-1, 8.3 and 8.5; DCMI terms)."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pydyf

RIGHTS, LICENSE = "dcterms.rights", "dcterms.license"  # the names of metadata in the page
_TERMS = ("educationLevel", "extent")  # of a page's metadata WeasyPrint gives the names in small letters

_END = b"</rdf:RDF>"


def add_about(metadata: Any, pdf: pydyf.PDF) -> None:
    """Add the licence, the level and the time that a page's metadata name to the XMP of its PDF."""
    described = "".join(_descriptions(metadata.custom)).encode()
    stream = next((each for each in pdf.objects if _is_metadata(each)), None)
    if described and stream is not None:
        stream.stream = [part.replace(_END, described + _END, 1) for part in stream.stream]


def _descriptions(given: Mapping[str, str]) -> Iterator[str]:
    name, address = (given.get(each, "") for each in (RIGHTS, LICENSE))
    if name:
        statement = f" xmpRights:WebStatement={quoteattr(address)}" if address else ""
        yield (
            '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmpRights:Marked="True"{statement}>'
            f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{escape(name)}</rdf:li></rdf:Alt></dc:rights>'
            "</rdf:Description>"
        )
    for term in _TERMS:
        if value := given.get(f"dcterms.{term.lower()}", ""):
            yield (
                '<rdf:Description rdf:about="" xmlns:dcterms="http://purl.org/dc/terms/">'
                f"<dcterms:{term}>{escape(value)}</dcterms:{term}></rdf:Description>"
            )


def _is_metadata(each: Any) -> bool:
    return isinstance(each, pydyf.Stream) and each.extra.get("Type") == "/Metadata"
