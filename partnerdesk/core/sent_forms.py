"""A plain form in the text of its page: found again by what it sent, with what was typed and words put into it.

Only the places that change are written anew; every other letter of the page stays as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

CONTROLS = ("button", "input", "select", "textarea")
NOT_TYPED = {"button", "file", "image", "password", "reset", "submit"}
TICKED = {"checkbox", "radio"}
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (a field's name, no secret)
ADDRESSES = ("action", "formaction", "href", "hx-get", "hx-post")
Sent = Mapping[str, Sequence[str]]


@dataclass
class Tag:
    """An element: its attributes and where its opening tag stands; `close` is where its content ends."""

    name: str
    attributes: dict[str, str | None]
    start: int
    end: int
    close: int = -1
    form: "Tag | None" = None
    folds: tuple["Tag", ...] = ()
    options: list["Tag"] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""

    @property
    def type(self) -> str:
        """Of a control: what is pressed, ticked, chosen or typed."""
        if self.name == "button":
            return "submit"
        return self.get("type").lower() or "text" if self.name == "input" else self.name

    def written(self, **changed: str | bool | None) -> str:
        """The opening tag with attributes changed: `True` stands without a value, `None` and `False` are left out."""
        merged: dict[str, str | bool | None] = {
            name: True if value is None else value for name, value in self.attributes.items()
        }
        pairs = (merged | changed).items()
        told = [
            name if value is True else f'{name}="{escape(str(value))}"'
            for name, value in pairs
            if value is not None and value is not False
        ]
        return f"<{' '.join([self.name, *told])}>"


class PageText(HTMLParser):
    """The forms, controls, folds and addresses of a page, each with its place in the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self._lines = [0]
        for line in text.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.forms: list[Tag] = []
        self.controls: list[Tag] = []
        self.addressed: list[Tag] = []
        self._open: dict[str, list[Tag]] = {}
        self.feed(text)
        self.close()

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _innermost(self, name: str) -> Tag | None:
        found = self._open.get(name)
        return found[-1] if found else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._place()
        made = Tag(tag, dict(attrs), start, start + len(self.get_starttag_text() or ""))
        made.form, made.folds = self._innermost("form"), tuple(self._open.get("details", ()))
        if tag == "form":
            self.forms.append(made)
        elif tag in CONTROLS:
            self.controls.append(made)
        elif tag == "option" and (chosen := self._innermost("select")):
            chosen.options.append(made)
        if tag == "form" or any(name in made.attributes for name in ADDRESSES):
            self.addressed.append(made)
        if tag in {"form", "details", "select", "textarea", "option"}:
            self._open.setdefault(tag, []).append(made)

    def handle_endtag(self, tag: str) -> None:
        if found := self._open.get(tag):
            found.pop().close = self._place()

    def owner(self, control: Tag) -> Tag | None:
        """The form that a control belongs to: the one that it names, else the one around it."""
        if named := control.get("form"):
            return next((form for form in self.forms if form.get("id") == named), None)
        return control.form

    def controls_of(self, form: Tag) -> list[Tag]:
        return [control for control in self.controls if self.owner(control) is form]


def refused_page(text: str, words: str, *, page: str, path: str, sent: Sent) -> str | None:
    """The page at `page` (path and query) with `words` at the end of the form that sent `sent` to `path`.

    Where the button that was pressed stands in another form than the one it sends, the words stand in that one, as
    under htmx. What was typed stays. None where the page has no such form.
    """
    found = PageText(text)
    form = _sent_form(found, page=page, path=path, sent=sent)
    if form is None or form.close < 0:
        return None
    place = _pressed_in(found, form, sent) or form
    edits = [(place.close, place.close, words)]
    edits += [(fold.start, fold.end, fold.written(open=True)) for fold in place.folds]
    edits += _typed_again(found, form, sent)
    edits += _addresses(found, page)
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def _sent_form(found: PageText, *, page: str, path: str, sent: Sent) -> Tag | None:
    """Of the forms that post to this path the one whose fields are most like what was sent."""
    likely = [
        form
        for form in found.forms
        if form.get("method").lower() == "post" and urlsplit(urljoin(page, form.get("action"))).path == path
    ]
    return max(likely, key=lambda form: _likeness(found.controls_of(form), sent), default=None)


def _likeness(controls: Sequence[Tag], sent: Sent) -> int:
    """A fixed value that was sent counts twice, a name that both have once; what only one of them has, against it."""
    names = {control.get("name") for control in controls} - {""}
    pairs = {(control.get("name"), control.get("value")) for control in controls if _is_fixed(control)}
    fixed = sum(value in sent.get(name, ()) for name, value in pairs)
    return 2 * fixed + len(names & set(sent)) - len(names ^ set(sent))


def _is_fixed(control: Tag) -> bool:
    return bool(control.get("name")) and control.type in {"hidden", "submit"}


def _pressed_in(found: PageText, form: Tag, sent: Sent) -> Tag | None:
    """The other form in which the pressed button of this one stands."""
    for button in found.controls_of(form):
        is_pressed = not button.get("name") or button.get("value") in sent.get(button.get("name"), ())
        if button.type == "submit" and is_pressed and button.form is not form:
            return button.form
    return None


def _typed_again(found: PageText, form: Tag, sent: Sent) -> Iterator[tuple[int, int, str]]:
    """Every field of the form as it was sent; each value of a name that several fields have in its turn."""
    left = {name: list(values) for name, values in sent.items() if name != TOKEN}
    for control in found.controls_of(form):
        name, kind = control.get("name"), control.type
        if kind in TICKED:
            is_ticked = (control.get("value") or "on") in sent.get(name, ())
            yield control.start, control.end, control.written(checked=is_ticked)
        elif kind in NOT_TYPED or name not in left:
            continue
        elif kind == "select":
            for option in control.options:
                is_chosen = _value(found.text, option) in left[name]
                yield option.start, option.end, option.written(selected=is_chosen)
        elif left[name]:
            value = left[name].pop(0)
            if kind == "textarea":
                yield control.end, control.close, f"\n{escape(value)}"
            else:
                yield control.start, control.end, control.written(value=value)


def _value(text: str, option: Tag) -> str:
    """What an option sends: its value, else its words."""
    if "value" in option.attributes:
        return option.get("value")
    return " ".join(text[option.end : option.close].split())


def _addresses(found: PageText, page: str) -> Iterator[tuple[int, int, str]]:
    """Addresses that lead on from the page's own: the answer stands at another one."""
    for tag in found.addressed:
        given = tag.attributes if tag.name != "form" else {"action": None, **tag.attributes}
        told = {name: value or "" for name, value in given.items() if name in ADDRESSES}
        changed = {
            name: urljoin(page, value) if value else page
            for name, value in told.items()
            if not value or value.startswith("?")
        }
        if changed:
            yield tag.start, tag.end, tag.written(**changed)
