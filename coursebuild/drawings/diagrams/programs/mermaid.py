"""Draw Mermaid's notation with merman, in this process: no browser, no network."""

import json
import re
from typing import TYPE_CHECKING, Any

from coursebuild.drawings.diagrams import measuring
from coursebuild.drawings.diagrams.colours import TOKENS
from coursebuild.drawings.diagrams.failure import DiagramError, NoToolError
from coursebuild.model import short

if TYPE_CHECKING:
    import merman

SIZE = 16  # pixels: the size of a label
OWN_COLOURS = (
    re.compile(  # the kinds of which merman 0.9 draws some parts in colours that no variable changes
        r"(?s)(?:---\n.*?\n---\s)?(?:%%[^\n]*\n|\s)*(?:C4|zenuml|packet|sankey|architecture)"
    )
)
_LABEL_GROUND = "rgba(232, 232, 232, 0.5)"  # which merman 0.9 has for labels of mind maps, whatever the theme
_WIDEST = 200  # pixels: a label that is wider has several lines

_INK, _MUTED, _LINE, _PAPER, _SUNKEN = (TOKENS[n] for n in ("ink", "muted", "line", "paper", "sunken"))
_ACCENT, _TINT = TOKENS["accent"], TOKENS["exercise-tint"]
_KINDS_OF_SERIES = "accent danger warning important tip question".split()
_SERIES = tuple(TOKENS[f"{kind}-tint"] for kind in "exercise tip warning important danger question".split())
# Mermaid's variables of colours: those that its own theme would derive are set, so that each colour of a
# drawing is one of the palette.
_COLOURS = {
    **dict.fromkeys(
        "primaryTextColor secondaryTextColor tertiaryTextColor textColor nodeTextColor titleColor classText "
        "actorTextColor signalTextColor labelTextColor loopTextColor noteTextColor stateLabelColor "
        "transitionLabelColor labelColor taskTextColor taskTextDarkColor taskTextOutsideColor "
        "taskTextLightColor taskTextClickableColor "
        "pieTitleTextColor pieSectionTextColor pieLegendTextColor quadrantTitleFill quadrantPointTextFill "
        "quadrantXAxisTextFill quadrantYAxisTextFill quadrant1TextFill quadrant2TextFill quadrant3TextFill "
        "quadrant4TextFill commitLabelColor tagLabelColor errorTextColor".split(),
        _INK,
    ),
    **dict.fromkeys(
        "lineColor signalColor arrowheadColor transitionColor defaultLinkColor specialStateColor "
        "innerEndBackground relationColor".split(),
        _MUTED,
    ),
    **dict.fromkeys(
        "primaryBorderColor nodeBorder actorBorder activationBorderColor labelBoxBorderColor stateBorder "
        "taskBorderColor activeTaskBorderColor doneTaskBorderColor pieStrokeColor "
        "quadrantPointFill personBorder".split(),
        _ACCENT,
    ),
    **dict.fromkeys(
        "secondaryBorderColor tertiaryBorderColor clusterBorder actorLineColor gridColor noteBorderColor "
        "compositeBorder pieOuterStrokeColor quadrantInternalBorderStrokeFill tagLabelBorder "
        "quadrantExternalBorderStrokeFill".split(),
        _LINE,
    ),
    **dict.fromkeys(
        "primaryColor mainBkg nodeBkg actorBkg stateBkg labelBoxBkgColor taskBkgColor labelBackgroundColor "
        "personBkg rowOdd".split(),
        _TINT,
    ),
    **dict.fromkeys(
        "secondaryColor tertiaryColor clusterBkg secondBkg activationBkgColor doneTaskBkgColor "
        "compositeBackground compositeTitleBackground altSectionBkgColor altBackground sectionBkgColor "
        "sectionBkgColor2 excludeBkgColor commitLabelBackground tagLabelBackground "
        "quadrant1Fill quadrant2Fill quadrant3Fill quadrant4Fill attributeBackgroundColorOdd "
        "attributeBackgroundColorEven".split(),
        _SUNKEN,
    ),
    **dict.fromkeys("background edgeLabelBackground sequenceNumberColor rowEven".split(), _PAPER),
    "noteBkgColor": TOKENS["warning-tint"],
    "activeTaskBkgColor": TOKENS["tip-tint"],
    "critBkgColor": TOKENS["danger-tint"],
    "critBorderColor": TOKENS["danger"],
    "todayLineColor": TOKENS["danger"],
    "vertLineColor": TOKENS["danger"],
    "errorBkgColor": TOKENS["danger-tint"],
    **{f"pie{n}": _SERIES[(n - 1) % len(_SERIES)] for n in range(1, 13)},
    **{f"fillType{n}": _SERIES[n % len(_SERIES)] for n in range(8)},
    **{f"cScale{n}": _SERIES[n % len(_SERIES)] for n in range(12)},
    **{f"cScaleLabel{n}": _INK for n in range(12)},
    **{f"cScalePeer{n}": _LINE for n in range(12)},
    **{f"cScaleInv{n}": _MUTED for n in range(12)},
    **{f"surface{n}": _SUNKEN for n in range(5)},
    **{f"surfacePeer{n}": _LINE for n in range(5)},
    **{
        f"git{n}": TOKENS[k]
        for n, k in enumerate("accent tip warning important danger question note link".split())
    },
    **{f"gitInv{n}": _PAPER for n in range(8)},
    **{f"gitBranchLabel{n}": _PAPER for n in range(8)},
    "xyChart": {
        "plotColorPalette": ",".join(TOKENS[kind] for kind in _KINDS_OF_SERIES),
        "backgroundColor": "transparent",
    },
    "radar": {"graticuleColor": _LINE, "axisColor": _MUTED},
    "packet": {"blockFillColor": _TINT, "blockStrokeColor": _ACCENT},
}


