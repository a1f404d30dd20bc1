"""What a browser would post from the mapping page."""

import re
from html import unescape


def fields(html: str) -> dict[str, str]:
    """Inputs, chosen options and texts of the mapping form: of radio buttons and checks those that are chosen."""
    form = html[html.index('id="mapping"') : html.index("</form>", html.index('id="mapping"'))]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="([^"]*)"', tag)
        if not name or (kind and kind[1] in {"checkbox", "radio"} and " checked" not in tag):
            continue
        value = re.search(r'value="([^"]*)"', tag)
        found[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected>', options)
        found[name] = chosen[1] if chosen else ""
    found |= dict(re.findall(r'<textarea name="([^"]*)"[^>]*>([^<]*)</textarea>', form))
    return {unescape(name): unescape(value) for name, value in found.items()}
