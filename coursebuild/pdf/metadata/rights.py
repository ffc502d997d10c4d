"""Write the licence of a lesson into the metadata of its PDF, in XMP (ISO 16684-1, 8.3 and 8.5)."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pydyf

RIGHTS, LICENSE = "dcterms.rights", "dcterms.license"  # the names of metadata in the page

_END = b"</rdf:RDF>"


def add_rights(metadata: Any, pdf: pydyf.PDF) -> None:
    """Add the rights that a page's metadata name to the XMP of its PDF."""
    name, address = (metadata.custom.get(each, "") for each in (RIGHTS, LICENSE))
    stream = next((each for each in pdf.objects if _is_metadata(each)), None)
    if not name or stream is None:
        return
    statement = f" xmpRights:WebStatement={quoteattr(address)}" if address else ""
    description = (
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmpRights:Marked="True"{statement}>'
        f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{escape(name)}</rdf:li></rdf:Alt></dc:rights>'
        "</rdf:Description>"
    )
    stream.stream = [part.replace(_END, description.encode() + _END, 1) for part in stream.stream]


def _is_metadata(each: Any) -> bool:
    return isinstance(each, pydyf.Stream) and each.extra.get("Type") == "/Metadata"
