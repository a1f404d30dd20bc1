"""What hostile files hold, by name. Contents are made while they are written, so that none is held in memory."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

HEAD = b"Partner,Date,Revenue\n"
ROW = b"Acme,2025-01-10,100\n"
PLAIN = HEAD + ROW * 20
MILLION = 1_000_000
Content = Callable[[], bytes | Iterator[bytes]]
FILES: dict[str, tuple[str, Content]] = {}
"""By name: how the file ends, and what it holds."""


def write(name: str, folder: Path) -> Path:
    """Write the file of a name. Raises KeyError."""
    ending, content = FILES[name]
    path = folder / f"file{ending}"
    found = content()
    with path.open("wb") as file:
        file.writelines([found] if isinstance(found, bytes) else found)
    return path


def add(name: str, content: Content | bytes, ending: str = ".csv") -> None:
    FILES[name] = (ending, content if callable(content) else lambda: content)


def times(block: bytes, count: int, before: bytes = b"", after: bytes = b"") -> Iterator[bytes]:
    """A block many times, a megabyte at once."""
    at_once = max(1, MILLION // max(len(block), 1))
    yield before
    for _whole in range(count // at_once):
        yield block * at_once
    yield block * (count % at_once) + after


def _word(number: int) -> bytes:
    return bytes(97 + (number // 26**place * (3 + place)) % 26 for place in range(9))


def _with_holes(content: bytes, seed: int) -> bytes:
    draw = random.Random(seed)  # noqa: S311
    found = bytearray(content)
    for _hole in range(draw.randint(1, 30)):
        place = draw.randrange(len(found))
        found[place : place + draw.randint(0, 9)] = draw.randbytes(draw.randint(0, 9))
    return bytes(found)


def _random(seed: int) -> bytes:
    return random.Random(seed).randbytes(20_000)  # noqa: S311


# Texts


add("a line of 100 MB", lambda: times(b"x", 100 * MILLION))
add("a line of 100 MB of commas", lambda: times(b",", 100 * MILLION))
add("a header and a line of 100 MB", lambda: times(b"x,", 50 * MILLION, before=PLAIN))
add(
    "a quoted cell of 100 MB",
    lambda: times(b"x", 100 * MILLION, before=PLAIN + b'"', after=b'",2025-01-10,1\n'),
)
add(
    "a quoted cell of 100 MB of lines",
    lambda: times(b"x\n", 50 * MILLION, before=PLAIN + b'"', after=b'",1,1\n'),
)
add("an open quote before 50 MB", lambda: times(ROW, 2_500_000, before=HEAD + b'"'))
add("100,000 columns", lambda: times(b"1,", 100_000, after=b"1\n"))
add(
    "100,000 columns, ten rows",
    lambda: (b",".join(b"%d" % n for n in range(100_000)) + b"\n" for _row in range(10)),
)
add("201 columns", b",".join(b"c%d" % n for n in range(201)) + b"\n" + b",".join([b"1"] * 201) + b"\n")
add("10 million empty rows", lambda: times(b"\n", 10 * MILLION))
add("10 million empty rows behind a table", lambda: times(b"\n", 10 * MILLION, before=PLAIN))
add("10 million rows of commas", lambda: times(b",,\n", 10 * MILLION, before=PLAIN))
add("3 million bad rows", lambda: times(b"a,b\n", 3 * MILLION, before=PLAIN))
add("a million columns' worth of quotes", lambda: times(b'"', MILLION, before=PLAIN))
add("lines of quotes alone", lambda: times(b'"""\n', 200_000, before=PLAIN))
add("stray quotes in every row", lambda: times(b'Ac"me,2025-01-10,1"0\n', 200_000, before=HEAD))
add(
    "stray quotes and 290 fields",
    b",".join([b'a"b'] * 290) + b"\n" + (b",".join([b'"a,b'] * 145) + b"\n") * 50,
)
add("delimiters of all kinds", HEAD + b"a;b\tc|d^e~f:g h,i\n" * 500)
add("returns alone", PLAIN.replace(b"\n", b"\r"))
add("returns and feeds mixed", PLAIN + PLAIN.replace(b"\n", b"\r\n") + PLAIN.replace(b"\n", b"\r"))
add(
    "a million distinct texts",
    lambda: (b"%x%x,2025-01-10,1\n" % (n * 7919, n * 104729) if n else HEAD for n in range(MILLION)),
)
add(
    "a million distinct words", lambda: (_word(n) + b",2025-01-10,1\n" if n else HEAD for n in range(MILLION))
)
add("long numbers", HEAD + b"".join(b"Acme,2025-01-10,%s\n" % (b"9" * length) for length in range(1, 2_000)))
add("exponents without end", HEAD + b"".join(b"Acme,2025-01-10,1e%d\n" % (n * 10**6) for n in range(1, 200)))
add("exponents of two digits", HEAD + b"Acme,2025-01-10,1e99\n" * 50)
add("numbers of signs", HEAD + b"Acme,2025-01-10,%s\n" % (b"-" * 5_000) * 50)
add("numbers that look grouped", HEAD + b'Acme,2025-01-10,"%s"\n' % (b"1," * 5_000) * 20)
add("spaces that patterns try", HEAD + b"Acme,2025-01-10,%s1\n" % (b" " * 20_000) * 20)
add("header that patterns try", b"Partner,Date,Revenue (%s\n" % (b"in " * 20_000) + ROW * 20)
add("totals that patterns try", HEAD + b"Acme %s,2025-01-10,1\n" % (b"total " * 13) * 5_000)
add("dates that patterns try", HEAD + b"Acme,%s,1\n" % (b"1/" * 29) * 500)
add("5,000 totals", lambda: times(ROW * 3 + b"Acme Total,,301\n", 6_000, before=HEAD))
add("formula cells", HEAD + b"=cmd|' /C calc'!A0,2025-01-10,=1+1\n" * 20)
add("formula cells of all kinds", HEAD + b"@SUM(A1),+1+1,-2+3\n" * 20)
add("names of other columns", b"__class__,Date,constructor\n" + ROW * 20)
add("markup in cells", HEAD + b"<script>alert(1)</script>,2025-01-10,1\n" * 20)
add("placeholders in cells", HEAD + b"%(column)s {0} %s,2025-01-10,1\n" * 20)
add("placeholders in names", b"Partner %(x)s,Date {},Revenue %d\n" + ROW * 20)
add("the same name 150 times", b",".join([b"Notes"] * 150) + b"\n" + b",".join([b"1"] * 150) + b"\n")
add("nothing", b"")
add("a mark alone", b"\xef\xbb\xbf")
add("one letter", b"x")
add("one line end", b"\n")
add("spaces", b" " * 100_000)
add("delimiters alone", b",,,\n" * 100)
add("a header alone", HEAD)
add("a letter", b"Dear Sir,\n\nplease find enclosed, as promised, the list.\n\nYours,\nA. Person\n")

