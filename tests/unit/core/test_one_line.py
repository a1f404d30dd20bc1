"""The tag that writes one line over several: its own line breaks go, what variables say stays."""

import pytest
from django.template import Context, Template


def written(source, **values):
    return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a{% one_line %}\n  b\n  c\n{% endone_line %}d", "abcd"),
        ("{% one_line %}\n  a b {{ x }}\n{% endone_line %}", "a b x"),
        (
            "{% one_line %}\n  {% if x %}\n    , {{ x }}\n  {% else %}\n    no\n  {% endif %}\n{% endone_line %}",
            ", x",
        ),
        (
            "{% one_line %}{% for c in x %}\n  {{ c }}\n{% empty %}\n  none\n{% endfor %}{% endone_line %}",
            "x",
        ),
        ("{% one_line %}\n  {% with y=x %}\n    {{ y }}\n  {% endwith %}\n{% endone_line %}\n", "x\n"),
    ],
)
def test_line_breaks_of_the_template_are_left_out(source, line):
    assert written(source, x="x") == line


def test_line_breaks_of_a_value_stay():
    assert written("{% one_line %}\n  {{ x }}\n{% endone_line %}", x="a\n  b") == "a\n  b"
