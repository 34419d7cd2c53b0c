//! What a person takes along: the report, the tables, the results and the session file.
//!
//! When this fails, somebody hands over numbers that the page never showed, a person's data, or a file that
//! cannot be opened again.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use goodhart::analysis::segments::Cut;
use goodhart::analysis::{
    Interest, Layer, Look, Matrix, Overview, Pair, Relation, SMALLEST_GROUP, Sort,
};
use goodhart::chart::{self, Layer as Drawn, Look as How, Table};
use goodhart::dataset::{Absent, ColumnRole, Period, Reason};
use goodhart::engine::{Engine, FileId, FileReport, JoinReport, Recipe, Request, Response};
use goodhart::metrics::{Filters, MetricId, Topic};
use goodhart::notice::Kind;
use goodhart::report::session::{Cipher, DataFile, Envelope, KnownFile, Session};
use goodhart::report::{
    Figure, Finding, Fingerprint, Freshness, Order, Paper, Pinnable, Provenance, Results, Written,
    csv, html, made_with, results, write,
};
use goodhart::stats::note::SECTIONS;
use proptest::prelude::*;

/// The sample company, joined, with one answer about it.
struct Company {
    engine: Engine,
    files: Vec<FileReport>,
    recipe: Recipe,
    join: JoinReport,
    relation: Relation,
}

impl Company {
    fn new() -> Self {
        let mut engine = Engine::new();
        let Response::Sample(files) = engine.answer(&Request::Sample(FileId(7))) else {
            panic!("the sample was not read");
        };
        let mapped = files
            .iter()
            .filter_map(|file| Some((file.id, file.mapping.clone()?)));
        let recipe = Recipe {
            files: mapped.collect(),
            period: Period::Week,
            absent: Absent::Unknown,
            filters: Filters::default(),
            naming: goodhart::dataset::Naming::default(),
        };
        let Response::Joined(Ok(join)) = engine.answer(&Request::Join(recipe.clone())) else {
            panic!("the sample was not joined");
        };
        let pair = Pair {
            x: MetricId("usage.prompts".to_owned()),
            y: MetricId("outcome.tasks-done".to_owned()),
            group: Some("role".to_owned()),
            // Even who looked at ids on the page takes none along.
            with_ids: true,
            interest: Interest::Middle,
        };
        let request = Request::Relate(recipe.clone(), pair);
        let Response::Related(Ok(relation)) = engine.answer(&request) else {
            panic!("the sample was not related");
        };
        Company {
            engine,
            files,
            recipe,
            join: *join,
            relation: *relation,
        }
    }

    /// Every part of every view that can be pinned.
    fn parts(mut self) -> (Overview, Matrix, Vec<Pinnable>) {
        let recipe = self.recipe.clone();
        let mut ask = |request: Request| self.engine.answer(&request);
        let look = Look {
            x: MetricId("usage.prompts".to_owned()),
            y: MetricId("outcome.tasks-done".to_owned()),
            interest: Interest::Middle,
        };
        let cut = Cut {
            x: look.x.clone(),
            borders: None,
        };
        let question = goodhart::analysis::matrix::Question {
            layer: Layer::Between,
            interest: Interest::Middle,
        };
        let Response::Overviewed(Ok(overview)) = ask(Request::Overview(recipe.clone(), look))
        else {
            panic!("no overview");
        };
        let Response::Segmented(Ok(segments)) = ask(Request::Segments(recipe.clone(), cut)) else {
            panic!("no segments");
        };
        let Response::Matrix(Ok(matrix)) = ask(Request::Matrix(recipe, question)) else {
            panic!("no matrix");
        };
        let parts = vec![
            Pinnable::of_outcomes(&overview),
            Pinnable::of_tiles(&overview),
            Pinnable::of_course(&overview, Topic::Usage).unwrap(),
            Pinnable::of_course(&overview, Topic::Outcome).unwrap(),
            Pinnable::of_spread(&overview).unwrap(),
            Pinnable::of_segments(&segments),
            Pinnable::of_matrix(&matrix, Sort::Strength),
        ];
        (*overview, *matrix, parts)
    }

