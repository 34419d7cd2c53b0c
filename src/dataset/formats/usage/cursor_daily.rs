//! Cursor team usage by user and day, from the admin API.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Cursor daily usage",
    role: TableRole::Usage,
    marks: &[
        "totallinesadded",
        "acceptedlinesadded",
        "totaltabsshown",
        "totaltabsaccepted",
        "composerrequests",
        "chatrequests",
        "agentrequests",
    ],
    least: 4,
    essential: &[],
    fields: &[
        ("userid|user_id|user", Use::Person),
        ("email|user_email", Use::PersonOr(Unwanted::Email)),
        ("name", Use::Drop(Unwanted::Name)),
        ("date|day", Use::Date),
        (
            "agentrequests|composerrequests|chatrequests|cmdkusages|bugbotusages",
            AMOUNT,
        ),
        (
            "totaltabsshown|totaltabsaccepted|totalapplies|totalaccepts|totalrejects",
            AMOUNT,
        ),
        ("totallines*|acceptedlines*", AMOUNT),
        ("subscriptionincludedreqs|apikeyreqs|usagebasedreqs", AMOUNT),
        ("mostusedmodel", Use::Group),
        ("isactive|*mostusedextension|clientversion", Use::Off),
    ],
    without: &[],
    steps: &[],
    verdict: Verdict::Usable,
    quirk: "Lines that were accepted are part of all lines added, so their share can be read as the share of code that AI wrote.",
};
