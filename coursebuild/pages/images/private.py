"""Remove what editors keep in an SVG for themselves: metadata, elements, attributes, and comments in styles.

draw.io keeps a drawing's source in an attribute, with all of its pages and layers.
"""

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from coursebuild.pages.images.references import local

NAMESPACE = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_XHTML = "http://www.w3.org/1999/xhtml"
_MATHML = "http://www.w3.org/1998/Math/MathML"
# What browsers draw: elements without a namespace are the author's slip; others belong to editors.
_DRAWN = frozenset(("", NAMESPACE, XLINK, _XML, _XHTML, _MATHML))

# Those of SVG 2 (appendix G), with its properties, and what SVG 1.1 had besides; in lower case.
_OF_SVG = """
    accumulate additive amplitude attributename attributetype azimuth basefrequency baseprofile begin
    bias by calcmode class clippathunits crossorigin cx cy d decoding diffuseconstant divisor download
    dur dx dy edgemode elevation end exponent externalresourcesrequired fetchpriority filterres
    filterunits format fr from fx fy glyphref gradienttransform gradientunits height href hreflang id in
    in2 intercept k1 k2 k3 k4 kernelmatrix kernelunitlength keypoints keysplines keytimes lang
    lengthadjust limitingconeangle local markerheight markerunits markerwidth maskcontentunits maskunits
    max media method min mode name numoctaves offset operator order orient origin path pathlength
    patterncontentunits patterntransform patternunits ping playbackorder points pointsatx pointsaty
    pointsatz preservealpha preserveaspectratio primitiveunits r radius refx refy referrerpolicy rel
    repeatcount repeatdur requiredextensions requiredfeatures restart result role rotate rx ry scale
    seed side slope space spacing specularconstant specularexponent spreadmethod src startoffset
    stddeviation stitchtiles style surfacescale systemlanguage tabindex tablevalues target targetx
    targety textlength timelinebegin to transform type values version viewbox viewtarget width x x1 x2
    xchannelselector y y1 y2 ychannelselector z zoomandpan

    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation
    color-interpolation-filters color-profile color-rendering cursor direction display dominant-baseline
    enable-background fill fill-opacity fill-rule filter flood-color flood-opacity font font-family
    font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style font-variant
    font-variant-caps font-variant-east-asian font-variant-ligatures font-variant-numeric
    font-variant-position font-weight glyph-orientation-horizontal glyph-orientation-vertical
    image-rendering inline-size isolation kerning letter-spacing lighting-color line-height marker
    marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order
    pointer-events shape-image-threshold shape-inside shape-margin shape-padding shape-rendering
    shape-subtract solid-color solid-opacity stop-color stop-opacity stroke stroke-dasharray
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width
    text-align text-align-last text-anchor text-decoration text-decoration-color text-decoration-line
    text-decoration-style text-indent text-orientation text-overflow text-rendering transform-box
    transform-origin unicode-bidi vector-effect vertical-align visibility white-space will-change
    word-spacing writing-mode
"""
# HTML's and MathML's that decide how an element of theirs looks (HTML, sections 4 and 15; MathML Core, 2.1).
_OF_HTML = """
    align alt background bgcolor border cellpadding cellspacing checked class clear color cols colspan
    compact controls dir disabled face frame height hidden high href hspace id lang link low max min
    multiple noshade nowrap open optimum placeholder poster reversed role rows rowspan rules selected
    size span src start style type valign value vspace width wrap
"""
_OF_MATHML = """
    accent accentunder align bevelled class close columnalign columnlines columnspacing columnspan depth
    dir display displaystyle equalcolumns equalrows fence form frame framespacing height href id largeop
    linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits
    notation open rowalign rowlines rowspacing rowspan rspace scriptlevel selection separator separators
    stretchy style subscriptshift superscriptshift symmetric voffset width
"""
_ATTRIBUTES = {
    _XHTML: frozenset(_OF_HTML.split()),
    _MATHML: frozenset(_OF_MATHML.split()),
    NAMESPACE: frozenset(_OF_SVG.split()),
}
_WITH_NAMESPACE = frozenset((f"{{{XLINK}}}href", *(f"{{{_XML}}}{name}" for name in ("id", "lang", "space"))))

_ASKED_FOR = re.compile(r"(?:\[|\battr\()\s*([\w-]+)")
_STYLE_COMMENT = re.compile(r"""("[^"]*"|'[^']*'|url\([^)]*\))|/\*.*?(?:\*/|\Z)""", re.DOTALL)


def without_private_parts(root: ET.Element) -> bool:
    """Return whether there was any."""
    found = False
    asked_for = _asked_for(root)
    for parent in root.iter():
        private = [child for child in parent if _is_private(child)]
        remove(parent, private)
        names = [name for name in parent.attrib if not _is_known(name, parent) and name not in asked_for]
        for name in names:
            del parent.attrib[name]
        found = found or bool(private or names)
    return _without_style_comments(root) or found


def _is_private(element: ET.Element) -> bool:
    return local(element) == "metadata" or _namespace(element.tag) not in _DRAWN


def _is_known(name: str, element: ET.Element) -> bool:
    """Whether an attribute is defined for the elements of its language, or says what one is to a reader."""
    if name.startswith("{"):
        return name in _WITH_NAMESPACE
    lower = name.lower()
    return lower in _ATTRIBUTES.get(_namespace(element.tag), _ATTRIBUTES[NAMESPACE]) or lower.startswith(
        "aria-"
    )


def _asked_for(root: ET.Element) -> frozenset[str]:
    """The attributes that style sheets select elements by, or show."""
    sheets = (element.text or "" for element in root.iter() if local(element) == "style")
    return frozenset(name for sheet in sheets for name in _ASKED_FOR.findall(sheet))


def _without_style_comments(root: ET.Element) -> bool:
    found = False
    for element in root.iter():
        style = element.text if local(element) == "style" else element.get("style")
        if not style or "/*" not in style:
            continue
        kept = _STYLE_COMMENT.sub(lambda each: each[1] or " ", style)
        found = found or kept != style
        if local(element) == "style":
            element.text = kept
        else:
            element.set("style", kept)
    return found


def remove(parent: ET.Element, children: Iterable[ET.Element]) -> None:
    """Remove elements, but not the text that follows them."""
    doomed = set(children)
    if not doomed:
        return
    kept: list[ET.Element] = []
    texts: list[str] = [parent.text or ""]  # since the last element that is kept

    def end_text() -> None:
        if kept:
            kept[-1].tail = "".join(texts)
        else:
            parent.text = "".join(texts)

    for child in parent:
        if child not in doomed:
            end_text()
            kept.append(child)
            texts = []
        texts.append(child.tail or "")
        if child in doomed:
            child.tail = None
    end_text()
    parent[:] = kept


def _namespace(name: object) -> str:
    return str(name).rpartition("}")[0].removeprefix("{")