    fn reports(&self) -> Vec<&FileReport> {
        self.files.iter().collect()
    }

    fn finding(&self) -> Finding {
        Finding {
            what: Pinnable::of_relation(
                &self.relation,
                chart::relation(&self.relation, &look(), None),
            ),
            settings: "#/correlate?by=role".to_owned(),
            made_with: made_with(&self.recipe, Some(&self.join)),
            note: "Ask the teams.".to_owned(),
            made_from: Fingerprint::of(&self.recipe, &self.reports()),
        }
    }

    fn paper(&self, findings: &[Finding]) -> Paper {
        let provenance = Provenance::of(&self.recipe, &self.reports(), Some(&self.join));
        let fresh = |finding: &Finding| (finding.clone(), Freshness::Current);
        let findings: Vec<_> = findings.iter().map(fresh).collect();
        Paper::new(&findings, provenance)
    }

    fn session(&self) -> Session {
        let known = |file: &FileReport| {
            Some(KnownFile {
                name: file.name.clone(),
                headers: file
                    .columns
                    .iter()
                    .map(|column| column.header.clone())
                    .collect(),
                mapping: file.mapping.clone()?,
            })
        };
        Session {
            files: self.files.iter().filter_map(known).collect(),
            settings: "#/correlate?by=role".to_owned(),
            findings: vec![self.finding().aggregated()],
            is_sample: true,
            data: vec![
                DataFile {
                    name: "a.csv".to_owned(),
                    bytes: b"person,prompts\nu-1,3\n".to_vec(),
                },
                DataFile {
                    name: "empty.csv".to_owned(),
                    bytes: Vec::new(),
                },
            ],
        }
    }

    /// Every id of the files; a report must not hold one of them.
    fn ids() -> Vec<String> {
        let people = std::fs::read_to_string("docs/sample/people.csv").unwrap();
        let first = |line: &str| line.split(',').next().unwrap_or_default().to_owned();
        people.lines().skip(1).map(first).collect()
    }
}

/// As the page draws a pair at first.
fn look() -> How {
    How {
        layers: vec![Drawn::Line, Drawn::Margins],
        ..How::default()
    }
}

#[test]
fn the_report_and_the_results_hold_the_numbers_of_the_page() {
    let company = Company::new();
    let paper = company.paper(&[company.finding()]);
    let page = html(&paper);
    let read: Results = serde_json::from_str(&results(&paper)).unwrap();
    let rho = company.relation.spearman.unwrap();
    let written = &read.findings[0].figures;
    let of = |name: &str| written.iter().find(|figure| figure.name == name).unwrap();
    assert_eq!(
        of("Spearman’s rho").value.to_bits(),
        rho.coefficient.to_bits()
    );
    assert_eq!(of("Spearman’s rho").interval, rho.interval.ok());
    assert_eq!(of("Spearman’s rho").n, company.relation.people);
    let slope = company.relation.within.as_ref().unwrap().slope.estimate;
    assert_eq!(of("Slope within people").value.to_bits(), slope.to_bits());
    assert!(written.len() >= 7);
    for figure in written {
        for shown in [&figure.shown, &figure.interval_shown] {
            assert!(page.contains(shown.as_str()), "{}: {shown}", figure.name);
        }
    }
    for group in &company.relation.by_group {
        assert!(page.contains(&group.name), "{}", group.name);
    }
    let usage = &company.files[0];
    assert!(page.contains(&goodhart::format::integer(usage.rows.try_into().unwrap())));
    assert!(page.contains(&company.join.people_sentence()));
}

