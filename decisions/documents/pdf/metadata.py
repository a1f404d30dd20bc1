"""What a PDF says of itself in its metadata: the version that it is of, and both standards that it keeps.

The mark stands twice, in the XMP and in the document information, so that one of them is left where a byte was changed.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

import pikepdf

from decisions.versions.report import Report

PRODUCER = "Partner Desk"
MARK = "partner-desk:{code}:v{number}:{sha256}"
INFO_KEY = "/PartnerDesk"
# PDF/A wants every property described that is not among its own: here the one that says PDF/UA.
XMP = """
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier>{mark}</dc:identifier></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def mark_of(report: Report) -> str:
    """The line that names a version: code, number, hash. A draft has no hash, and is no version."""
    return MARK.format(code=report.code, number=report.number, sha256=report.sha256 or "draft")


def mark(pdf: pikepdf.Pdf, words: str) -> None:
    """Write a mark into a PDF that WeasyPrint has made, and say that we have made it."""
    _scope_headers(pdf)
    pdf.Root.AF = pikepdf.Array([attached.obj for attached in pdf.attachments.values()])  # it was named twice
    pdf.docinfo["/Producer"] = PRODUCER
    pdf.docinfo[INFO_KEY] = words
    xmp = pdf.Root.Metadata.read_bytes().decode()
    xmp = re.sub(r'pdf:Producer="[^"]*"', f'pdf:Producer="{PRODUCER}"', xmp)
    more = XMP.format(mark=escape(words)) + "</rdf:RDF>"
    pdf.Root.Metadata = pdf.make_stream(
        xmp.replace("</rdf:RDF>", more).encode(),
        {"/Type": pikepdf.Name.Metadata, "/Subtype": pikepdf.Name.XML},
    )


def _scope_headers(pdf: pikepdf.Pdf) -> None:
    """Say of each header of a table whether it heads a column or a row; the engine writes only which cells it heads."""
    for head, is_in_top in _headers(pdf.Root.StructTreeRoot, is_in_top=False):
        head.A.Scope = pikepdf.Name.Column if is_in_top else pikepdf.Name.Row


def _headers(node: Any, *, is_in_top: bool) -> Iterator[tuple[Any, bool]]:
    """The header cells below a node of the structure, each with whether it stands in the top of its table."""
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kid.S == "/TH":
                yield kid, is_in_top
            else:
                yield from _headers(kid, is_in_top=is_in_top or kid.S == "/THead")
