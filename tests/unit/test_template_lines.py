"""No line of a template is too long to be read: it is broken where white space does not show."""

from tests.source import ROOT, templates

LONGEST = 200


def test_no_line_of_a_template_is_longer_than_two_hundred_characters():
    assert templates()
    assert not [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST
    ]