#[test]
fn every_part_of_the_overview_and_the_matrix_is_pinned_with_its_numbers() {
    let (overview, matrix, parts) = Company::new().parts();
    let rho = overview.pair().spearman.unwrap();
    let figures = &parts[0].figures;
    assert!(
        figures
            .iter()
            .any(|figure| figure.value.to_bits() == rho.coefficient.to_bits())
    );
    assert_eq!(
        parts[0].table.as_ref().unwrap().rows.len(),
        2 * overview.outcomes.len()
    );
    assert_eq!(
        parts[6].table.as_ref().unwrap().rows.len(),
        matrix.filled().count()
    );
    let mut names: Vec<&str> = parts.iter().map(|part| part.part.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), parts.len(), "two parts have one name");
    for part in &parts {
        let taken = part.aggregated();
        assert_eq!(taken.chart.is_some(), part.chart.is_some(), "{}", part.part);
        assert!(
            !part.limits.is_empty() && (!part.figures.is_empty() || part.table.is_some()),
            "{}",
            part.part
        );
        assert!(
            part.figures.iter().all(|figure| figure.n >= SMALLEST_GROUP),
            "{}",
            part.part
        );
    }
}

#[test]
fn what_the_worker_is_asked_to_write_is_what_the_page_asked_for() {
    let company = Company::new();
    let paper = company.paper(&[company.finding()]);
    let sent = |order: &Order| {
        let bytes = postcard::to_stdvec(order).unwrap();
        write(postcard::from_bytes(&bytes).unwrap())
    };
    assert_eq!(
        sent(&Order::Report(Box::new(paper.clone()))),
        Written::Text(html(&paper))
    );
    let session = company.session();
    let Written::File(Ok(file)) = sent(&Order::Pack(Box::new(session.clone()), None)) else {
        panic!("no file");
    };
    let Written::File(Ok(file)) = sent(&Order::Open(file.to_bytes())) else {
        panic!("the file does not open");
    };
    assert_eq!(
        sent(&Order::Unpack(file.body)),
        Written::Session(Box::new(Ok(session)))
    );
}

#[test]
fn every_figure_names_a_method_that_the_report_explains() {
    let company = Company::new();
    let paper = company.paper(&[company.finding()]);
    let page = html(&paper);
    let methods = paper.methods();
    let known: Vec<&str> = SECTIONS
        .iter()
        .flat_map(|(_, notes)| *notes)
        .map(|note| note.name)
        .collect();
    for figure in company.finding().what.figures {
        let method = figure.method.as_str();
        assert!(method.is_empty() || known.contains(&method), "{method}");
    }
    assert!(methods.len() >= 6);
    for note in methods {
        assert!(
            page.contains(
                note.source
                    .split('<')
                    .next()
                    .unwrap()
                    .split('&')
                    .next()
                    .unwrap()
            )
        );
    }
}

#[test]
fn nothing_that_is_taken_along_points_to_a_person() {
    let company = Company::new();
    let mut finding = company.finding();
    finding.what.figures.push(Figure {
        name: "Mean of a tiny group".to_owned(),
        value: 3.25,
        shown: "3.25".to_owned(),
        interval: None,
        interval_shown: String::new(),
        p_value: None,
        n: SMALLEST_GROUP - 1,
        method: String::new(),
    });
    let paper = company.paper(std::slice::from_ref(&finding));
    let session = Session {
        findings: vec![finding],
        data: Vec::new(),
        ..company.session()
    };
    let taken = [html(&paper), results(&paper), session.to_text()];
    for text in &taken {
        assert!(!text.contains("tiny group"));
        for id in Company::ids() {
            assert!(!text.contains(&id), "{id}");
        }
    }
    let read: Results = serde_json::from_str(&results(&paper)).unwrap();
    // Dots of the page are single people's values; none of them is among what was taken along.
    let dots = read.findings[0].chart.as_ref().unwrap();
    let people = company.finding().what.chart.unwrap().table();
    assert_eq!(people.rows.len(), company.relation.people);
    let most = company.relation.people / SMALLEST_GROUP;
    assert!(
        (10..=most).contains(&dots.rows.len()),
        "{}",
        dots.rows.len()
    );
}