def svg(text: str, family: str, seconds: float) -> str:
    """Draw a diagram as an SVG. Raises: DiagramError, with the line in the diagram if it has one."""
    merman = _library()
    control = merman.MermanOperationControl(timeout_ms=int(seconds * 1000))
    request = merman.MermanOperationRequestV4(
        operation_id="svg", source=text, uri=None, options_json=None, control=control
    )
    engine = _engine(merman, family)
    try:
        return str(engine.execute(request).data, "utf-8").replace(_LABEL_GROUND, "none")
    except merman.MermanError as error:
        raise _failure(engine, text, error) from error
    finally:
        engine.close()


def _failure(engine: Any, text: str, error: Any) -> DiagramError:
    if getattr(error, "cancellation", None):
        return DiagramError("it takes too long to draw")
    if getattr(error, "capability_id", None) == "math":
        return DiagramError("Mermaid's formulas cannot be drawn")
    found = json.loads(engine.analyze_json(text, None))["diagnostics"]
    first = next((each for each in found if each["severity"] == "error"), None)
    message = str((first or {}).get("message") or getattr(error, "message", error))
    span = (first or {}).get("span") or {}
    return DiagramError(short(message.rstrip(".")), span.get("line", 0), span.get("column", 0))


def _library() -> Any:
    try:
        import merman  # noqa: PLC0415 (few lessons need it, and it is slow to import)
    except (ImportError, OSError) as error:
        raise NoToolError(
            '`merman`, which draws it, is not installed: type `pip install "coursebuild[mermaid]"`; '
            "there is no build of it for some machines"
        ) from error
    return merman


def _engine(merman: Any, family: str) -> Any:
    kinds = merman.MermanTextMeasurementResultKind

    class Measurer(merman.MermanTextMeasurer):  # type: ignore[misc]
        def measure(self, request: "merman.MermanTextMeasureRequest") -> Any:
            return _measured(request, family, kinds)

    options = {
        "version": 2,
        "site_config": {
            "theme": "base",
            "look": "classic",
            "layout": "dagre",
            "securityLevel": "strict",
            "flowchart": {"wrappingWidth": _WIDEST},
            "fontFamily": family,
            "fontSize": SIZE,
            "themeVariables": {"fontFamily": family, "fontSize": f"{SIZE}px", **_COLOURS},
        },
        "svg": {"pipeline": "resvg-safe", "diagram_id": "d"},
        "resources": {"profile": "constrained"},
    }
    services = merman.MermanEngineServices().with_text_measurer(Measurer())
    return merman.MermanEngine(json.dumps(options), services)


def _measured(request: Any, family: str, kinds: Any) -> Any:
    """Measure a text; None for what depends on heights alone, for which merman has its own values."""
    import merman  # noqa: PLC0415 (as above)

    kind = _KINDS.get(request.operation.name)
    if kind is None:
        return None
    weight, size = request.font_weight or "", request.font_size

    def wide(text: str) -> float:
        return measuring.width(text, family, size, weight)

    lines = request.text.split("\n")
    raw = max(map(wide, lines))
    if request.operation.name.startswith("WRAPPED") and request.max_width:
        lines = [part for line in lines for part in _wrapped(line, request.max_width, wide)]
    length = max(map(wide, lines))
    half = length / 2
    return merman.MermanTextMeasureResult(
        result_kind=kinds[kind],
        width=length,
        height=request.line_height * len(lines),
        length=length,
        line_count=len(lines),
        bbox_left=half if kind == "HORIZONTAL_EXTENTS" else None,
        bbox_right=half if kind == "HORIZONTAL_EXTENTS" else None,
        raw_width=raw if kind == "WRAPPED_WITH_RAW_WIDTH" else None,
    )


_KINDS = {
    **dict.fromkeys("MEASURE WRAPPED MERMAID_CALCULATE_TEXT_DIMENSIONS".split(), "METRICS"),
    **dict.fromkeys(
        "COMPUTED_LENGTH SIMPLE_B_BOX_WIDTH RAW_B_BOX_WIDTH TSPAN_B_BOX_WIDTH WRAP_PROBE_B_BOX_WIDTH "
        "BOUNDING_CLIENT_RECT_WIDTH CANVAS_MEASURE_TEXT_WIDTH".split(),
        "LENGTH",
    ),
    **dict.fromkeys("B_BOX_X B_BOX_X_WITH_ASCII_OVERHANG TITLE_B_BOX_X".split(), "HORIZONTAL_EXTENTS"),
    "WRAPPED_WITH_RAW_WIDTH": "WRAPPED_WITH_RAW_WIDTH",
}


def _wrapped(line: str, most: float, wide: Any) -> list[str]:
    """Break a line at its spaces where it is wider than `most`."""
    lines: list[str] = []
    for word in line.split():
        if lines and wide(f"{lines[-1]} {word}") <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]
