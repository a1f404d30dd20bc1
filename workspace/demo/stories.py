"""The demo's records, written as data: one story for each framework. How far each one has come stands in `telling`.

What sentences say of figures has to hold on the data of `files`: `{measured}` in an input is filled in with what the
metric of that name measures on the story's day. No sentence names a season, since the stories move with the day.
"""

from typing import Any

PEOPLE_RIGHTS = {
    "decides": "Head of partnerships, on the partner manager's proposal.",
    "consulted": "Sales operations, finance, regional channel leads.",
    "informed": "Account teams and the partners concerned.",
    "told": "By mail on the day of the decision, then in the monthly partner call.",
}

CHANNEL_TERMS: dict[str, Any] = {
    "framework": "channel-performance",
    "question": "Which margin terms do we offer resellers next fiscal year?",
    "class": "standard",
    "author": "maria",
    "owner": "maria",
    "approver": "ines",
    "metric_owner": "kenji",
    "segment": "Reseller",
    "horizon_days": (30, 395),
    "scope_note": "Resellers with a running contract. Distributors are decided on separately.",
    "people": PEOPLE_RIGHTS,
    "texts": {
        "context": (
            "Sales counts the resellers as a success, since their revenue grows from year to year. Finance sees what "
            "they cost: incentives and MDF take more of that revenue than a year ago. Both look at the same partners "
            "and draw opposite conclusions, so exceptions are granted one by one and have become the rule."
        ),
    },
    "inputs": {
        "mdf_spend": ("{measured} in twelve months, mostly for events", "Partner finance, claims list"),
        "enablement_completion": (
            "{measured} of the required courses are valid",
            "Learning platform, monthly extract",
        ),
        "lead_follow_up_sla": ("{measured} of leads are contacted within 24 hours", "CRM, lead report"),
    },
    "statements": [
        ("fact", "Rebates are paid on volume alone; margin plays no part in today's contracts."),
        ("assumption", "Competitors keep their reseller terms for the next two quarters."),
        ("question", "How many small resellers leave if the volume rebate ends?"),
    ],
    "scenarios": [
        ("Costs stay high", 50, "Product cost stays where it is; MDF claims go on growing."),
        ("Costs fall back", 30, "The new supplier contract lowers product cost by one point."),
        ("Price war", 20, "A competitor raises its rebate by five points for half a year."),
    ],
    "constraints": [
        ("Contracts can be changed with three months' notice only", "Reseller contract, section 9"),
        ("The rebate budget does not grow", "Fiscal plan"),
    ],
    "options": {
        "A": {
            "name": "Keep today's terms",
            "constraints": "None beyond the running contracts.",
            "description": "Volume rebate as it is, exceptions by request.",
        },
        "B": {
            "name": "Pilot a tiered margin",
            "description": "A group of four resellers earns by margin and conduct for two quarters.",
            "differs": (
                "Four resellers move to a rebate tied to margin and lead follow-up for two quarters; "
                "the others stay on volume. The rest follows once the pilot holds."
            ),
            "constraints": "Binds the four resellers whose addenda are signed.",
        },
        "C": {
            "name": "Rebuild the program",
            "description": "New contracts, targets and MDF rules for every reseller at once.",
            "differs": "All contracts are renegotiated; volume rebates end for everyone.",
            "constraints": "Legal needs a quarter; small resellers may leave.",
        },
    },
    "criteria": {
        "partner_contribution_margin": ("0", "16", "100", "right"),
        "pipeline_velocity": ("0", "5000", "90", "left"),
        "compliance_score": ("50", "100", "70", "right"),
    },
    "estimates": {
        ("A", "partner_contribution_margin"): "baseline",
        ("A", "pipeline_velocity"): "baseline",
        ("A", "compliance_score"): "baseline",
        ("B", "partner_contribution_margin"): ("10", "12", "13.5", "assumption"),
        ("B", "pipeline_velocity"): ("2300", "2700", "3100", "assumption"),
        ("B", "compliance_score"): ("74", "79", "84", "assumption"),
        ("C", "partner_contribution_margin"): ("6", "12.5", "15.5", "assumption"),
        ("C", "pipeline_velocity"): ("900", "1500", "2600", "assumption"),
        ("C", "compliance_score"): ("76", "84", "90", "assumption"),
    },
    "compare_texts": {
        "trade_off": (
            "Today's terms buy coverage: many resellers, little say in how they sell. "
            "A margin rule gives control and costs some of the long tail."
        )
    },
    "overrides": [
        ("Costs stay high", "", "partner_contribution_margin", "low"),
        ("Costs fall back", "A", "partner_contribution_margin", "12.3"),
        ("Costs fall back", "B", "partner_contribution_margin", "high"),
        ("Costs fall back", "C", "partner_contribution_margin", "high"),
        ("Price war", "B", "pipeline_velocity", "low"),
        ("Price war", "C", "pipeline_velocity", "low"),
    ],
    "choice": "B",
    "rationale": (
        "B earns back part of the lost margin and keeps nearly all resellers selling. C promises more margin, but its "
        "range is wide: nobody can say yet how many small resellers would leave. The pilot answers that question with "
        "four partners instead of all of them."
    ),
    "reversal_signal": "Two stop signals within a year, or two of the four pilot resellers giving notice.",
    "reviews": {
        "next": 90,
        "rhythm": "quarterly",
        "post": 400,
        "stop": "Contribution margin of the resellers below 4 % in two months running.",
        "escalation": "Partner manager, after five days head of partnerships, ten days later the administrator.",
    },
    "path": [("ines", 5), ("ada", 10)],
    "path_months": (0, 2),
    "thresholds": [
        ("partner_contribution_margin", "below", "8", "pause", 3),
        ("pipeline_velocity", "below", "1500", "review", 3),
        ("compliance_score", "below", "70", "review", 1),
    ],
    "stories": [
        ("The new rebate costs more than it brings, and the margin stays where it was.", 0),
        ("A rival copies the terms within a quarter.", "They copied the last two and won nobody by it."),
    ],
    "actions": [
        ("Settle the rebate claims that are open from before the pilot", "maria", 100),
        ("Report the pilot's first two quarters to the regions", "kenji", 210),
        ("Brief account teams before the pilot widens", "jonas", 190),
    ],
    "evidence": [
        {
            "title": "Reseller contract with four signed addenda",
            "sort": "document",
            "source": "Legal, contract archive",
        },
        {
            "title": "Regional leads expect no mass exit",
            "sort": "attested",
            "attested_by": "Jonas Adeyemi",
            "source": "Call with the regions",
            "statement": "Three of three regional leads expect at most one reseller to leave over the pilot.",
        },
    ],
}