#[test]
fn a_report_runs_nothing_and_asks_for_nothing() {
    let company = Company::new();
    let page = html(&company.paper(&[company.finding()])).to_lowercase();
    for refused in [
        "<script",
        "javascript:",
        "onload",
        "onerror",
        "src=",
        "@import",
        "url(",
        "<iframe",
        "<link",
    ] {
        assert!(!page.contains(refused), "{refused}");
    }
    let elsewhere = page.matches("http").count();
    let names_only = page.matches("xmlns=\"http://www.w3.org/2000/svg\"").count()
        + page.matches("http-equiv").count()
        + page.matches("came over https").count();
    assert_eq!(elsewhere, names_only);
}

#[test]
fn what_files_and_people_write_stays_text_in_the_report() {
    let company = Company::new();
    let evil = "<img src=x onerror=\"alert('1')\"> & co";
    let mut finding = company.finding();
    finding.note = evil.to_owned();
    finding.what.title = evil.to_owned();
    finding.what.sentences = vec![evil.to_owned()];
    finding.what.figures[0].name = evil.to_owned();
    finding.what.table = Some(Table {
        headers: vec![evil.to_owned()],
        rows: vec![vec![evil.to_owned()]],
    });
    let chart = finding.what.chart.as_mut().unwrap();
    chart.x.label = evil.to_owned();
    chart.note = evil.to_owned();
    let mut recipe = company.recipe.clone();
    let mut file = company.files[0].clone();
    file.name = evil.to_owned();
    file.columns[0].header = evil.to_owned();
    recipe.files.truncate(1);
    let provenance = Provenance::of(&recipe, &[&file], Some(&company.join));
    let page = html(&Paper::new(&[(finding, Freshness::OtherData)], provenance));
    assert!(!page.contains("<img"));
    assert!(page.matches("&lt;img").count() >= 9);
    assert!(!page.contains("& co"));
    assert!(page.contains("Stale: data changed since"));
}

proptest! {
    /// A table that is opened in a spreadsheet runs nothing, and loses nothing.
    #[test]
    fn no_cell_of_a_csv_is_a_formula(
        rows in prop::collection::vec(prop::collection::vec("[-=+@\t\r\n\"',;0-9a-z. −]{0,8}", 3), 1..5)
    ) {
        let table = Table { headers: vec!["a".into(), "b".into(), "c".into()], rows: rows.clone() };
        let read = read_csv(&csv(&table));
        prop_assert_eq!(read.len(), rows.len() + 1);
        for (row, read) in rows.iter().zip(&read[1..]) {
            for (cell, read) in row.iter().zip(read) {
                let is_number = read.trim_end_matches('%').parse::<f64>().is_ok();
                prop_assert!(is_number || !read.starts_with(['=', '+', '-', '@', '\t', '\r']), "{:?}", read);
                let kept = read == cell || read == &format!("'{cell}");
                prop_assert!(kept || is_number, "{:?} became {:?}", cell, read);
            }
        }
    }
}

/// Cells after RFC 4180.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && letters.peek() == Some(&'\n') => {
                letters.next();
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    rows
}

#[test]
fn the_figures_of_a_csv_are_numbers_with_every_digit() {
    let company = Company::new();
    let read = read_csv(&csv(&company.finding().what.figures_table()));
    let rho = read.iter().find(|row| row[0] == "Spearman’s rho").unwrap();
    let want = company.relation.spearman.unwrap();
    assert_eq!(
        rho[1].parse::<f64>().unwrap().to_bits(),
        want.coefficient.to_bits()
    );
    assert_eq!(rho[6], company.relation.people.to_string());
    assert_eq!(rho[7], "Spearman’s rho");
}

