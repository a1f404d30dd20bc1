"""The committed fonts print what we promise to print, with no font of the system in reach."""

import os
import re
import subprocess
import sys
from html import escape, unescape
from pathlib import Path

import pikepdf
import pypdf
import pytest
from fontTools.ttLib import TTFont

from decisions.documents.pdf.fontconfig import FONTS, private_fontconfig

ROOT = Path(__file__).resolve().parents[5]
STATIC = ROOT / "static"

LINES = (
    "coverage ↔ control → ← ≥ ≤ ✓",
    "− – — … · × ÷ € ¥ £ % ± ≠ ≈ ≒ ▲ ▼ ● ⚠",
    "髙橋 﨑 ㈱ ① 𠮷野 ⅠⅡⅢ ⅷ",
    "ｱｲｳ ﾊﾟｰﾄﾅｰ ｶﾞ ｡｢｣",
    "パートナー・バリュー・エクスチェンジ・フレームワーク",
    "チャネル・パートナー・パフォーマンス・フレームワーク",
    "パートナー・アラインメント・スコアカード・フレームワーク",
    "パートナー整合スコアカードフレームワーク",
    "パートナーチャネル / フレームワーク / 優先順位",
    "The quick brown fox jumps over the lazy dog. 0123456789 ‘a’ “b” (c) [d] & @ #",
    "Àéîõü Ångström Łódź Škoda Đặng İstanbul ß æ œ ñ Ελλάδα Україна",
)
CHARACTERS = sorted(set("".join(LINES)) - {" "})
NOWHERE = "😀"  # in neither family: shows that the checks below can fail

# What WeasyPrint calls an embedded face, without its six-letter prefix.
FACES = {
    "Inter": "Inter-Regular.ttf",
    "Inter-Semi-Bold": "Inter-SemiBold.ttf",
    "Inter-Bold": "Inter-Bold.ttf",
    "Noto-Sans-JP": "NotoSansJP-Regular.ttf",
    "Noto-Sans-JP-Bold": "NotoSansJP-Bold.ttf",
}
PAGE = """<html lang="ja"><title>Fonts</title><style>
@page {{ size: A4 }} body {{ font: 9pt/1.5 "Inter", "Noto Sans JP" }}
</style>{}</html>"""
RENDER = "import sys, weasyprint; weasyprint.HTML(string=sys.stdin.read()).write_pdf(sys.argv[1])"


def render(directory, lines):
    """Print the lines at three weights in a process of its own, since fontconfig reads its file once."""
    weighted = [(line, weight) for line in lines for weight in (400, 600, 700)]
    body = "".join(f'<p style="font-weight: {weight}">{escape(line)}</p>' for line, weight in weighted)
    paper = directory / "fonts.pdf"
    subprocess.run(
        [sys.executable, "-c", RENDER, str(paper)],
        input=PAGE.format(body).encode(),
        env={**os.environ, "FONTCONFIG_FILE": str(private_fontconfig(directory)), "PYTHONUTF8": "1"},
        check=True,
        timeout=120,
    )
    return paper


def printed_glyphs(paper):
    """Glyph numbers that the pages show, per face, with the face's encoding."""
    glyphs, encodings = {}, {}
    with pikepdf.open(paper) as document:
        for page in document.pages:
            faces = page.Resources.Font
            face = None
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    font = faces[operands[0]]
                    face = str(font.BaseFont).partition("+")[2]
                    encodings[face] = font.Encoding
                elif str(operator) in ("Tj", "TJ"):
                    shown = operands[0] if str(operator) == "TJ" else operands
                    text = b"".join(bytes(item) for item in shown if isinstance(item, pikepdf.String))
                    numbers = (int.from_bytes(text[i : i + 2]) for i in range(0, len(text), 2))
                    glyphs.setdefault(face, set()).update(numbers)
    return glyphs, encodings


def missing_glyphs(paper):
    """Glyphs that no font has: .notdef, or past the font's end, which is how WeasyPrint numbers them."""
    glyphs, _ = printed_glyphs(paper)
    counts = {face: TTFont(FONTS / file)["maxp"].numGlyphs for face, file in FACES.items()}
    return {(face, number) for face in glyphs for number in glyphs[face] if not 0 < number < counts[face]}


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    return render(tmp_path_factory.mktemp("fonts"), LINES)


def test_no_character_is_printed_as_a_box(paper):
    assert missing_glyphs(paper) == set()


def test_a_character_without_a_glyph_would_be_found(tmp_path):
    assert missing_glyphs(render(tmp_path, [NOWHERE]))


