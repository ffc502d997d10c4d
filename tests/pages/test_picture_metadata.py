"""Pictures are embedded without what nobody sees in them; they look as before."""

import io

import pytest
from PIL import Image, ImageCms, ImageOps, ImageSequence
from tampering import gif, png, png_with_a_chunk, webp

from coursebuild.pages import as_embedded

HIDDEN = "the longest prefix always wins"
_ORIENTATION = 0x0112
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _photograph(kind: str, *, orientation: int = 1, **options: object) -> bytes:
    picture = Image.effect_noise((24, 16), 80).convert("RGB")
    tags = Image.Exif()
    tags[0x010E], tags[_ORIENTATION] = HIDDEN, orientation
    out = io.BytesIO()
    picture.save(out, kind, exif=tags.tobytes(), icc_profile=PROFILE, **options)
    return out.getvalue()


def _animation(kind: str) -> bytes:
    frames = [Image.new("P", (8, 8), color) for color in (1, 2, 3)]
    out = io.BytesIO()
    frames[0].save(
        out, kind, save_all=True, append_images=frames[1:], loop=0, duration=90, comment=HIDDEN.encode()
    )
    return out.getvalue()


def _pixels(content: bytes) -> list[bytes]:
    with Image.open(io.BytesIO(content)) as picture:
        turned = (ImageOps.exif_transpose(frame.copy()) for frame in ImageSequence.Iterator(picture))
        return [frame.convert("RGBA").tobytes() for frame in turned]


PICTURES = {
    **{f"PNG, {name}": png(name, HIDDEN) for name in ("tEXt", "iTXt")},
    "PNG, a chunk of one's own": png_with_a_chunk(HIDDEN),
    "PNG, what follows its end": png("tEXt", "") + HIDDEN.encode(),
    "PNG, turned": _photograph("PNG", orientation=6),
    "JPEG": _photograph("JPEG", comment=HIDDEN, xmp=HIDDEN.encode(), dpi=(300, 300)) + HIDDEN.encode(),
    "JPEG, turned and progressive": _photograph("JPEG", orientation=6, progressive=True, comment=HIDDEN),
    "GIF": gif(HIDDEN),
    "GIF, with frames": _animation("GIF"),
    "WebP": webp(HIDDEN),
    "WebP, turned": _photograph("WEBP", orientation=8, xmp=HIDDEN.encode()),
    "WebP, with frames": _animation("WEBP"),
}


@pytest.mark.parametrize("content", PICTURES.values(), ids=PICTURES)
def test_a_picture_has_no_metadata_and_looks_the_same(content: bytes) -> None:
    clean = as_embedded(content)
    assert HIDDEN.encode() not in clean
    assert _pixels(clean) == _pixels(content)
    before, after = (Image.open(io.BytesIO(each)).info for each in (content, clean))
    kept = ("icc_profile", "dpi", "loop", "duration")
    assert {key: after.get(key) for key in kept} == {key: before.get(key) for key in kept}
    assert as_embedded(clean) == clean


@pytest.mark.parametrize("content", PICTURES.values(), ids=PICTURES)
def test_a_picture_that_is_cut_off_stays_as_it_is(content: bytes) -> None:
    """Wherever: browsers show what is there of it."""
    for end in range(30, len(content), 37):
        as_embedded(content[:end])
    assert as_embedded(content[:40]) == content[:40]


def test_which_way_is_up_is_all_that_is_left_of_exif() -> None:
    with Image.open(io.BytesIO(as_embedded(_photograph("JPEG", orientation=6)))) as picture:
        assert dict(picture.getexif()) == {_ORIENTATION: 6}
    assert b"Exif" not in as_embedded(_photograph("JPEG", orientation=1))
