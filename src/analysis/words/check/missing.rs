//! What the data lack, in words: what is left out, and what would supply it.

use crate::analysis::check::Missing;

/// Something that is lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lack {
    /// What cannot be said.
    pub what: &'static str,
    /// The file or column that would supply it.
    pub supply: &'static str,
}

/// What is lacking, and what would supply it.
pub fn missing(missing: Missing) -> Lack {
    let lack = |what, supply| Lack { what, supply };
    match missing {
        Missing::Events => lack(
            "No date is known from which on the number may have become a target, so before and after cannot be compared.",
            "A file of dated events with two columns, such as date,event and a row 2026-04-06,Leaderboard launched. Or type the date.",
        ),
        Missing::EventNotChosen => lack(
            "No event’s name speaks of a target, a leaderboard or a launch.",
            "Choose the event above that people may have acted on.",
        ),
        Missing::TimeAroundDate => lack(
            "The chosen day has fewer than three periods with usage and outcomes on one side.",
            "Choose another day, or load more weeks around it.",
        ),
        Missing::Dates => lack(
            "Without dates nothing can be said about change: no before and after, no surges.",
            "Usage and outcomes with one row per person and day or week, and a date column in both.",
        ),
        Missing::Days => lack(
            "Surges at the end of a week and too even days need single days.",
            "Usage with one row per person and day.",
        ),
        Missing::Target => lack(
            "Bunching needs the number that was to be reached.",
            "Type it above, or name it in the events file: Usage target: 50 prompts a week.",
        ),
        Missing::Acceptance => lack(
            "Whether less of what is suggested is accepted cannot be seen.",
            "Two columns in the usage file: suggestions shown, and suggestions accepted.",
        ),
        Missing::Results => lack(
            "Usage per result needs an outcome that counts results.",
            "A column in the outcomes file that counts what was finished, such as tasks_done or merged.",
        ),
        Missing::Tokens => lack(
            "Token inflation cannot be seen.",
            "Columns in the usage file that count tokens: tokens_in, tokens_out, cache_read_tokens.",
        ),
        Missing::CacheReads => lack(
            "Tokens cannot be told apart from cache reads, which inflate totals.",
            "A column in the usage file such as cache_read_tokens.",
        ),
        Missing::Cost => lack(
            "Groups cannot be ranked by cost.",
            "A cost or credits column in the usage file.",
        ),
        Missing::Groups => lack(
            "There are no two groups that are large enough to compare.",
            "A people file with an attribute such as team, or a team column in the usage file.",
        ),
    }
}
