"""The README's tour: who claims which of its sentences, and does what it says on the demo.

A step claims one sentence, word for word, and fails where the demo does not do it. Steps come in the order of the
tour, each where the one before has left the page. One that `reads` changes nothing; it is taken without JavaScript too.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pypdf
from playwright.sync_api import Page, expect

from tests.browser.conftest import enter
from tests.browser.printed import printed
from tests.browser.stack import Stack
from tests.source import ROOT

HEADING = "## A tour of five minutes\n"


@dataclass
class Visitor:
    """Somebody who follows the tour in one browser. `kept` is the paper that they have taken along."""

    page: Page
    stack: Stack
    kept: list[bytes] = field(default_factory=list)

    def sign_in(self, name: str) -> None:
        self.page.context.clear_cookies()
        enter(self.page, f"{name}@example.com", self.stack.password)

    def follow(self, name: str) -> None:
        """A link in the bar at the top."""
        self.page.get_by_role("navigation").first.get_by_role("link", name=name, exact=True).click()

    def open_record(self, code: str) -> None:
        self.follow("Records")
        self.page.get_by_role("row", name=code).get_by_role("link").first.click()
        expect(self.page.locator("main")).to_contain_text(code)


@dataclass(frozen=True)
class Step:
    sentence: str
    take: Callable[[Visitor], None]
    reads: bool


STEPS: list[Step] = []


def claims(sentence: str, *, reads: bool = False) -> Callable[[Callable[[Visitor], None]], None]:
    """Claim a sentence of the tour for the function below."""

    def claimed(take: Callable[[Visitor], None]) -> None:
        STEPS.append(Step(sentence, take, reads))

    return claimed


def sentences() -> list[str]:
    """The tour's sentences in their order, as they stand in the README, with plain spaces."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    tour = text[text.index(HEADING) + len(HEADING) :]
    tour = tour[: tour.index("\n## ")]
    points = re.split(r"^\d+\.\s+", tour, flags=re.MULTILINE)
    return [
        sentence
        for point in points
        for sentence in re.split(r"(?<=[.?!])\s+(?=\S)", " ".join(point.split()))
        if sentence
    ]


@claims("Sign in as `maria@example.com`.", reads=True)
def _(visitor: Visitor) -> None:
    visitor.sign_in("maria")


@claims(
    "**My desk** lists what waits: cases, drafts, reviews, actions that are late.",
    reads=True,
)
def _(visitor: Visitor) -> None:
    desk = visitor.page.locator("main")
    for heading in ("Cases", "Drafts that you write", "Reviews", "Actions"):
        expect(desk.get_by_role("heading", name=re.compile(heading))).to_be_visible()
    action = desk.locator("li", has_text="Settle the rebate claims")
    expect(action).to_contain_text("late")


@claims("Open **CP-0001**, a decision in force.", reads=True)
def _(visitor: Visitor) -> None:
    visitor.open_record("CP-0001")
    expect(visitor.page.get_by_text("in force: version 1")).to_be_visible()


@claims("*One-pager* shows what was decided on which figures, and who approved it.", reads=True)
def _(visitor: Visitor) -> None:
    visitor.page.get_by_role("link", name="One-pager", exact=True).click()
    paper = visitor.page.locator("main")
    expect(paper).to_contain_text("Option B: Pilot a tiered margin.")
    expect(paper).to_contain_text(
        re.compile(r"Partner contribution margin\s+\w+ \d{4} – \w+ \d{4}\s+11\.\d %")
    )
    expect(paper).to_contain_text(re.compile(r"Approved \d+ \w+ \d{4} by Ines Moreau\."))


@claims("*One-pager, PDF* prints it with the hash of the version that was approved.", reads=True)
def _(visitor: Visitor) -> None:
    page = visitor.page
    shown = re.search(r"SHA-256 ([0-9a-f]{64})", page.locator("main").inner_text())
    assert shown
    paper = printed(page, "/records/CP-0001/versions/1/one-pager.pdf")
    page.reload()
    expect(page.get_by_role("link", name="One-pager, PDF")).to_be_visible()
    words = pypdf.PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    assert shown[1] in re.sub(r"\s", "", words)
    visitor.kept.append(paper)


