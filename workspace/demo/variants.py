"""Two more of the demo's records on the same frameworks, with words of their own."""

from workspace.demo.filling import Story
from workspace.demo.stories import CHANNEL_TERMS, VALUE_EXCHANGE

MDF_BELOW_GOLD: Story = CHANNEL_TERMS | {
    "question": "Do we end MDF for resellers below Gold?",
    "author": "jonas",
    "owner": "jonas",
    "horizon_days": (10, 190),
    "scope_note": "Resellers of every tier: what the lower ones lose bears on what the others get.",
    "texts": {
        "context": (
            "MDF is paid on request, whatever the tier of a reseller. It takes more of the resellers' revenue than a "
            "year ago, and nobody can say what most of the events behind it have brought."
        )
    },
    "statements": [
        ("fact", "MDF is paid on request; no plan is asked for before an event."),
        ("assumption", "Competitors keep their MDF terms for the next two quarters."),
        ("question", "How many resellers below Gold sell on without MDF?"),
    ],
    "scenarios": [
        (
            "Claims go on growing",
            50,
            "Resellers ask for a growing share of their revenue, as for the last year.",
        ),
        ("A supplier pays a part", 30, "Suppliers take over a part of the claims, and margins gain a point."),
        ("A rival offers MDF", 20, "A competitor pays for the events that we no longer pay for."),
    ],
    "options": {
        "A": {
            "name": "Keep MDF for all tiers",
            "description": "MDF on request, as it is.",
            "constraints": "None beyond the running contracts.",
        },
        "B": {
            "name": "MDF against a plan",
            "description": "Below Gold, MDF is paid against a plan that both sides have signed.",
            "differs": "A reseller below Gold shows whom an event reaches before it is paid for, and what came after.",
            "constraints": "A partner manager reads each plan within a week.",
        },
        "C": {
            "name": "End MDF below Gold",
            "description": "MDF is for Gold and Platinum alone.",
            "differs": "Resellers below Gold pay for their own events from the end of their notice on.",
            "constraints": "Three months' notice; some small resellers may leave.",
        },
    },
    "overrides": [
        ("Claims go on growing", "", "partner_contribution_margin", "low"),
        ("A supplier pays a part", "A", "partner_contribution_margin", "11.2"),
        ("A supplier pays a part", "B", "partner_contribution_margin", "high"),
        ("A supplier pays a part", "C", "partner_contribution_margin", "high"),
        ("A rival offers MDF", "B", "pipeline_velocity", "low"),
        ("A rival offers MDF", "C", "pipeline_velocity", "low"),
    ],
    "estimates": CHANNEL_TERMS["estimates"]
    | {
        ("B", "partner_contribution_margin"): ("9.5", "11.5", "13", "assumption"),
        ("B", "pipeline_velocity"): ("2900", "3300", "3700", "assumption"),
        ("C", "partner_contribution_margin"): ("6", "12", "15.5", "question"),
        ("C", "pipeline_velocity"): ("1500", "2500", "3600", "assumption"),
    },
    "compare_texts": {
        "trade_off": (
            "MDF for everybody buys coverage: many small resellers with events of their own. "
            "A plan before each event gives control, and some events will not take place."
        )
    },
}

CO_SELL_DESK: Story = VALUE_EXCHANGE | {
    "question": "Do we open the co-sell desk to software partners?",
    "is_past": True,
    "texts": {
        "context": (
            "Software partners ask to sell together with our account teams. Joint deals are granted one by one, and "
            "those that were won began with a long search for somebody who may say yes. "
            "Support for half-finished integrations eats hours that nobody planned."
        )
    },
    "statements": [
        ("fact", "Each joint deal with a software partner is granted by itself."),
        ("assumption", "A certified integration halves support hours after a quarter."),
        ("question", "Would software partners pay for premium support?"),
    ],
    "options": {
        "A": {
            "name": "Grant joint deals one by one",
            "description": "Account teams ask for each joint deal, as they do now.",
            "constraints": "None.",
        },
        "B": {
            "name": "Open it to certified partners",
            "description": "Five software partners may bring deals to the desk, for one year.",
            "differs": "Five ISVs sell with our teams as soon as their interface passes certification.",
            "constraints": "One engineer for certification for half a year.",
        },
        "C": {
            "name": "Open it to all on new contracts",
            "description": "Every software partner signs a contract that asks for a certified interface.",
            "differs": "Every ISV contract is rewritten around certified interfaces and shared support cost.",
            "constraints": "Needs budget for two engineers.",
        },
    },
    "rationale": (
        "The desk opens where an interface has passed: both sides see within a quarter what the other one gives, and "
        "five partners are as many as one engineer can certify."
    ),
    "thresholds": [
        ("partner_nps", "below", "5", "review", 3),
        ("co_sell_revenue", "below", "400000", "pause", 12),
    ],
    "reviews": VALUE_EXCHANGE["reviews"] | {"next": 90, "post": 410},
    "path_months": (1, 6),
    "actions": [("Account for the first year of the desk to the sales board", "jonas", 445)],
}