VALUE_EXCHANGE: dict[str, Any] = {
    "framework": "value-exchange",
    "question": "What do we give ISVs in return for deeper integration?",
    "class": "standard",
    "author": "jonas",
    "owner": "jonas",
    "approver": "ines",
    "metric_owner": "kenji",
    "segment": "ISV",
    "horizon_days": (0, 365),
    "people": PEOPLE_RIGHTS,
    "texts": {
        "context": (
            "ISVs ask for joint selling before they invest in the interface; we ask for the interface first. "
            "Co-sell revenue depends on who moves. "
            "Support for half-finished integrations eats hours that nobody planned."
        )
    },
    "inputs": {
        "value_proposition": (
            "Access to our enterprise accounts and one technical contact",
            "Partner program text",
        ),
        "support_capacity": ("{measured} hours in twelve months, all of them booked", "Support roster"),
        "contract_incentives": ("{measured} in twelve months under running contracts", "Contract register"),
    },
    "statements": [
        ("fact", "Eleven integrations were begun last year, six are used by customers."),
        ("assumption", "A certified integration halves support hours after a quarter."),
        ("question", "Would ISVs pay for premium support?"),
    ],
    "scenarios": [
        ("Support stays short", 60, "The engineer for certification is shared with two other programs."),
        ("A rival opens its interface", 40, "Two ISVs put their effort there for half a year."),
    ],
    "options": {
        "A": {"constraints": "None."},
        "B": {
            "differs": "Five ISVs get joint selling as soon as their interface passes certification.",
            "constraints": "One engineer for certification for half a year.",
        },
        "C": {
            "differs": "Every ISV contract is rewritten around certified interfaces and shared support cost.",
            "constraints": "Needs budget for two engineers.",
        },
    },
    "criteria": {
        "co_sell_revenue": ("0", "1200000", "100", "left"),
        "partner_nps": ("-20", "60", "60", "left"),
        "integration_depth": ("20", "100", "90", "right"),
    },
    "estimates": {
        ("A", "co_sell_revenue"): "baseline",
        ("A", "partner_nps"): "baseline",
        ("A", "integration_depth"): "baseline",
        ("B", "co_sell_revenue"): ("600000", "780000", "950000", "assumption"),
        ("B", "partner_nps"): ("22", "34", "44", "assumption"),
        ("B", "integration_depth"): ("58", "66", "72", "assumption"),
        ("C", "co_sell_revenue"): ("400000", "700000", "1100000", "assumption"),
        ("C", "partner_nps"): ("2", "20", "36", "assumption"),
        ("C", "integration_depth"): ("60", "78", "86", "assumption"),
    },
    "overrides": [
        ("Support stays short", "B", "integration_depth", "low"),
        ("Support stays short", "C", "integration_depth", "low"),
        ("A rival opens its interface", "", "co_sell_revenue", "low"),
    ],
    "choice": "B",
    "rationale": (
        "Certification first, joint selling at once: both sides give something that the other can "
        "see within a quarter."
    ),
    "reversal_signal": "Fewer than three of the five ISVs pass certification within three quarters.",
    "reviews": {
        "next": 60,
        "rhythm": "quarterly",
        "post": 365,
        "stop": "Support hours above 220 a month for two months.",
        "escalation": "Partner manager, head of partnerships, product board.",
    },
    "thresholds": [
        ("partner_nps", "below", "15", "review", 3),
        ("co_sell_revenue", "below", "400000", "pause", 12),
    ],
    "stories": [
        ("The ISVs take joint selling, and their customers like the product less.", 0),
        ("Certification never begins: the engineer is lent to another program.", ("kenji", 75)),
    ],
    "actions": [("Write the certification checklist", "jonas", 20), ("Choose five ISVs", "jonas", 35)],
}

