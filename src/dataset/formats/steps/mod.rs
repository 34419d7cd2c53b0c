//! What is done to a table of a known export, one step at a time.

mod columns;
mod lists;
mod rows;

use super::Step;
use super::work::Work;

impl Step {
    /// Does it, where its columns are there: exports gain and lose columns from version to version.
    pub fn apply(&self, work: &mut Work) {
        let _done = match *self {
            Step::Blank(column, words) => columns::blank(work, column, words),
            Step::SplitUnits(quantity, unit) => columns::split_units(work, quantity, unit),
            Step::Spread(column, label) => lists::spread(work, column, label, &lists::pairs),
            Step::SpreadList(column, by, value, label) => {
                lists::spread(work, column, label, &|cell| lists::keyed(cell, by, value))
            }
            Step::SumList(column, path, factor, header) => {
                columns::per_cell(work, column, header, &|cell| lists::sum(cell, path, factor))
            }
            Step::CountDifferent(column, path, header) => {
                columns::per_cell(work, column, header, &|cell| {
                    lists::count_different(cell, path)
                })
            }
            Step::ListHas(column, path, wanted, header) => {
                columns::per_cell(work, column, header, &|cell| {
                    Some(lists::has(cell, path, wanted))
                })
            }
            Step::Earliest(column, path, header) => {
                columns::text_per_cell(work, column, header, &|cell| lists::earliest(cell, path))
            }
            Step::Pick(column, path, header) => {
                columns::text_per_cell(work, column, header, &|cell| lists::pick(cell, path))
            }
            Step::Scale(column, factor, header) => columns::scale(work, column, factor, header),
            Step::Add(plus, minus, header) => columns::add(work, plus, minus, header),
            Step::Hours(from, to, header) => columns::hours(work, from, to, header),
            Step::Flag(column, when, header) => {
                columns::per_cell(work, column, header, &|cell| columns::flag(cell, when))
            }
            Step::OnlyFirst(set, unset, header) => columns::only_first(work, set, unset, header),
            Step::Satisfied(column, header) => {
                columns::per_cell(work, column, header, &columns::satisfied)
            }
            Step::CountRows(header) => {
                columns::ones(work, header);
                Some(())
            }
            Step::PersonFromFile => columns::person_from_file(work),
            Step::StripDirectory(column) => {
                columns::rewrite(work, column, &columns::without_directory)
            }
            Step::UpTo(column, mark) => {
                columns::rewrite(work, column, &|text| columns::up_to(text, mark))
            }
            Step::LetGo(columns) => {
                rows::let_go(work, columns);
                Some(())
            }
            Step::KeepLast(record, order) => rows::keep_last(work, record, order),
            Step::SundaysToMondays(column) => rows::sundays_to_mondays(work, column),
        };
    }
}
