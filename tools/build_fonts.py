"""Make the committed font files from two npm packages.

    python tools/build_fonts.py FOLDER

FOLDER holds the unpacked packages, as a `node_modules` folder does:

    @fontsource-variable/inter 5.3.0    Inter 4.001, SIL OFL 1.1
    @fontsource/noto-sans-jp 5.3.0      Noto Sans JP 2.004-H2, SIL OFL 1.1

Another version is refused: other outlines break lines elsewhere. The packages ship woff2 only, cut into
pieces by code point. What is written from them:

    decisions/documents/pdf/fonts/*.ttf   for WeasyPrint, which needs seconds to unpack woff2:
                                    Inter 400, 600, 700; Noto Sans JP 400, 700
    static/fonts/*.woff2            for browsers: Inter as a variable font, Noto Sans JP in files by frequency
    static/css/fonts*.css           their @font-face rules
    LICENSE-*.txt                   the licences, beside both sets of files

Inter: each piece keeps the glyphs that no piece before it has, is instantiated, and the instances are merged
with their layout features (tnum, kern, calt and others). Three merged masters make the variable font. The
arrows that Inter has only as substitutes of `->` get their code points.

Noto Sans JP: the unsplit Japanese piece gives the layout features, the numbered pieces the characters that it
lacks. Kept are Windows-31J (JIS X 0208, half-width kana, ㈱, 髙), JIS X 0213 level 3 and every symbol of the
package. Vertical layout is dropped. The package has no Roman numerals, no ≒ and no ‾: they are composed from
its own glyphs.

The same packages, fontTools and brotli give the same bytes: timestamps are those of the sources.
"""

import argparse
import json
import re
import unicodedata
from collections.abc import Iterable
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from fontTools import merge, subset, varLib
from fontTools.designspaceLib import DesignSpaceDocument
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

INTER = "@fontsource-variable/inter"
NOTO = "@fontsource/noto-sans-jp"
VERSIONS = {INTER: "5.3.0", NOTO: "5.3.0"}
STYLES = {400: "Regular", 600: "SemiBold", 700: "Bold"}

INTER_PIECES = ("latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext")
INTER_MASTERS = (100, 400, 900)  # the peaks of its variations: these three give the whole range back
INTER_ARROWS = {
    "←": "arrowleft",
    "→": "arrowright",
    "↔": "arrowboth",
    "⇒": "arrowdblright",
    "⇔": "arrowdblboth",
    "⟵": "uni27F5",
    "⟶": "uni27F6",
    "⟷": "uni27F7",
    "⟸": "uni27F8",
    "⟹": "uni27F9",
    "⟺": "uni27FA",
}
# A file of its own: a browser loads it only when one of these appears.
GREEK_AND_CYRILLIC = ((0x370, 0x52F), (0x1C80, 0x1C8F), (0x1F00, 0x1FFF), (0x2DE0, 0x2DFF), (0xA640, 0xA69F))

NOTO_WEIGHTS = (400, 700)
NOTO_SLICES = 120  # numbered pieces: the higher the number, the more frequent its characters
SLICES_PER_FILE = 6
# Arrows, mathematics, shapes and dingbats stand in English pages too (≥ ✓ ▲): a small file, the last.
NOTO_SYMBOLS = ((0x2190, 0x22FF), (0x25A0, 0x27BF))
SYMBOL_FILE = NOTO_SLICES // SLICES_PER_FILE
# All kana in the first file: ﾊ and ﾟ are one cluster, which a browser draws from one file or as a box.
NOTO_KANA = ((0x3000, 0x30FF), (0x31F0, 0x31FF), (0xFF61, 0xFF9F))
NOTO_FEATURES = ["ccmp", "liga", "kern", "palt", "halt"]
NOTO_NAMES = "𠮷𣘺"  # in everyday names, yet in neither standard
ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ"

FACE = """\
  @font-face {{
    font-family: "{family}";
    font-style: normal;
    font-weight: {weight};
    font-display: swap;
    src: url("../fonts/{file}") format("woff2");
    unicode-range: {ranges};
  }}
"""


def open_font(source: Path | BytesIO) -> TTFont:
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None  # else a font that was read as woff2 is written as woff2
    return font


