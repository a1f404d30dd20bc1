"""In which encoding a file is written, by all of its bytes."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from metrics.files.reading.scanning import Unreadable, check_signature

BLOCK = 1 << 20
HEAD = 1 << 16

UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
ZEROS = 0.3
"""The share of zero bytes on one side of each pair from which a text without a mark is UTF-16."""

FEWEST_ZEROS = 8

WESTERN = re.compile(rb"[\x00-\x7f][\xc0-\xff](?=[\x00-\x7f]|$)")
"""A lone high byte between ASCII signs: an accented letter."""

RUN = re.compile(rb"[\x80-\xff]{4,}")
"""High bytes in a row: hardly ever in Western texts, the rule in all others."""

UNDEFINED_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")

MAC = re.compile(
    rb"[a-z][\x8a\x8c\x8e\x9f](?=[a-z,;\t\"\r\n ]|$)"
    rb"|[A-Za-z][\x81\x83\x84\x87-\x8f\x90\x98\x9b\x9d\x9f](?=[a-z])"
)
"""Letters of Mac Roman within words, where cp1252 has a capital behind a small letter, a sign, or nothing."""

DOUBLE = {
    "cp932": re.compile(
        rb"(?:[\x82\x83][\x40-\xfc]|[\x88-\x97][\x40-\xfc]){2}|(?<![\x80-\xff])[\xa1-\xdf]{3,}(?![\x80-\xff])"
    ),
    "euc_jp": re.compile(rb"(?:[\xa4\xa5][\xa1-\xf6]){2}"),
}
"""What only texts in these encodings hold: kana or common kanji side by side, in cp932 half-width kana as well."""


@dataclass(frozen=True)
class Encoding:
    """`name` is Python's, `bom` the length of the mark in front, `is_utf8` whether bytes can be read as they are."""

    name: str
    bom: int = 0

    @property
    def is_utf8(self) -> bool:
        return self.name == "utf-8"


def find_encoding(file: IO[bytes], told: str = "") -> Encoding:
    """The encoding of an open file, told or found. Raises Unreadable where the bytes are no text."""
    file.seek(0)
    head = file.read(HEAD)
    wide = wide_encoding(head)
    if wide:
        return wide
    check_signature(head)
    bom = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    if told:
        _checked_name(told)
        return Encoding("utf-8" if told in {"utf-8", "utf-8-sig"} else told, bom)
    counts = _counted(file)
    if bom or counts.broken * 20 <= counts.letters or not counts.broken:
        return Encoding("utf-8", bom)
    return Encoding(_single_or_double(file))


def wide_encoding(head: bytes) -> Encoding | None:
    """UTF-16, with its mark or without, by the beginning of a file."""
    for mark, name in UTF_16.items():
        if head.startswith(mark) and not head.startswith(codecs.BOM_UTF32_LE):
            return Encoding(name, len(mark))
    found = _utf_16_without_mark(head)
    return Encoding(found) if found else None


def _checked_name(name: str) -> None:
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise Unreadable(_("There is no encoding “%(name)s”.") % {"name": name[:40]}) from error


def _utf_16_without_mark(head: bytes) -> str:
    """ASCII letters in UTF-16 have a zero byte each, always on the same side."""
    pairs = len(head) // 2
    if pairs < 2 or b"\0" not in head:
        return ""
    even, odd = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros >= max(pairs * ZEROS, FEWEST_ZEROS) and others == 0:
            return name
    return ""


@dataclass
class _Counts:
    """Letters beyond ASCII that are sound UTF-8, and places that are not."""

    letters: int = 0
    broken: int = 0


def _counted(file: IO[bytes]) -> _Counts:
    """Look at every byte of the file. Raises Unreadable at the first zero byte."""
    counts, rest, line = _Counts(), b"", 1
    file.seek(0)
    while block := file.read(BLOCK):
        if b"\0" in block:
            near = line + block[: block.index(b"\0")].count(b"\n")
            raise Unreadable(
                _("This is no CSV file: near line %(line)s it holds zero bytes.") % {"line": near}
            )
        line += block.count(b"\n")
        block = rest + block
        rest = b""
        if not block.isascii():
            rest = _incomplete(block)
            _count(block[: len(block) - len(rest)], counts)
    if rest:
        counts.broken += 1
    return counts


def _incomplete(block: bytes) -> bytes:
    """The beginning of a letter that the next block ends."""
    for length in range(1, min(4, len(block)) + 1):
        lead = block[-length]
        if lead >= 0xC0:
            whole = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
            return block[-length:] if whole > length else b""
        if lead < 0x80:
            return b""
    return b""


def _count(block: bytes, counts: _Counts) -> None:
    try:
        counts.letters += len(block) - len(block.decode("utf-8"))
    except UnicodeDecodeError:
        text = block.decode("utf-8", errors="surrogateescape")
        broken = sum("\udc80" <= sign <= "\udcff" for sign in text)
        counts.broken += broken
        counts.letters += sum(not sign.isascii() for sign in text) - broken


def _single_or_double(file: IO[bytes]) -> str:
    """A Japanese encoding where its letters stand side by side and all bytes fit, else a Western one or an old Mac's.

    Raises Unreadable where high bytes stand side by side as in no Western text: Russian or Chinese, for example,
    read as Western would give names that nobody recognises.
    """
    western, runs = _count_matches(file, WESTERN), _count_matches(file, RUN)
    for name, pattern in DOUBLE.items():
        if _count_matches(file, pattern) > western and _fits(file, name):
            return name
    if _count_matches(file, MAC) > western:
        return "mac-roman"
    if runs > western:
        raise Unreadable(
            _("The file is written neither in UTF-8 nor in a Western or Japanese encoding: save it as UTF-8.")
        )
    return "latin-1" if _count_matches(file, UNDEFINED_1252) else "cp1252"


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


def _count_matches(file: IO[bytes], pattern: re.Pattern[bytes]) -> int:
    return sum(len(pattern.findall(block)) for block in _blocks(file))


def _fits(file: IO[bytes], encoding: str) -> bool:
    """Whether all bytes are letters of an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for block in _blocks(file):
            decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True
