//! A report as one HTML file that needs nothing beside it: no script, no request, charts as SVG, made to be printed.

use std::fmt::Write;

use crate::chart::{Table, Theme, to_svg};
use crate::format;
use crate::stats::note::Note;

use super::{Figure, FileFacts, Finding, Freshness, Paper, Provenance, words};

const STYLE: &str = include_str!("../../style/print.css");

/// Width and height of a chart, in CSS pixels: as wide as a page's text, and half of it tall.
const CHART: (u32, u32) = (680, 360);

/// A longer table would fill pages: it is folded, and not printed.
const MOST_ROWS: usize = 20;

/// The report.
pub fn html(paper: &Paper) -> String {
    let findings = each(
        paper.findings().iter().zip(1..),
        |((finding, freshness), number)| section(finding, *freshness, number),
    );
    let mut page = String::new();
    // Writing into a string does not fail.
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"Goodhart {version}\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<p class=\"kicker\">Goodhart report</p>\n\
         <h1>{title}</h1>\n{contents}</header>\n<main>\n{limits}{findings}{data}{methods}{privacy}</main>\n\
         </body>\n</html>\n",
        version = env!("CARGO_PKG_VERSION"),
        title = words::QUESTION,
        contents = contents(paper),
        limits = limits(),
        data = data(paper.provenance()),
        methods = methods(&paper.methods()),
        privacy = part("Privacy", &list(words::privacy())),
    );
    page
}

/// The findings' titles with what they say first, each a way to its place.
fn contents(paper: &Paper) -> String {
    let line = |((finding, _), number): (&(Finding, Freshness), usize)| {
        let first = finding.what.sentences.first().map(String::as_str);
        format!(
            "<li><a href=\"#finding-{number}\">{}</a><br>{}</li>\n",
            escaped(&finding.what.title),
            escaped(first.unwrap_or_default())
        )
    };
    let lines = each(paper.findings().iter().zip(1..), line);
    format!("<ol class=\"contents\">\n{lines}</ol>\n")
}

fn section(finding: &Finding, freshness: Freshness, number: usize) -> String {
    let what = &finding.what;
    let stale = words::freshness(freshness).map_or_else(String::new, |text| {
        format!("<p class=\"stale\">{text}</p>\n")
    });
    let note = if finding.note.trim().is_empty() {
        String::new()
    } else {
        format!("<p class=\"note\">{}</p>\n", escaped(finding.note.trim()))
    };
    let chart = what.chart.as_ref().map_or_else(String::new, |chart| {
        let (width, height) = chart.tight_size().unwrap_or(CHART);
        let drawing = to_svg(chart, width, height, &Theme::light());
        format!("<figure>\n{drawing}\n</figure>\n")
    });
    let said = each(&what.sentences, |text| {
        format!("<p>{}</p>\n", escaped(text))
    });
    let table = what.table.as_ref().map_or_else(String::new, table);
    let made_with = each(&finding.made_with, |text| escaped(text) + " ");
    let limits = if what.limits.is_empty() {
        String::new()
    } else {
        format!("<h3>Before you rely on it</h3>\n{}", list(&what.limits))
    };
    format!(
        "<section class=\"finding\" id=\"finding-{number}\">\n<h2><span class=\"number\">{number}</span> {}</h2>\n\
         {stale}{note}{chart}<div class=\"said\">\n{said}</div>\n{}{table}<p class=\"more\">{made_with}</p>\n{limits}</section>\n",
        escaped(&what.title),
        figures(&what.figures),
    )
}

fn figures(figures: &[Figure]) -> String {
    // A count alone says nothing that the words do not say.
    if figures.iter().all(Figure::is_count) {
        return String::new();
    }
    let row = |figure: &Figure| {
        vec![
            figure.name.clone(),
            figure.shown.clone(),
            figure.interval_shown.clone(),
            figure.p_value.map_or_else(String::new, format::p_value),
            format::integer(figure.n),
            figure.method.clone(),
        ]
    };
    table(&Table {
        headers: ["Figure", "Value", "Interval", "p", "People", "Method"]
            .map(str::to_owned)
            .to_vec(),
        rows: figures.iter().map(row).collect(),
    })
}