def test_only_the_committed_faces_are_embedded_and_all_of_them(paper):
    glyphs, encodings = printed_glyphs(paper)
    assert set(glyphs) == set(FACES)
    assert set(map(str, encodings.values())) == {"/Identity-H"}


def test_the_text_can_be_read_back(paper):
    text = "".join("".join(page.extract_text() for page in pypdf.PdfReader(paper).pages).split())
    for line in LINES:
        assert text.count("".join(line.split())) == 3, line


def characters_of(*paths):
    return {code for path in paths for code in TTFont(path).getBestCmap()}


@pytest.mark.parametrize("inter", ["Regular", "SemiBold", "Bold"])
@pytest.mark.parametrize("noto", ["Regular", "Bold"])
def test_two_faces_cover_every_character(inter, noto):
    covered = characters_of(FONTS / f"Inter-{inter}.ttf", FONTS / f"NotoSansJP-{noto}.ttf")
    assert [char for char in CHARACTERS if ord(char) not in covered] == []
    assert ord(NOWHERE) not in covered


def test_whatever_a_shift_jis_file_holds_can_be_printed():
    covered = characters_of(FONTS / "Inter-Regular.ttf", FONTS / "NotoSansJP-Regular.ttf")
    unprintable = []
    for code in (*range(0x20, 0x7F), *range(0xA0, 0xD800), *range(0xF900, 0x10000)):
        try:
            chr(code).encode("cp932")
        except UnicodeEncodeError:
            continue
        if code not in covered:
            unprintable.append(chr(code))
    assert unprintable == []


@pytest.mark.parametrize("file", [file for file in FACES.values() if file.startswith("Inter")])
def test_inter_has_tabular_figures_and_kerning(file):
    font = TTFont(FONTS / file)
    assert "kern" in {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    table = font["GSUB"].table
    lookups = {
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for number in record.Feature.LookupListIndex
    }
    tabular = {}
    for number in lookups:
        for subtable in table.LookupList.Lookup[number].SubTable:
            tabular |= getattr(subtable, "ExtSubTable", subtable).mapping
    figures = [font.getBestCmap()[ord(figure)] for figure in "0123456789"]
    assert len({font["hmtx"][figure][0] for figure in figures}) > 1
    assert len({font["hmtx"][tabular[figure]][0] for figure in figures}) == 1


def browser_faces():
    """File name and characters of each @font-face rule."""
    for sheet in ("fonts.css", "fonts-jp.css"):
        text = (STATIC / "css" / sheet).read_text(encoding="utf-8")
        for rule in re.findall(r"@font-face \{(.*?)\}", text, re.DOTALL):
            [file] = re.findall(r'url\("\.\./fonts/([^"]+)"\)', rule)
            spans = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", rule)
            yield file, {code for a, b in spans for code in range(int(a, 16), int(b or a, 16) + 1)}


def test_the_browser_finds_each_character_in_a_file_that_has_it():
    has = {file: claimed & characters_of(STATIC / "fonts" / file) for file, claimed in browser_faces()}
    assert set(has) == {path.name for path in (STATIC / "fonts").glob("*.woff2")}
    for weight in ("400", "700"):
        used = [file for file in has if file.startswith(("inter", f"noto-sans-jp-{weight}-"))]
        reached = set().union(*(has[file] for file in used))
        assert [char for char in CHARACTERS if ord(char) not in reached] == []


def test_the_browser_takes_all_kana_from_one_file():
    """ﾊ and ﾟ form one cluster: from two files a browser draws a box."""
    kana = {*range(0x3041, 0x3097), 0x3099, 0x309A, *range(0x30A1, 0x30FB), *range(0xFF66, 0xFFA0)}
    for weight in ("400", "700"):
        assert len([1 for file, claimed in browser_faces() if f"jp-{weight}" in file and claimed & kana]) == 1


def test_the_licences_stand_beside_the_fonts():
    for folder in (FONTS, STATIC / "fonts"):
        for family in ("Inter", "NotoSansJP"):
            assert "SIL OPEN FONT LICENSE" in (folder / f"LICENSE-{family}.txt").read_text(encoding="utf-8")


def test_the_configuration_names_no_folder_but_ours(tmp_path):
    directory = tmp_path / "R&D <1> 日本"
    path = private_fontconfig(directory)
    assert private_fontconfig(directory) == path
    text = unescape(path.read_text(encoding="utf-8"))
    assert re.findall("<dir>(.*)</dir>", text) == [str(FONTS)]
    assert re.findall("<cachedir>(.*)</cachedir>", text) == [str(directory / "fontconfig-cache")]
    assert "<include" not in text
    assert sorted(item.name for item in directory.iterdir()) == ["fontconfig-cache", "fonts.conf"]
