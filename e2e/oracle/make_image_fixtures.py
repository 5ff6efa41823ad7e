"""Writes `src/engine/images/fixtures/images.json`: small image files of every kind, as base64, and the pixels that Pillow
finds in them under the studio's policy (turned by EXIF, 8 bits, transparency over white), as hexadecimal RGB.

    /usr/bin/python3 e2e/oracle/make_image_fixtures.py
"""

import base64
import io
import json
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

WIDTH, HEIGHT = 16, 12


def picture():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    rgb = np.stack([x * 16, y * 20, 255 - x * 10 - y * 5], axis=-1)
    return np.clip(rgb, 0, 255).astype(np.uint8)


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png16(channels, colour):
    """16 bits a channel, which Pillow does not write in colour."""
    values = np.dstack([picture().astype(np.uint16) * 257] * 2)[:, :, :channels].astype(">u2")
    lines = b"".join(b"\0" + row.tobytes() for row in values)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, colour, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body, values


def over_white(image):
    rgba = image.convert("RGBA")
    white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, rgba).convert("RGB")


def exif(orientation):
    return b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x112, 3, 1, orientation, 0, 0)


def main():
    rgb = Image.fromarray(picture())
    alpha = Image.fromarray((np.mgrid[0:HEIGHT, 0:WIDTH][1] * 17).astype(np.uint8))
    rgba = rgb.copy()
    rgba.putalpha(alpha)
    grey_alpha = Image.merge("LA", [rgb.convert("L"), alpha])
    palette = rgb.quantize(16)
    clear = palette.copy()
    clear.info["transparency"] = 3
    cases = {
        "png rgb": (saved(rgb, "PNG"), 0),
        "png grey": (saved(rgb.convert("L"), "PNG"), 0),
        "png 1 bit": (saved(rgb.convert("1"), "PNG"), 0),
        "png palette": (saved(palette, "PNG"), 0),
        "png palette, one colour clear": (saved(palette, "PNG", transparency=3), 0),
        "png rgb and alpha": (saved(rgba, "PNG"), 2),
        "png grey and alpha": (saved(grey_alpha, "PNG"), 2),
        "png interlaced gamma": (saved(rgb, "PNG", gamma=0.3), 0),
        "jpeg": (saved(rgb, "JPEG", quality=95), 6),
        "jpeg grey": (saved(rgb.convert("L"), "JPEG", quality=95), 3),
        "jpeg progressive": (saved(rgb, "JPEG", quality=95, progressive=True), 6),
        "gif": (saved(palette, "GIF"), 0),
        "gif of two frames": (saved(palette, "GIF", save_all=True, append_images=[palette.rotate(180)], duration=50), 0),
        "webp lossless": (saved(rgb, "WEBP", lossless=True), 0),
        "webp": (saved(rgb, "WEBP", quality=90), 16),
        "webp and alpha": (saved(rgba, "WEBP", lossless=True, exact=True), 2),
        "bmp": (saved(rgb, "BMP"), 0),
        "bmp palette": (saved(palette, "BMP"), 0),
    }
    for orientation in range(1, 9):
        cases[f"jpeg turned {orientation}"] = (saved(rgb, "JPEG", quality=95, exif=exif(orientation)), 6)
    fixtures = {}
    for name, (data, tolerance) in cases.items():
        image = Image.open(io.BytesIO(data))
        image.seek(0)
        shown = over_white(ImageOps.exif_transpose(image))
        fixtures[name] = entry(data, shown, tolerance)
    for name, channels, colour in (("png 16 bits", 3, 2), ("png 16 bits grey", 1, 0)):
        data, values = png16(channels, colour)
        shown = Image.fromarray(np.repeat((values >> 8).astype(np.uint8), 3 // channels, axis=2))
        fixtures[name] = entry(data, shown, 1)
    # Who converts CMYK and how differs between programs: only that it is read, and roughly what it shows, is compared.
    fixtures["jpeg cmyk"] = entry(saved(rgb.convert("CMYK"), "JPEG", quality=95), rgb, 60)
    path = Path(__file__).parents[2] / "src/engine/images/fixtures/images.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(fixtures, indent=2) + "\n")


def entry(data, shown, tolerance):
    return {
        "file": base64.b64encode(data).decode(),
        "width": shown.width,
        "height": shown.height,
        "tolerance": tolerance,
        "rgb": shown.tobytes().hex(),
    }


main()
