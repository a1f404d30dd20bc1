"""The fonts of printed documents: those committed beside this module, never the system's."""

import os
from pathlib import Path
from xml.sax.saxutils import escape

FONTS = Path(__file__).resolve().parent / "fonts"

_CONFIGURATION = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>Inter</string><string>Noto Sans JP</string></edit>
  </match>
</fontconfig>
"""


def private_fontconfig(directory: Path) -> Path:
    """Write a fontconfig file and its cache folder into `directory` and return the file's path.

    Put it into `FONTCONFIG_FILE` before WeasyPrint is imported: fontconfig reads it once per process.
    Whatever family a page asks for, Inter and then Noto Sans JP answer. Processes may call this at the
    same time.
    """
    cache = directory / "fontconfig-cache"
    cache.mkdir(parents=True, exist_ok=True)
    path = directory / "fonts.conf"
    written = path.with_name(f"fonts.conf.{os.getpid()}")
    text = _CONFIGURATION.format(fonts=escape(str(FONTS)), cache=escape(str(cache.resolve())))
    written.write_text(text, encoding="utf-8")
    return written.replace(path).resolve()