@claims(
    "*Watched* says what is watched, and that one threshold has fired: the case lies on Maria's desk.",
    reads=True,
)
def _(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name=re.compile("^Watched")).click()
    thresholds = page.locator(".watched-table").first
    expect(thresholds.get_by_text("triggered", exact=True)).to_have_count(1)
    what = "Partner contribution margin below 8.0 %"
    expect(thresholds.get_by_role("row", name=what).first).to_contain_text("triggered")
    visitor.follow("My desk")
    page.get_by_role("link", name=re.compile(re.escape(what))).click()
    expect(page.locator("h1")).to_contain_text(what)


@claims(
    "Open the review that is due, see what has changed since the decision, and say in one sentence why it is still "
    "valid."
)
def _(visitor: Visitor) -> None:
    page = visitor.page
    visitor.follow("My desk")
    page.get_by_role("region", name="Reviews").get_by_role(
        "link", name=re.compile("^Which margin terms")
    ).click()
    expect(page.get_by_role("heading", name=re.compile("^What changed since"))).to_be_visible()
    expect(page.get_by_text("Yes: with what is observed, option B is still the best.")).to_be_visible()
    page.get_by_label("Still valid because …").fill("Cost has risen under every option; pipeline grows.")
    page.get_by_role("button", name="Still valid").click()
    expect(page.get_by_text("Still valid. The next review is on")).to_be_visible()


