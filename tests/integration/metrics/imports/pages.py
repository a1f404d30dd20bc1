"""Uploading a file and its mapping page: what a browser would post."""

import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.integration.people import file_address

TEXT = """\
ResellerKey,OrderDate,SalesAmount,TotalProductCost
7,2024-01-05,100,60
8,2024-01-06,50,NULL
7,2024-02-01,10,4
"""
LIST = "ResellerKey,ResellerName,BusinessType\n7,Seven,Warehouse\n8,Eight,Ware House\n9,Nine,Warehouse\n"
UPLOAD = "/metrics/uploads/new/"


def file(content, name="orders.csv"):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def post_file(client, content=TEXT, partner_list=None, **more):
    data = {"file": file(content)} | (
        {"partner_file": file(partner_list, "list.csv")} if partner_list else {}
    )
    return client.post(file_address(client, UPLOAD), data | more)


def begin(client, work, content=TEXT, partner_list=None):
    """Upload, have the file looked at, and return the import's mapping address and its fields."""
    address = f"{post_file(client, content, partner_list).url}mapping/"
    assert work() == ["done"]
    return address, fields(client.get(address).content.decode())


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
