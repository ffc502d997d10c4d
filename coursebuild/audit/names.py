"""Words of names and code that pages, PDFs and Word files may contain, whatever their edition withholds."""

_HTML = """
    abbreviation align aria backlink colgroup colspan content data decimal diff endnotes footnote href
    labelledby nbsp noteref role rowspan scope source span start strike style table tbody tfoot thead title
    type verso value
"""
# ISO 32000-2: what WeasyPrint writes, and neighbours of it that a later version may write.
_PDF = """
    AcroForm Action ActualText AFRelationship Alt Annot Annots Art Article Artifact Ascent AsIs Aside
    Attached Attributes Author BaseFont BaseState BBox BleedBox Block BlockQuote Border Bounds Caption
    Catalog CapHeight CIDFontType0 CIDFontType2 CIDSet CIDSystemInfo CIDToGIDMap Code ColSpan Color
    ColorSpace Column Columns Contents Count CreationDate Creator CropBox Data DCTDecode Decode DecodeParms
    Default Desc DescendantFonts Descent Dest Dests DeviceCMYK DeviceGray DeviceRGB Differences Direction
    Display DisplayDocTitle Document DocumentFragment Domain Element Elements Embedded EmbeddedFile
    EmbeddedFiles Encode Encoding EndOfLine Even ExtGState Extend Figure Filespec Filter First Fixed Flags
    FlateDecode Font FontBBox FontDescriptor FontFamily FontFile FontFile2 FontFile3 FontMatrix FontName
    FontStretch FontWeight Form Formula FormType Function Functions FunctionType Group Head Headers Height
    Hidden Highlight Identity ICCBased Image Index Indexed Info Interpolate Isolated ItalicAngle Keywords
    Kids Knockout Label Lang Last Layout Leading Length Length1 Length2 Length3 Limits Line Link List
    ListNumbering Luminosity Marked MarkInfo Mask Matrix MaxWidth MCID MediaBox Metadata MissingWidth
    ModDate Name Named Names Next NonStruct None Normal Note Nums OBJR ObjStm Open Ordered Order Ordering
    OutputIntent OutputIntents Outlines Page PageLabels PageLayout PageMode Pages PaintType Params Paragraph
    Parent ParentTree ParentTreeNextKey Part Pattern PatternType Placement Popup Predictor Prev Print
    Private Producer Properties Quote Range Rect Reference Registry Resources Role RoleMap Root Rotate
    RowSpan Ruby Scope Sect Separation Shading ShadingType Shape Size SMask Software Span Square Standard
    StemH StemV Strong StructElem StructParent StructParents StructTreeRoot Style Subject Subtype Suspects
    Supplement Table Tabs TBody Text TFoot THead Title ToUnicode Trans Transparency Trapped TrimBox TrueType
    Type Type0 Type1 Type1C Type3 Unordered UserProperties UserUnit Version Vertical ViewerPreferences
    ViewState Warichu Watermark WhitePoint Widget Width Widths XHeight XML XObject XRef XStep YStep Usage
    Usecmap begincmap endcmap begincodespacerange endcodespacerange beginbfchar endbfchar beginbfrange
    endbfrange CIDInit ProcSet findresource dict begin currentdict defineresource CMapName CMapType Adobe
"""
_FONTS = """
    Black Bold Book Condensed Demi DemiBold Expanded Extra ExtraBold ExtraLight Heavy Italic Light Medium
    Normal Oblique Regular Roman Semi SemiBold Thin Ultra UltraBold UltraLight
"""
# schema.org's names of a lesson's metadata, in JSON-LD.
_SCHEMA = """
    author context Course CreativeWork creditText datePublished description educationalLevel hasPart
    inLanguage isPartOf keywords LearningResource license Person schema timeRequired url
"""
# XMP: the packet, Dublin Core, PDF and PDF/UA.
_XMP = """
    dcterms educationLevel extent Marked rights terms xmpRights WebStatement
    about adobe aiim bag begin conformance CreateDate creator CreatorTool date description elements format
    http identifier keywords lang language li meta metadata ModifyDate ns org packet part pdf pdfaid pdfua
    pdfuaid pdfx producer publisher purl rdf rev rights schema seq subject syntax title type w3
    W5M0MpCehiHzreSzNTczkc9d www xap xml xmlns xmp xmpmeta xpacket
"""
# ECMA-376: parts of a file, values of attributes, and the styles that pandoc writes, without those of boxes.
_WORD = """
    Abstract abstractNum Author auto Bibliography BlockText BodyText bookmark both bottom bullet Caption
    CaptionedFigure center clear comments Compact continuationSeparator continuous core custom dash Date
    decimal decimalZero
    Definition DefinitionTerm docProps document dotm dotted double dxa eachSect eachPage endnotes false Field
    Figure first FirstParagraph fontTable footer footnotes FootnoteBlockText FootnoteReference FootnoteText
    header Heading1 Heading2 Heading3 Heading4 Heading5 Heading6 Hyperlink hyperlink ImageCaption left
    lowerLetter lowerRoman media Microsoft nextPage none numbering preserve right separator settings single
    solid SourceCode start styles Subtitle subscript superscript Table TableCaption theme theme1 Title TOC
    true upperLetter upperRoman VerbatimChar webSettings word
"""

NAMES = frozenset(f"{_HTML} {_SCHEMA} {_PDF} {_FONTS} {_XMP} {_WORD}".casefold().split())
