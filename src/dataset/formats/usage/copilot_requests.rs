//! GitHub Copilot requests, credits and tokens by user, model and day, in the shapes that the billing pages gave so far.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "GitHub Copilot premium requests and credits",
    role: TableRole::Usage,
    marks: &[
        "username|user",
        "model|product",
        "sku|requests used",
        "unit_type|exceeds monthly quota",
        "quantity|total monthly quota",
        "applied_cost_per_quantity|exceeds_quota|timestamp",
        "gross_amount|timestamp",
    ],
    least: 5,
    essential: &[],
    fields: &[
        ("username|user", Use::Person),
        ("date|timestamp", Use::Date),
        ("requests", AMOUNT),
        ("ai-credits", AMOUNT),
        ("gross_amount|discount_amount|net_amount", AMOUNT),
        ("aic_quantity|aic_gross_amount", AMOUNT),
        ("fresh tokens", AMOUNT),
        ("total_*_tokens", AMOUNT),
        ("model|organization|cost_center_name|sku", Use::Group),
        (
            "applied_cost_per_quantity|total_monthly_quota|total monthly quota",
            Use::Off,
        ),
        (
            "exceeds_quota|exceeds monthly quota|seats|unit_type|product|repository|workflow_path",
            Use::Off,
        ),
    ],
    without: &[Without {
        column: "product",
        when: When::IsNot(&["copilot", "github copilot", "spark"]),
        why: Exclusion::OtherProduct,
        unless: "",
    }],
    steps: &[
        Step::Blank("total_monthly_quota|total monthly quota", &["unlimited"]),
        Step::Scale("requests used", 1.0, "requests"),
        Step::SplitUnits("quantity", "unit_type"),
        Step::Add(
            &[
                "total_input_tokens",
                "total_output_tokens",
                "total_cache_creation_tokens",
            ],
            &[],
            "fresh tokens",
        ),
    ],
    verdict: Verdict::NeedsPeople(
        "Nothing was loaded. Ask for the usage report “by user”: the summed report has no usernames.",
    ),
    quirk: "Amounts are in US dollars; an AI credit is one cent. Rows dated the first of a month may stand for the whole month: compare months if you see them. Tokens read from a cache are a measure of their own.",
};