SCORECARD: dict[str, Any] = {
    "framework": "alignment-scorecard",
    "question": "Which partners do we align our roadmap with this year?",
    "class": "standard",
    "author": "maria",
    "owner": "maria",
    "approver": "ines",
    "metric_owner": "kenji",
    "segment": "System integrator",
    "horizon_days": (0, 300),
    "people": PEOPLE_RIGHTS,
    "texts": {
        "context": (
            "Product, sales and the regions each keep a list of strategic integrators; no two lists agree. "
            "Roadmap promises are made from all three."
        )
    },
    "inputs": {
        "enablement_readiness": ("{measured} on average over the quarters assessed", "Hand-entered scores"),
        "joint_roadmap": ("Four integrators share a dated roadmap with us", "Product board notes"),
        "incentive_alignment": ("Bonus plans reward bookings on both sides, not usage", "Compensation plans"),
    },
    "statements": [
        ("fact", "Three lists of strategic integrators are in use."),
        ("assumption", "Two product releases are certain for the period."),
    ],
    "scenarios": [
        ("A release slips", None, "The second release comes a quarter late; joint work stalls."),
        ("An integrator is bought", None, "One of the four strategic integrators leaves the joint plan."),
    ],
    "options": {
        "A": {"constraints": "None."},
        "B": {
            "differs": "Four integrators are run by one scorecard for two quarters, all promises included.",
            "constraints": "Product names one owner for each of the four.",
        },
        "C": {
            "differs": "One tier model replaces all lists; promises outside of it end.",
            "constraints": "Existing letters of intent run until autumn.",
        },
    },
    "criteria": {
        "partner_contribution": ("0", "1200000", "85", "left"),
        "pipeline_velocity": ("0", "8000", "70", "left"),
        "co_sell_success": ("20", "70", "100", "right"),
    },
    "estimates": {
        ("A", "partner_contribution"): "baseline",
        ("A", "pipeline_velocity"): "baseline",
        ("A", "co_sell_success"): "baseline",
        ("B", "partner_contribution"): ("800000", "900000", "1000000", "assumption"),
        ("B", "pipeline_velocity"): ("3900", "4700", "5600", "assumption"),
        ("B", "co_sell_success"): ("46", "52", "58", "assumption"),
        ("C", "partner_contribution"): ("550000", "800000", "1100000", "assumption"),
        ("C", "pipeline_velocity"): ("2600", "4100", "6000", "assumption"),
        ("C", "co_sell_success"): ("42", "55", "66", "assumption"),
    },
    "overrides": [
        ("A release slips", "B", "co_sell_success", "low"),
        ("A release slips", "C", "co_sell_success", "low"),
        ("An integrator is bought", "", "partner_contribution", "low"),
    ],
    "levels": {
        "partner_contribution": ("60000", "30000"),
        "pipeline_velocity": ("300", "100"),
        "co_sell_success": ("40", "25"),
    },
    "guardrails": {
        "partner_risk_flags": "No partner with an open high-severity flag is on the list.",
        "compliance_checkpoints": "Every listed partner has passed its last checkpoint.",
    },
    "artifact": (
        "A line for each integrator: contribution, pipeline velocity and co-sell success, green, yellow or red by the "
        "levels that stand with each metric; open risk flags and missed checkpoints beside them."
    ),
    "choice": "B",
    "rationale": (
        "One scorecard for four integrators shows within two quarters whether the measure works "
        "before the other lists go."
    ),
    "reversal_signal": "Product overrules the scorecard twice in a quarter.",
    "reviews": {
        "next": 75,
        "rhythm": "quarterly",
        "post": 300,
        "stop": "Two of the four integrators leave the joint plan.",
        "escalation": "Partner manager, head of partnerships, product board.",
    },
    "thresholds": [("co_sell_success", "below", "35", "review", 3)],
    "stories": [
        ("Integrators nod at the scorecard and go on selling alone.", 0),
        (
            "Two of the four are bought in one year.",
            "Not in our hands; the review of the plan would show it.",
        ),
    ],
    "actions": [
        ("Publish the scorecard", "kenji", 20),
        ("Name product owners for four integrators", "maria", 30),
    ],
}