@claims(
    "**VE-0001** is an older decision that would be made differently today; its post-review says which ranges held.",
    reads=True,
)
def _(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open_record("VE-0001")
    page.get_by_role("link", name=re.compile("^Watched")).click()
    choice = page.get_by_role("row", name="Option B would no longer be chosen")
    expect(choice).to_contain_text("3 of 3 criteria are observed")
    expect(choice).to_contain_text("no longer")
    expect(choice).to_contain_text("behind by")
    page.get_by_role("link", name="Post-review").click()
    ranges = page.locator("section", has_text="Predicted and actual").first
    expect(ranges.get_by_text("held", exact=True)).to_have_count(2)
    expect(ranges.get_by_text("missed", exact=True)).to_have_count(1)
    expect(page.get_by_text("integration depth did not")).to_be_visible()


@claims("The threshold that would pause it has not fired.", reads=True)
def _(visitor: Visitor) -> None:
    visitor.page.get_by_role("link", name="What is watched").click()
    row = visitor.page.get_by_role("row", name="Co-sell revenue below 400,000 USD")
    expect(row).to_contain_text("pause")
    expect(row).to_contain_text("normal")
    expect(row).to_contain_text(re.compile(r"\d{3},\d{3} USD\s*12 months to"))


@claims(
    "Open **CP-0002** and look at **Compare**: options, criteria with weights, estimates.",
    reads=True,
)
def _(visitor: Visitor) -> None:
    visitor.open_record("CP-0002")
    page = visitor.page
    if "/compare/" not in page.url:
        page.get_by_role("link", name=re.compile("Compare")).first.click()
    matrix = page.get_by_role("table", name="Estimates of each option on each criterion")
    expect(matrix).to_contain_text("MDF against a plan")
    expect(matrix).to_contain_text(re.compile(r"\d+ % · control"))
    expect(matrix).to_contain_text("open question")


@claims("Beside the matrix stands which option is best, and until when.", reads=True)
def _(visitor: Visitor) -> None:
    expect(visitor.page.locator("#values-title")).to_contain_text("B is best until")


@claims("Click an estimate and change it: sentence, picture and list follow at once.")
def _(visitor: Visitor) -> None:
    page = visitor.page
    sentence, bars = page.locator("#values-title"), page.locator(".panel .value-bars text")
    before = bars.all_text_contents()
    page.locator("button, summary, a", has_text="2,900 … 3,700").first.click()
    form = page.locator(
        "form.unit-estimate:visible, form[data-unit][action*='/units/estimate/']:visible"
    ).first
    for name in ("low", "likely", "high"):
        form.locator(f"[name='{name}']").fill("500")
    form.locator("[name='high']").blur()
    expect(sentence).not_to_contain_text("B is best")
    assert bars.all_text_contents() != before
    expect(page.locator("#readiness")).to_contain_text("run them again")


@claims("Below stands what is left before the next stage; each line leads to its field.", reads=True)
def _(visitor: Visitor) -> None:
    left = visitor.page.locator("#readiness li.is-open > a")
    expect(left.first).to_be_visible()
    for address in left.evaluate_all("links => links.map(link => link.href)"):
        visitor.page.goto(address)
        place = address.partition("#")[2]
        expect(visitor.page.locator(f"[id='{place}']")).to_have_count(1)


@claims("**Metrics** shows every figure with its trend and grade.", reads=True)
def _(visitor: Visitor) -> None:
    visitor.follow("Metrics")
    rows = visitor.page.locator("main tbody tr").evaluate_all(
        "rows => rows.map(row => [row.innerText, row.querySelectorAll('svg').length])"
    )
    figures = [row for row in rows if "no data yet" not in row[0] and "in words" not in row[0]]
    assert len(figures) > 15
    assert not [words for words, pictures in figures if not pictures or not re.search("grade [A-D]", words)]


@claims("Open one: where it comes from, month by month, and each gap in the data.", reads=True)
def _(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Partner contribution margin").click()
    expect(page.locator("main").get_by_role("link", name="partner-finance")).to_be_visible()
    address = page.url
    page.goto(f"{address}?by=period")
    table = page.locator("section", has=page.get_by_role("heading", name="By period"))
    expect(table.locator("tbody tr")).to_have_count(12)
    page.goto(address)
    expect(page.locator(".trust")).to_contain_text("2 partners without data")
    page.get_by_role("link", name="Gaps of this metric").click()
    expect(page.locator("main")).to_contain_text("without full_cost")


@claims(
    "**Load a file** takes a CSV: columns get suggestions, the preview lists every gap before anything is stored."
)
def _(visitor: Visitor) -> None:
    page = visitor.page
    rows = "partner_id,answered_on,score\nP1001,2026-01-15,9\nP1002,,7\nP1003,2026-01-16,8\n"
    load(visitor, rows, "")
    expect(page.get_by_role("heading", name="What the columns mean")).to_be_visible()
    chosen = page.locator("main select").evaluate_all(
        "fields => fields.map(field => field.selectedOptions[0]?.value ?? '')"
    )
    assert "partner_id" in chosen, chosen
    load(visitor, rows, "partner-survey")
    expect(page.get_by_text("1 row without answered_on")).to_be_visible()
    expect(page.get_by_role("button", name="Import")).to_be_visible()


def load(visitor: Visitor, rows: str, source: str) -> None:
    """Drop a file, of a source that is known or of a new one."""
    visitor.follow("Metrics")
    visitor.page.get_by_role("link", name="Load a file").first.click()
    visitor.page.get_by_label("Data file").set_input_files(
        {"name": "survey.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    if source:
        visitor.page.get_by_label("Source").select_option(label=source)
    visitor.page.get_by_role("button", name="Load and look at it").click()


@claims("Sign in as `tom@example.com`: **AS-0001** waits for the vote of his committee.")
def _(visitor: Visitor) -> None:
    visitor.sign_in("tom")
    page = visitor.page
    page.get_by_role("link", name=re.compile("^Which partners do we align")).first.click()
    expect(page.locator("main")).to_contain_text("AS-0001")
    expect(page.get_by_role("heading", name="Vote", exact=True)).to_be_attached()


@claims("Ask on record, approve with a condition or declare a conflict of interest.")
def _(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_label("What you ask").fill("Who keeps the scorecard?")
    page.get_by_role("button", name="Ask a question").click()
    expect(page.get_by_text("Who keeps the scorecard?")).to_be_visible()
    expect(page.get_by_text("I have a conflict of interest")).to_be_attached()
    page.get_by_label("Condition of your approval").fill("Name who keeps it")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Your vote is kept: approve.")).to_be_visible()


@claims("**Verify** takes any exported PDF and says whether it is unaltered.", reads=True)
def _(visitor: Visitor) -> None:
    page = visitor.page
    paper = visitor.kept[0]
    for data, word in ((paper, "Unaltered"), (paper.replace(b"\n", b"\n ", 1), None)):
        visitor.follow("Verify")
        page.locator("input[type=file]").set_input_files(
            {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": data}
        )
        page.get_by_role("button", name="Check this file").click()
        if word:
            expect(page.get_by_role("heading", name=word)).to_be_visible()
        else:
            expect(page.get_by_role("heading", name="Unaltered")).to_have_count(0)


@claims("Sign in as `ines@example.com`, who takes the chair: **Committee**, *Meetings*.")
def _(visitor: Visitor) -> None:
    visitor.sign_in("ines")
    visitor.follow("Committee")
    expect(visitor.page.get_by_role("row", name="Partner steering committee")).to_contain_text("Ines Moreau")
    visitor.page.locator("main").get_by_role("link", name="Meetings").click()


@claims("The next one has its agenda already.")
def _(visitor: Visitor) -> None:
    visitor.page.locator("main a[href='/meetings/MT-0002/']").first.click()
    expect(visitor.page.get_by_role("link", name=re.compile("Which partners do we align"))).to_be_visible()


@claims("Print the pack, open the meeting, enter hands, write what was decided; end it and read its minutes.")
def _(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("button", name="Print the pack").click()
    assert printed(page, "/meetings/MT-0002/pack.pdf").startswith(b"%PDF-")
    page.goto("/meetings/MT-0002/")
    page.get_by_role("button", name="Open the meeting").click()
    for name in ("Ines", "Jonas"):
        page.get_by_label(name, exact=False).and_(page.locator(".presence select")).select_option("present")
    page.get_by_role("button", name="Note who is there").click()
    page.get_by_role("group", name="Jonas").get_by_label("Vote").select_option(label="approve")
    page.get_by_role("button", name="Enter the hands").click()
    expect(page.get_by_text("1 vote was entered.")).to_be_visible()
    page.get_by_label("What was decided").fill("Four integrators come on the scorecard.")
    page.get_by_label("What was decided").blur()
    expect(page.locator("form [data-saved]")).to_have_text(re.compile(r"^\s*saved"))
    page.get_by_role("button", name="End the meeting").click()
    expect(page.get_by_text("Four integrators come on the scorecard.")).to_be_visible()


@claims("**New record** begins a decision of your own on one of four frameworks.", reads=True)
def _(visitor: Visitor) -> None:
    visitor.follow("My desk")
    visitor.page.get_by_role("link", name="New record").first.click()
    frameworks = visitor.page.locator("main a[href^='/records/new/']")
    expect(frameworks.first).to_be_visible()
    found = set(frameworks.evaluate_all("links => links.map(link => new URL(link.href).pathname)"))
    assert len(found) == 4, found
    visitor.page.goto(min(found))
    expect(visitor.page.get_by_role("button", name="Begin in Frame")).to_be_visible()


@claims("**Frameworks** says which one fits.", reads=True)
def _(visitor: Visitor) -> None:
    visitor.follow("Frameworks")
    for name in (
        "Channel Partner Performance",
        "Value Exchange",
        "Alignment Scorecard",
        "Channel Prioritization",
    ):
        expect(visitor.page.locator("main")).to_contain_text(name)
