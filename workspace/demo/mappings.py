"""What the columns of the demo's files mean: mappings as people would make them in the browser."""

from typing import Any

_PARTNERS = {
    "file": "partners.csv",
    "key": "partner_id",
    "name": "partner_name",
    "segment": "segment",
    "tier": "tier",
    "region": "region",
    "country": "country",
}

_COMMON: dict[str, Any] = {
    "format": {"missing": ["", "NULL"]},
    "partner": {"column": "partner_id"},
    "partners": _PARTNERS,
}


def _only(column: str, *values: str) -> dict[str, Any]:
    return {"column": column, "in": list(values)}


MAPPINGS: dict[str, dict[str, Any]] = {
    "opportunities.csv": _COMMON
    | {
        "source": "crm-opportunities",
        "period": {"column": "closed_on"},
        "required": [{"column": "closed_on", "where": "stage", "in": ["Won", "Lost"]}],
        "metrics": [
            {
                "metric": "pipeline_velocity",
                "measure": "velocity",
                "unit": "USD",
                "stage": "stage",
                "won": "Won",
                "lost": "Lost",
                "value": "won_value",
                "from": "engaged_on",
                "to": "closed_on",
            },
            {
                "metric": "co_sell_revenue",
                "measure": "sum",
                "unit": "USD",
                "value": "won_value",
                "where": [_only("origin", "co-sell"), _only("stage", "Won")],
            },
            {
                "metric": "partner_sourced_revenue",
                "measure": "sum",
                "unit": "USD",
                "value": "won_value",
                "where": [_only("origin", "partner"), _only("stage", "Won")],
            },
            {
                "metric": "co_sell_success",
                "measure": "share",
                "column": "stage",
                "equals": "Won",
                "where": [_only("origin", "co-sell"), _only("stage", "Won", "Lost")],
            },
        ],
    },
    "partner_finance.csv": _COMMON
    | {
        "source": "partner-finance",
        "period": {"column": "booked_on"},
        "metrics": [
            {
                "metric": "partner_contribution_margin",
                "measure": "margin",
                "revenue": "revenue",
                "cost": "full_cost",
            },
            {"metric": "partner_contribution", "measure": "sum", "unit": "USD", "value": "contribution"},
            {"metric": "mdf_spend", "measure": "sum", "unit": "USD", "value": "mdf_spend"},
            {
                "metric": "contract_incentives",
                "measure": "sum",
                "unit": "USD",
                "value": "contract_incentives",
            },
            {
                "metric": "co_marketing_budget",
                "measure": "sum",
                "unit": "USD",
                "value": "co_marketing_budget",
            },
            {
                "metric": "cac",
                "measure": "ratio",
                "unit": "USD",
                "numerator": "acquisition_cost",
                "denominator": "new_customers",
            },
        ],
    },
    "partner_survey.csv": _COMMON
    | {
        "source": "partner-survey",
        "period": {"column": "answered_on"},
        "metrics": [{"metric": "partner_nps", "measure": "nps", "value": "score"}],
    },
    "target_accounts.csv": _COMMON
    | {
        "source": "target-accounts",
        "period": {"column": "as_of"},
        "metrics": [
            {"metric": "coverage_gap", "measure": "share", "column": "has_active_partner", "equals": "no"}
        ],
    },
    "enablement.csv": _COMMON
    | {
        "source": "enablement",
        "period": {"column": "as_of"},
        "metrics": [
            {"metric": "enablement_completion", "measure": "share", "column": "course", "equals": "valid"},
            {
                "metric": "lead_follow_up_sla",
                "measure": "share",
                "column": "contacted_in_24h",
                "equals": "yes",
            },
            {"metric": "enablement_load", "measure": "sum", "value": "training_hours"},
            {"metric": "support_capacity", "measure": "sum", "value": "support_hours"},
        ],
    },
}
