"""What the tests of the pictures share: the room of their labels, and templates rendered as XML."""

from itertools import combinations

import lxml.etree
from django.template.loader import render_to_string

from partnerdesk.core.charts import text_width

SVG_TAGS = {"svg", "title", "line", "polyline", "path", "rect", "circle", "text", "g"}


def rendered(name, chart, **more):
    """The root of a template's output, which must be well-formed."""
    return lxml.etree.fromstring(render_to_string(f"charts/{name}.html", {"chart": chart, **more}))


def words_of(root):
    return [" ".join(text.itertext()).strip() for text in root.iter("text")]


def check_picture(root, chart):
    """What every picture keeps to: a name, letters that can be read, numbers that every language reads."""
    svg = root.find("svg")
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == svg.findtext("title") == chart.title
    assert float(svg.get("font-size")) >= 10.4
    for part in svg.iter():
        assert part.tag in SVG_TAGS
        assert float(part.get("font-size", 11)) >= 10.4
        for name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "r"):
            float(part.get(name, "0"))
        if part.tag in {"line", "polyline", "circle", "path"}:
            assert part.get("stroke") or part.get("fill")
        if part.tag in {"text", "rect"}:
            assert part.get("fill").startswith("#")


def check_apart(labels, gap=0.0):
    """Labels (text, middle) on one row do not overlap."""
    for (one, x), (other, other_x) in combinations(labels, 2):
        distance = (text_width(one) + text_width(other)) / 2 + gap
        assert abs(float(x) - float(other_x)) >= distance - 0.11, (one, other)