fn table(table: &Table) -> String {
    let headers = each(&table.headers, |name| {
        format!("<th scope=\"col\">{}</th>", escaped(name))
    });
    let rows = each(&table.rows, |row| {
        let cells = each(row, |cell| format!("<td>{}</td>", escaped(cell)));
        format!("<tr>{cells}</tr>\n")
    });
    let text = format!(
        "<div class=\"table\"><table>\n<thead><tr>{headers}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    );
    if table.rows.len() > MOST_ROWS {
        let many = format::count(table.rows.len(), "row", "rows");
        format!("<details>\n<summary>The values as a table, {many}</summary>\n{text}</details>\n")
    } else {
        text
    }
}

fn limits() -> String {
    let may = list(words::MAY.iter().copied());
    let may_not = list(words::MAY_NOT.iter().copied());
    part(
        "What may and may not be concluded",
        &format!("<h3>It may be read as</h3>\n{may}<h3>It may not be read as</h3>\n{may_not}"),
    )
}

fn data(provenance: &Provenance) -> String {
    if provenance.files.is_empty() {
        return part(
            "Data",
            "<p>No files were loaded when this report was written.</p>\n",
        );
    }
    let row = |file: &FileFacts| {
        vec![
            file.name.clone(),
            file.about.clone(),
            format::integer(whole(file.rows)),
            format::integer(whole(file.skipped)),
            file.columns.join(", "),
        ]
    };
    let files = table(&Table {
        headers: ["File", "About", "Rows read", "Rows skipped", "Columns used"]
            .map(str::to_owned)
            .to_vec(),
        rows: provenance.files.iter().map(row).collect(),
    });
    let about = |file: &FileFacts| {
        let name = file.name.clone();
        let notices = file.notices.clone().into_iter();
        std::iter::once(format!("{name} was read as {}.", file.reading))
            .chain(notices.map(move |notice| format!("{name}: {notice}.")))
            .collect::<Vec<_>>()
    };
    let known = list(provenance.files.iter().flat_map(about));
    let fit = list(provenance.join.iter().chain(&provenance.settings));
    part(
        "Data",
        &format!("{files}{known}<h3>How the files fit together</h3>\n{fit}"),
    )
}

fn methods(notes: &[&'static Note]) -> String {
    let method = |note: &&'static Note| {
        let line = |term: &str, text: &str| {
            if text.is_empty() {
                String::new()
            } else {
                format!("<dt>{term}</dt><dd>{}</dd>\n", escaped(text))
            }
        };
        format!(
            "<article>\n<h3>{}</h3>\n<p>{}</p>\n<dl>\n{}{}{}{}{}</dl>\n</article>\n",
            escaped(note.name),
            escaped(note.answers),
            line("Formula", note.formula),
            line("How sure", note.certainty),
            line("It assumes", note.assumes),
            line("Source", note.source),
            line("Compared with", note.checked_against),
        )
    };
    if notes.is_empty() {
        return String::new();
    }
    part("Methods", &each(notes, method))
}

fn part(heading: &str, body: &str) -> String {
    let class = heading.to_lowercase();
    let class = class.split(' ').next().unwrap_or_default();
    format!("<section class=\"part {class}\">\n<h2>{heading}</h2>\n{body}</section>\n")
}

fn list(texts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let items = each(texts, |text| {
        format!("<li>{}</li>\n", escaped(text.as_ref()))
    });
    if items.is_empty() {
        items
    } else {
        format!("<ul>\n{items}</ul>\n")
    }
}

/// What `say` makes of each item, one after the other.
fn each<T>(items: impl IntoIterator<Item = T>, say: impl Fn(T) -> String) -> String {
    let said: Vec<String> = items.into_iter().map(say).collect();
    said.concat()
}

fn whole(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// Text that stays text in HTML, whatever a file's header or a note says.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' => safe.push_str("<br>"),
            other => safe.push(other),
        }
    }
    safe
}