def within(code: int, blocks: Iterable[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in blocks)


def packed(font: TTFont) -> BytesIO:
    stream = BytesIO()
    font.save(stream)
    stream.seek(0)
    return stream


def keep(
    font: TTFont,
    *,
    unicodes: Iterable[int] = (),
    glyphs: Iterable[str] = (),
    features: list[str],
    substitutes: bool = True,
) -> None:
    """Reduce `font` to these characters and glyphs, with or without what its features put in their place."""
    options = subset.Options(
        layout_features=features,
        layout_closure=substitutes,
        glyph_names=True,
        notdef_outline=True,
        name_IDs=["*"],
        recalc_timestamp=False,
    )
    options.drop_tables += ["BASE", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(unicodes), glyphs=list(glyphs))
    subsetter.subset(font)


def finish(font: TTFont, *, family: str, weight: int, cmap: dict[int, str]) -> None:
    """Character map, names and style bits; glyph names are dropped."""
    FontBuilder(font=font).setupCharacterMap(cmap)
    style = STYLES[weight]
    alone = style in ("Regular", "Bold")  # the four-style families of name 1 have no other weight
    names = font["name"]
    version = names.getDebugName(5)
    wanted = {
        0: names.getDebugName(0),
        1: family if alone else f"{family} {style}",
        2: style if alone else "Regular",
        3: f"{version};{family} {style}",
        4: f"{family} {style}",
        5: version,
        6: f"{family.replace(' ', '')}-{style}",
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        14: names.getDebugName(14),
        16: None if alone else family,
        17: None if alone else style,
    }
    names.names = [record for record in names.names if record.nameID > 255 and "fvar" in font]
    for number, text in wanted.items():
        if text:
            names.setName(text, number, 3, 1, 0x409)
    os2 = font["OS/2"]
    os2.usWeightClass = weight
    os2.fsSelection = os2.fsSelection & ~0b1100001 | (1 << 5 if style == "Bold" else 1 << 6)
    os2.recalcUnicodeRanges(font)
    os2.recalcCodePageRanges(font)
    font["head"].macStyle = int(style == "Bold")
    font["post"].formatType = 3.0
    if "STAT" in font and "fvar" not in font:
        del font["STAT"]


# --- Inter


def inter_pieces(folder: Path) -> tuple[list[bytes], dict[int, str]]:
    """The pieces without the glyphs of earlier ones, and the character map of all of them."""
    pieces, cmap, seen = [], dict[int, str](), set[str]()
    for name in INTER_PIECES:
        font = open_font(folder / "files" / f"inter-{name}-wght-normal.woff2")
        cmap = font.getBestCmap() | cmap
        new = set(font.getGlyphOrder()) - seen
        seen |= new
        keep(font, glyphs=sorted(new), features=["*"], substitutes=False)
        pieces.append(packed(font).getvalue())
    cmap |= {ord(arrow): glyph for arrow, glyph in INTER_ARROWS.items()}
    if absent := set(cmap.values()) - seen:
        raise SystemExit(f"Inter has no glyph for {sorted(absent)}")
    return pieces, cmap


def inter_static(pieces: list[bytes], weight: int) -> TTFont:
    instances = []
    for piece in pieces:
        font = open_font(BytesIO(piece))
        instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
        instances.append(packed(font))
    source = open_font(BytesIO(pieces[0]))["head"]
    merged = merge.Merger().merge(instances)
    merged.recalcTimestamp = False
    merged["head"].created, merged["head"].modified = source.created, source.modified
    return merged


def inter_variable(pieces: list[bytes], cmap: dict[int, str]) -> TTFont:
    low, default, high = INTER_MASTERS
    segments = open_font(BytesIO(pieces[0]))["avar"].segments["wght"]

    def weight(position: float) -> float:
        return default + position * (high - default if position > 0 else default - low)

    design = DesignSpaceDocument()
    design.addAxisDescriptor(
        tag="wght",
        name="Weight",
        minimum=low,
        default=default,
        maximum=high,
        map=[(weight(user), weight(inner)) for user, inner in sorted(segments.items())],
    )
    for master in INTER_MASTERS:
        font = inter_static(pieces, master)
        finish(font, family="Inter", weight=400, cmap=cmap)
        font["post"].formatType = 2.0
        design.addSourceDescriptor(font=font, location={"Weight": master})
    built: TTFont = varLib.build(design)[0]
    built.recalcTimestamp = False
    return built


def build_inter(package: Path, out: "Output") -> None:
    pieces, cmap = inter_pieces(package)
    for weight, style in STYLES.items():
        font = inter_static(pieces, weight)
        finish(font, family="Inter", weight=weight, cmap=cmap)
        out.ttf(font, f"Inter-{style}.ttf")
    variable = packed(inter_variable(pieces, cmap)).getvalue()
    files = {code: int(within(code, GREEK_AND_CYRILLIC)) for code in cmap}
    claims = ranges(files)
    faces = []
    for number, file in enumerate(("inter.woff2", "inter-greek-cyrillic.woff2")):
        font = open_font(BytesIO(variable))
        keep(font, unicodes=[code for code in cmap if files[code] == number], features=["*"])
        out.woff2(font, file)
        faces.append(FACE.format(family="Inter", weight="100 900", file=file, ranges=claims[number]))
    out.css("fonts.css", "Inter", faces)


# --- Noto Sans JP


def is_wanted(code: int) -> bool:
    """All symbols and letters; of the kanji those of Windows-31J, of JIS X 0213 levels 1 to 3, and a few."""
    char = chr(code)
    if char in NOTO_NAMES or not unicodedata.name(char, "").startswith("CJK "):
        return True
    try:
        char.encode("cp932")
    except UnicodeEncodeError:
        try:
            return len(char.encode("euc_jis_2004")) == 2  # three bytes are level 4 and JIS X 0212
        except UnicodeEncodeError:
            return False
    return True


def compose(font: TTFont, code: int, parts: list[tuple[str, float, float]], *, width: int = 1000) -> None:
    """Add a full-width glyph of (character, x, y) parts, narrowed to fit and centred."""
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    extent = max(x + glyphs[cmap[ord(char)]].width for char, x, _ in parts)
    scale = min(1.0, width * 0.96 / extent)
    pen = TTGlyphPen(None)
    for char, x, y in parts:
        offset = (width - extent * scale) / 2 + x * scale
        glyphs[cmap[ord(char)]].draw(TransformPen(pen, (scale, 0, 0, 1, offset, y)))
    add_glyph(font, f"uni{code:04X}", pen.glyph(), (width, 0), codes=[code])


def add_glyph(font: TTFont, name: str, glyph: Any, metrics: tuple[int, int], *, codes: Iterable[int]) -> None:
    if name not in font["glyf"].glyphs:
        font["glyf"][name] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (metrics[0], getattr(glyph, "xMin", 0))
    for code in codes:
        for table in font["cmap"].tables:
            table.cmap[code] = name


def compose_missing(font: TTFont) -> None:
    cmap, glyphs = font.getBestCmap(), font.getGlyphSet()
    for numeral in ROMAN:
        parts, x = [], 0.0
        for letter in unicodedata.normalize("NFKC", numeral):
            parts.append((letter, x, 0.0))
            x += glyphs[cmap[ord(letter)]].width
        compose(font, ord(numeral), parts)
    right = 1000 - 170 - glyphs["period"].width
    compose(font, ord("≒"), [("＝", 0, 0), (".", 170, 520), (".", right, 110)])
    add_glyph(font, cmap[ord("¯")], None, (0, 0), codes=[ord("‾")])


def noto_static(package: Path, weight: int) -> TTFont:
    font = open_font(package / "files" / f"noto-sans-jp-japanese-{weight}-normal.woff2")
    keep(font, unicodes=filter(is_wanted, font.getBestCmap()), features=NOTO_FEATURES)
    FontBuilder(font=font).setupCharacterMap(font.getBestCmap())
    for number in reversed(range(NOTO_SLICES)):
        piece = open_font(package / "files" / f"noto-sans-jp-{number}-{weight}-normal.woff2")
        had = font.getBestCmap()
        for code, name in piece.getBestCmap().items():
            if code not in had and is_wanted(code):
                add_glyph(font, name, piece["glyf"][name], piece["hmtx"][name], codes=[code])
    compose_missing(font)
    font.setGlyphOrder(list(font["glyf"].glyphOrder))
    return font


def noto_files(package: Path, codes: Iterable[int]) -> dict[int, int]:
    """Code point to the number of its file; file 0 has the most frequent characters."""
    slices = json.loads((package / "unicode.json").read_text())
    numbers = dict[int, int]()
    for number in range(NOTO_SLICES):
        text = slices[f"[{number}]"].lower()
        for first, last in re.findall(r"u\+([0-9a-f]+)(?:-([0-9a-f]+))?", text):
            for code in range(int(first, 16), int(last or first, 16) + 1):
                numbers[code] = (NOTO_SLICES - 1 - number) // SLICES_PER_FILE
    for blocks, number in ((NOTO_KANA, 0), (NOTO_SYMBOLS, SYMBOL_FILE)):
        numbers |= {code: number for first, last in blocks for code in range(first, last + 1)}
    return {code: numbers.get(code, SYMBOL_FILE) for code in codes}


def build_noto(package: Path, out: "Output") -> None:
    faces = []
    for weight in NOTO_WEIGHTS:
        font = noto_static(package, weight)
        cmap = font.getBestCmap()
        finish(font, family="Noto Sans JP", weight=weight, cmap=cmap)
        whole = packed(font).getvalue()
        out.ttf(font, f"NotoSansJP-{STYLES[weight]}.ttf")
        files = noto_files(package, cmap)
        claims = ranges(files)
        for number in sorted(claims):
            part = open_font(BytesIO(whole))
            keep(part, unicodes=[code for code in cmap if files[code] == number], features=NOTO_FEATURES)
            file = f"noto-sans-jp-{weight}-{number:02}.woff2"
            out.woff2(part, file)
            face = FACE.format(family="Noto Sans JP", weight=weight, file=file, ranges=claims[number])
            faces.append((number, weight, face))
    faces.sort()  # the two weights of a file beside each other: their equal ranges compress well
    out.css("fonts-jp.css", "Noto Sans JP", [face for *_, face in faces])


# --- output


def ranges(files: dict[int, int]) -> dict[int, str]:
    """CSS unicode-range of every file: short, since a run may pass over code points that no file has."""
    runs: dict[int, list[str]] = {}
    for (number, _), run in groupby(sorted(files), key=lambda code: (files[code], code >> 8)):
        codes = list(run)
        first, last = codes[0], codes[-1]
        runs.setdefault(number, []).append(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}")
    return {number: ", ".join(items) for number, items in runs.items()}


class Output:
    """The folders of the repository that hold what is made here."""

    def __init__(self, root: Path) -> None:
        self.styles = root / "static" / "css"
        self.browser = root / "static" / "fonts"
        self.paper = root / "decisions" / "reports" / "fonts"
        for folder in (self.styles, self.browser, self.paper):
            folder.mkdir(parents=True, exist_ok=True)
        for stale in (*self.browser.glob("*.woff2"), *self.paper.glob("*.ttf")):
            stale.unlink()

    def ttf(self, font: TTFont, name: str) -> None:
        font.save(self.paper / name)

    def woff2(self, font: TTFont, name: str) -> None:
        font.flavor = "woff2"
        font["post"].formatType = 3.0
        font.save(self.browser / name)

    def css(self, name: str, family: str, faces: list[str]) -> None:
        rules = "\n".join(faces)
        text = f"/* {family}: written by tools/build_fonts.py. */\n@layer base {{\n{rules}}}\n"
        (self.styles / name).write_text(text, encoding="utf-8")

    def licence(self, source: Path, name: str, font: str) -> None:
        """The package's text under the font's own copyright line (Noto's package names Google alone)."""
        notice = open_font(self.paper / font)["name"].getDebugName(0)
        text = source.read_text(encoding="utf-8")
        for folder in (self.browser, self.paper):
            (folder / name).write_text(text if notice in text else f"{notice}\n{text}", encoding="utf-8")


def check_version(package: Path, wanted: str) -> None:
    found = json.loads((package / "package.json").read_text())["version"]
    if found != wanted:
        raise SystemExit(f"{package} is version {found}; these fonts are made from {wanted}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the committed font files from two npm packages.")
    parser.add_argument("packages", type=Path, metavar="FOLDER", help="holds the unpacked packages")
    here = Path(__file__).resolve().parent.parent
    parser.add_argument("--root", type=Path, default=here, help="repository to write into")
    arguments = parser.parse_args()
    for name, version in VERSIONS.items():
        check_version(arguments.packages / name, version)
    out = Output(arguments.root)
    build_inter(arguments.packages / INTER, out)
    build_noto(arguments.packages / NOTO, out)
    out.licence(arguments.packages / INTER / "LICENSE", "LICENSE-Inter.txt", "Inter-Regular.ttf")
    out.licence(arguments.packages / NOTO / "LICENSE", "LICENSE-NotoSansJP.txt", "NotoSansJP-Regular.ttf")


if __name__ == "__main__":
    main()
