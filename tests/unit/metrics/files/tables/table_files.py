"""Small files for the tests of this room."""

import base64
import io
import zipfile
import zlib
from collections import Counter
from contextlib import contextmanager

from metrics.files.tables.finding import find_table

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text")
)


@contextmanager
def table_of(tmp_path, content, name="orders.csv", **asked):
    """The table in a file of these bytes, or of this text in UTF-8."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with find_table(path, name=name, **asked) as table:
        yield table


class Seen:
    """What a table holds, taken out of it before it is closed."""

    def __init__(self, table):
        self.table = table
        self.names, self.count = table.names, table.count
        self.lines = [line for line, _cells in table.rows]
        self.rows = [cells for _line, cells in table.rows]
        framed = [
            (line, row)
            for lines, frame in table.frames()
            for line, row in zip(lines, frame.values.tolist(), strict=True)
        ]
        assert [line for line, _row in framed] == self.lines, "frames and rows differ"
        assert [row for _line, row in framed] == self.rows, "frames and rows differ"
        counted = [
            (place, seen)
            for part in table.portions()
            for place, texts in enumerate(part)
            for seen in texts.distinct()
        ]
        for place, name in enumerate(self.names):
            found = Counter()
            for column, seen in counted:
                found[seen.text] += seen.rows if column == place else 0
            assert +found == Counter(cells[place] for cells in self.rows), (
                f"portions and rows differ in {name}"
            )
        assert self.count == len(self.rows)
        self.aside = [(entry.reason, entry.row) for entry in table.set_aside]
        self.bad = [(entry.row, entry.reason) for entry in table.bad_rows]
        self.questions = {question.id: question for question in table.questions}


def seen(tmp_path, content, name="orders.csv", **asked):
    with table_of(tmp_path, content, name, **asked) as table:
        return Seen(table)


def ods(**sheets):
    """A spreadsheet of OpenDocument with these rows by sheet; texts, numbers and (for dates) pairs."""
    body = "".join(
        f'<table:table table:name="{name}">{"".join(map(ods_row, rows))}'
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for name, rows in sheets.items()
    )
    return ods_document(body)


def ods_document(body, mimetype="application/vnd.oasis.opendocument.spreadsheet"):
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}><office:body><office:spreadsheet>'
        f"{body}</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", content)
    return file.getvalue()


def ods_row(cells):
    return f"<table:table-row>{''.join(map(ods_cell, cells))}</table:table-row>"


def ods_cell(value):
    if value is None:
        return "<table:table-cell/>"
    kind, kept = "string", ""
    if isinstance(value, tuple):
        kind, kept = "date", f' office:date-value="{value[0]}"'
    elif isinstance(value, (int, float)):
        kind, kept = "float", f' office:value="{value}"'
    text = value if kind == "string" else "shown"
    return f'<table:table-cell office:value-type="{kind}"{kept}><text:p>{text}</text:p></table:table-cell>'


OLD_WORKBOOK = zlib.decompress(
    base64.b85decode(
        "c-rk)O-NKx6h8O;&5Y?dng%M!AY^5_h+4ErCo>a*22-Jkpq{=Liu1>FDs+=&E{mX5Q47HqZLBu^P(ke~0;3i}5NNHURZ!7Fe"
        "Vu#Wed_2K4yd5KGu(6UJ@=gNoqO)N_r7@_#)~FL9+gkQB5D8`X6*oI3uFvS!0m(p$8DQ8-P(`E_Gm*<z>f>5sqnnuy^pUUU+"
        "*c9;GyywIlxyery&K=WWo%uBOM|ibjE$CXBy_7gc*4Uc@WCTvtr_1#J3WEK-w>eA0){&;`OLI$xgv|BwDjyWb#R=ipGM-89X"
        "7I&m`FcrSOJl@}(Qh(N&?*>d|8xY@kxfhf%;qZ7~z3#ruVD5Ap!|k?P{{I>VTR5?t_6_-%&)ez`mQRoIiSubctO|7Oa4%gFt"
        ">h>PVnB?Vv*?6Zs~^Dq>ErSK6I+Vz;(#{~y`j-WZ7O80X?%I^rG$+X!w4F=B)DnWpzZatAOV`0loC9O1Cw(3?IlL$c%>uD1O"
        "ZRQ0tao$t`+PihjM677iGA{Nc4Ag1tiknz9>F2(qKmLyV4%F*5W3eR1cTSv8#)(rvyD%TQ0fp2qqP-Zx=}zDO`SDn1Yvc?`2"
        "I-b@?xO8{+F-+FZh^)@8X-{NBQ<2PoA?z%t)O-}@e-Uo*43@0qH$!1bgt59H9luA(Wl6c1?`>K9{zFsY31;@$S!P;wM-3^j7"
        ">yFpbGCs1MT^52x?g^yM2q(vxr+Wab|rXUbf`?@=GBxH(Ok|g)l>F0vHbv8WPPeQ$r#R9uueM#?R?V*pugaGWHaKC1=5s2@6"
        "*YUZTG;aIdew<rrJ;0=LIF%Y?E|#DpU$S&$S$(gc!1NO|u#Qnl<NDNB&lEJ!LL`2><mNCSjaF~J0qx&%qff}|0WUm$6O^oNj"
        "+YOYUO22z7m43Bv*@lKhi)yrg9Hk0RRqh&J14Aw4Y%kO?R$2ZsR5BxW(9(m-EM;>{U8}XZx-#)T<XI90X>=WO0X0Xh9pGh_?"
        "wLubpY5YUk3<<0)=+7yCwt>oAEVe=$_j@6y6ZmusdZCm2=*>BQ@tuk-oX?64L#wxia((`6E`F}@^Zx;W%v&="
    )
)
"""An .xls of Excel 97: “Sales” with a title, a blank row, a header in row 3 and four rows; “Empty”; “Notes”."""
