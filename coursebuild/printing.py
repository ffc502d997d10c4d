"""WeasyPrint, imported with our fonts and no others: what fontconfig finds is settled at its import."""

import os
import warnings

from PIL import Image

from coursebuild import declarations, fonts, resources

os.environ["FONTCONFIG_FILE"] = str(fonts.configuration())
with warnings.catch_warnings(), declarations.compiled():
    warnings.simplefilter("ignore", DeprecationWarning)  # without libharfbuzz-subset it is slower, no more
    import weasyprint

warnings.filterwarnings("error", category=Image.DecompressionBombWarning)  # such an image is not shown

__all__ = ["versions", "weasyprint"]


def versions() -> list[str]:
    """What a PDF's looks depend on, each with its version."""
    packages = {"coursebuild", "weasyprint", "pydyf", "fonttools", "pillow", "pyphen", *fonts.FAMILIES}
    pango = weasyprint.text.ffi.pango.pango_version()
    return [
        f"pango {pango}",
        *(f"{name} {version}" for name, version in resources.packages() if name.lower() in packages),
    ]
