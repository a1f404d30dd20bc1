"""No line of a template is too long to be read: it is broken where white space does not show."""

from tests.source import ROOT, templates

LONGEST = 200
SIGNATURE = "-- "
"""What stands above the signature of a mail."""


def test_no_line_of_a_template_is_longer_than_two_hundred_characters():
    assert templates()
    assert not [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST
    ]


def test_templates_are_indented_by_spaces_and_lines_end_where_they_end():
    assert not [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "\t" in line or (line != line.rstrip() and line != SIGNATURE)
    ]