#[test]
fn the_results_read_back_and_every_field_is_documented() {
    let company = Company::new();
    let paper = company.paper(&[company.finding()]);
    let text = results(&paper);
    let read: Results = serde_json::from_str(&text).unwrap();
    assert_eq!(read, Results::of(&paper));
    assert_eq!(read.schema, "goodhart.results/1");
    let documented = std::fs::read_to_string("docs/results-schema.md").unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut names = std::collections::BTreeSet::new();
    collect(&value, &mut names);
    assert!(names.len() > 30);
    for name in names {
        assert!(
            documented.contains(&format!("`{name}`")),
            "`{name}` is not described"
        );
    }
}

fn collect(value: &serde_json::Value, names: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                names.insert(name.clone());
                collect(value, names);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
        _ => {}
    }
}

#[test]
fn a_session_comes_back_as_it_was_saved() {
    let session = Company::new().session();
    let file = sealed(&session);
    let envelope = Envelope::from_bytes(&file).unwrap();
    assert_eq!(envelope.header.cipher, None);
    assert_eq!(Session::from_body(&envelope.body).unwrap(), session);
    let kept = Session::from_text(&session.to_text()).unwrap();
    assert_eq!(kept.findings, session.findings);
    assert_eq!(kept.files, session.files);
    assert!(kept.data.is_empty(), "the browser keeps data");
}

fn sealed(session: &Session) -> Vec<u8> {
    let mut envelope = Envelope::new(None);
    envelope.body = session.to_body();
    envelope.to_bytes()
}

fn opened(bytes: &[u8]) -> Result<Session, Kind> {
    Session::from_body(&Envelope::from_bytes(bytes)?.body)
}

fn small_session(note: &str, data: &[u8]) -> Session {
    Session {
        settings: format!("#/correlate?x={note}"),
        findings: vec![Finding {
            what: Pinnable {
                sentences: vec![note.to_owned()],
                ..Pinnable::new("part", note.to_owned())
            },
            settings: String::new(),
            made_with: Vec::new(),
            note: note.to_owned(),
            made_from: Fingerprint {
                files: vec!["00ff".to_owned()],
                cut: "a".to_owned(),
            },
        }],
        data: vec![DataFile {
            name: note.to_owned(),
            bytes: data.to_vec(),
        }],
        ..Session::default()
    }
}

proptest! {
    #[test]
    fn any_note_and_any_bytes_come_back(note in ".{0,40}", data in prop::collection::vec(any::<u8>(), 0..400)) {
        let session = small_session(&note, &data);
        prop_assert_eq!(opened(&sealed(&session)).unwrap(), session);
    }

    /// A damaged file is refused; it never becomes another session, and never stops the page.
    #[test]
    fn a_damaged_session_is_refused_or_unharmed(
        at in any::<prop::sample::Index>(), with in any::<u8>(), cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let session = small_session("what we found", &[7; 300]);
        let mut file = sealed(&session);
        let at = at.index(file.len());
        file[at] = with;
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        if let Ok(read) = opened(&file) {
            prop_assert_eq!(read, session);
        }
    }

    #[test]
    fn any_bytes_are_no_session(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(opened(&bytes).is_err());
        prop_assert!(Session::from_body(&bytes).is_err());
        prop_assert!(Session::from_text(&String::from_utf8_lossy(&bytes)).is_err());
    }
}