PRIORITIZATION: dict[str, Any] = {
    "framework": "channel-prioritization",
    "question": "Which channel gets the launch budget?",
    "class": "light",
    "author": "jonas",
    "owner": "jonas",
    "approver": "maria",
    "metric_owner": "kenji",
    "horizon_days": (20, 200),
    "people": PEOPLE_RIGHTS,
    "texts": {
        "context": (
            "Partners and direct marketing ask for the same launch budget. One side argues with CAC, the other with "
            "coverage, and the date is fixed."
        )
    },
    "inputs": {
        "partner_capability": ("{measured} on average over four quarters", "Hand-entered scores"),
        "co_marketing_budget": ("{measured} in twelve months", "Partner finance"),
        "enablement_load": ("{measured} hours in twelve months", "Learning platform"),
    },
    "statements": [("assumption", "The launch date stays.")],
    "scenarios": [("The launch date moves", None, "Direct marketing starts late and buys what is left.")],
    "options": {
        "A": {"constraints": "none"},
        "B": {
            "differs": "Half of the budget goes to the four strongest partners, before the rest is shared.",
            "constraints": "none",
        },
        "C": {"differs": "All budget moves to direct marketing.", "constraints": "Agency contract"},
    },
    "criteria": {
        "partner_sourced_revenue": ("0", "5000000", "100", "left"),
        "cac": ("5000", "1500", "85", "right"),
        "coverage_gap": ("60", "10", "60", "left"),
    },
    "estimates": {
        ("A", "partner_sourced_revenue"): "baseline",
        ("A", "cac"): "baseline",
        ("A", "coverage_gap"): "baseline",
        ("B", "partner_sourced_revenue"): ("2000000", "2300000", "2600000", "assumption"),
        ("B", "cac"): ("2700", "3100", "3500", "assumption"),
        ("B", "coverage_gap"): ("26", "30", "35", "assumption"),
        ("C", "partner_sourced_revenue"): ("1000000", "1400000", "2000000", "assumption"),
        ("C", "cac"): ("2900", "3400", "4000", "assumption"),
        ("C", "coverage_gap"): ("30", "35", "41", "assumption"),
    },
    "overrides": [("The launch date moves", "C", "partner_sourced_revenue", "low")],
    "choice": "B",
    "rationale": "B is expected to win a customer at the lowest cost, and leaves half of the budget to others.",
    "reversal_signal": "CAC above 4,200 USD for two quarters.",
    "reviews": {"next": 80},
}