# Bytes

add("zero bytes in front", b"\0" * 1_000 + PLAIN)
add("zero bytes far behind", lambda: times(ROW, 200_000, before=HEAD, after=b"\0\0\0"))
add("zero bytes between", PLAIN.replace(b",", b",\0"))
for order, mark in (("le", b"\xff\xfe"), ("be", b"\xfe\xff")):
    text = PLAIN.decode().encode(f"utf-16-{order}")
    add(f"utf-16-{order} cut in a letter", mark + text[:-1])
    add(f"utf-16-{order} with another mark inside", mark + text + mark + text)
    add(f"utf-16-{order} with half letters", mark + text + b"\xd8\x00\xd8\x00\x00\xd8" * 50)
add("utf-32", PLAIN.decode().encode("utf-32"))
add("utf-7", PLAIN.decode().encode("utf-7") + b"+2D/cAd9-")
add("utf-8 mark before utf-16", b"\xef\xbb\xbf\xff\xfe" + PLAIN.decode().encode("utf-16-le"))
add("utf-16 mark before utf-8", b"\xff\xfe" + PLAIN)
add("two marks", b"\xef\xbb\xbf\xef\xbb\xbf" + PLAIN)
add("marks in every row", PLAIN.replace(b"\n", b"\n\xef\xbb\xbf"))
add("overlong letters", HEAD + b"\xc0\xaf\xe0\x80\xaf,2025-01-10,1\n" * 50)
add("surrogates in utf-8", HEAD + b"\xed\xa0\x80\xed\xb0\x80,2025-01-10,1\n" * 50)
add("bytes of no encoding", HEAD + bytes(range(128, 256)) + b",2025-01-10,1\n" * 50)
add("letters cut by each block", lambda: times("é".encode(), 3 * MILLION // 2, before=b"x"))
add("controls", HEAD + b"\x01\x02\x1d\x1e\x1f\x7f,2025-01-10,1\n" * 50)
add("signs that turn text", HEAD + "\u202eemcA\u202c,2025-01-10,1\n".encode() * 50)
add("invisible signs in numbers", HEAD + "Acme,2025-01-10,1\u200b2\u2060\u00ad3\n".encode() * 50)
add("accents without end", HEAD + ("a" + "\u0301" * 5_000 + ",2025-01-10,1\n").encode() * 20)
add("digits of many scripts", HEAD + "Acme,٢٠٢٥-٠١-١٠,१२३\n".encode() * 20)
for seed in range(40):
    add(f"random bytes {seed}", partial(_random, seed))
for seed in range(30):
    add(f"a table with holes {seed}", partial(_with_holes, PLAIN * 20, seed))


# JSON

add("json of 100,000 levels", lambda: b"[" * 100_000 + b"]" * 100_000, ".json")
add("json of 100,000 objects in one another", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, ".json")
add("json of 50 levels", lambda: b'[{"a":' + b'{"a":' * 50 + b"1" + b"}" * 51 + b"]", ".json")
add(
    "json of 100,000 keys", lambda: b"[{" + b",".join(b'"k%d":1' % n for n in range(100_000)) + b"}]", ".json"
)
add("json of one key twice", b'[{"a":1,"a":2,"b":1},{"a":3,"b":2}]', ".json")
add("json of no numbers", b'[{"a":NaN,"b":Infinity},{"a":-Infinity,"b":1e999}]', ".json")
add("json of long numbers", lambda: b'[{"a":' + b"9" * 100_000 + b',"b":1},{"a":1,"b":2}]', ".json")
add("json of half letters", b'[{"a":"\\ud800","b":1},{"a":"\\udc00x","b":2}]', ".json")
add("json cut off", b'[{"a":1,"b":2},{"a":3,', ".json")
add(
    "json of 210 MB",
    lambda: times(b'{"a":1,"b":"xxxxxxxx"},', 9 * MILLION, before=b"[", after=b'{"a":1}]'),
    ".json",
)
add("json lines of which half are none", lambda: times(b'{"a":1,"b":2}\n{"a":\n', 50_000), ".jsonl")
add(
    "json lines of a long line",
    lambda: times(b"x", 100 * MILLION, before=b'{"a":1,"b":2}\n{"a":"', after=b'"}\n'),
    ".jsonl",
)
add("json of lists of one another", lambda: b"[" + b",".join([b"[1,2,[3,[4]]]"] * 999) + b"]", ".json")