#[test]
fn a_file_that_is_no_session_is_told_from_a_newer_and_a_damaged_one() {
    let file = sealed(&small_session("note", b"data"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(
        opened(b"person,week,prompts\nu-1,1,2\n"),
        Err(Kind::ForeignSession)
    );
    assert_eq!(
        opened(b"{\"format\":\"goodhart.results/1\"}\n"),
        Err(Kind::ForeignSession)
    );
    assert_eq!(opened(b""), Err(Kind::ForeignSession));
    assert_eq!(
        opened(b"{\"format\":\"goodhart.session/12\"}\nwhatever"),
        Err(Kind::NewerSession(12))
    );
    assert_eq!(opened(&file[..file.len() - 3]), Err(Kind::DamagedSession));
    assert!(text(&file).starts_with("{\"format\":\"goodhart.session/1\""));
    assert_eq!(
        Session::from_text("{\"format\":\"goodhart.session/2\",\"findings\":7}"),
        Err(Kind::NewerSession(2))
    );
}

/// The file was saved by the first version and is never written anew: sessions that people keep must open for ever.
#[test]
fn a_session_of_version_1_opens() {
    let file = std::fs::read("tests/sessions/version-1.goodhart").unwrap();
    let session = opened(&file).unwrap();
    assert_eq!(session.settings, "#/correlate?by=role");
    assert_eq!(session.files.len(), 4);
    let finding = &session.findings[0];
    assert_eq!(finding.note, "Ask the teams.");
    assert!(finding.what.chart.is_some());
    let rho = finding
        .what
        .figures
        .iter()
        .find(|one| one.name == "Spearman’s rho")
        .unwrap();
    assert_eq!(rho.shown, "\u{2212}0.06");
    assert_eq!(session.data[0].bytes, b"person,prompts\nu-1,3\n");
}

#[test]
fn the_key_of_a_session_cannot_be_made_weak_or_endless_by_its_header() {
    let cipher = Cipher::new([1; 16], [2; 12]);
    assert_eq!((cipher.salt(), cipher.nonce()), (vec![1; 16], vec![2; 12]));
    assert!(cipher.iterations >= 600_000);
    let with = |change: fn(&mut Cipher)| {
        let mut cipher = cipher.clone();
        change(&mut cipher);
        Envelope::from_bytes(&Envelope::new(Some(cipher)).to_bytes())
    };
    assert!(with(|_| {}).is_ok());
    let changes: [fn(&mut Cipher); 5] = [
        |cipher| cipher.iterations = u32::MAX,
        |cipher| cipher.iterations = 0,
        |cipher| cipher.name = "none".to_owned(),
        |cipher| cipher.salt = "zz".to_owned(),
        |cipher| cipher.nonce = String::new(),
    ];
    for change in changes {
        assert_eq!(with(change), Err(Kind::DamagedSession));
    }
}

#[test]
fn a_finding_is_stale_exactly_when_it_would_come_out_otherwise() {
    let company = Company::new();
    let pinned = Fingerprint::of(&company.recipe, &company.reports());
    let now = |change: &dyn Fn(&mut Recipe, &mut Vec<FileReport>)| {
        let (mut recipe, mut files) = (company.recipe.clone(), company.files.clone());
        change(&mut recipe, &mut files);
        pinned.compared_with(&Fingerprint::of(&recipe, &files.iter().collect::<Vec<_>>()))
    };
    // The same files, dropped in another order in another visit, their roles confirmed by hand.
    let again = now(&|recipe, files| {
        recipe.files.reverse();
        for (id, mapping) in &mut recipe.files {
            id.0 += 40;
            mapping.columns[0].reason = Reason::Chosen;
        }
        for file in files.iter_mut() {
            file.id.0 += 40;
        }
    });
    assert_eq!(again, Freshness::Current);
    assert_eq!(
        now(&|recipe, _| recipe.period = Period::Month),
        Freshness::OtherFilters
    );
    assert_eq!(
        now(&|recipe, _| recipe.absent = Absent::Zero),
        Freshness::OtherFilters
    );
    let unmapped = now(&|recipe, _| recipe.files[0].1.columns[2].role = ColumnRole::Ignored);
    assert_eq!(unmapped, Freshness::OtherFilters);
    assert_eq!(
        now(&|_, files| files[0].content_hash ^= 1),
        Freshness::OtherData
    );
    assert_eq!(
        now(&|recipe, _| drop(recipe.files.pop())),
        Freshness::OtherData
    );
    assert_eq!(now(&|recipe, _| recipe.files.clear()), Freshness::Unknown);
}
