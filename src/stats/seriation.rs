//! An order of rows and columns in which a table of numbers shows its pattern.

use super::note::Note;
use nalgebra::DMatrix;
use nalgebra::linalg::SymmetricEigen;

/// How [`seriate`] is made.
pub const SERIATION: Note = Note {
    name: "Order by pattern",
    answers: "Which rows, and which columns, of a table behave alike?",
    formula: "Rows in descending order of M·v, columns in descending order of v, the eigenvector of MᵀM with the largest eigenvalue; its largest entry is taken as positive. Missing values count as 0",
    certainty: "",
    assumes: "One pattern stands out. It is an order to look at, not a finding.",
    source: "Eckart & Young (1936), The approximation of one matrix by another of lower rank; Friendly (2002), Corrgrams",
    checked_against: "its definition, and tables of one pattern whose order is known, in unit tests",
};

/// An order of a table: positions as they stood before, in the order in which they are to stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seriation {
    /// The rows.
    pub rows: Vec<usize>,
    /// The columns.
    pub columns: Vec<usize>,
}

/// Orders a table of `columns` columns, given row by row, so that alike rows and alike columns stand together:
/// what is large and positive comes to the upper left. Ties, and tables without any pattern, keep their order.
pub fn seriate(values: &[Option<f64>], columns: usize) -> Seriation {
    let rows = values.len().checked_div(columns).unwrap_or(0);
    let filled = values.iter().map(|value| value.unwrap_or(0.0));
    let table = DMatrix::from_row_iterator(rows, columns, filled.take(rows * columns));
    let scores = leading(&table).unwrap_or_else(|| vec![0.0; columns]);
    let row_scores: Vec<f64> = table
        .row_iter()
        .map(|row| row.iter().zip(&scores).map(|(a, b)| a * b).sum())
        .collect();
    Seriation {
        rows: descending(&row_scores),
        columns: descending(&scores),
    }
}

/// The eigenvector of `MᵀM` with the largest eigenvalue; none for a table of zeros.
fn leading(table: &DMatrix<f64>) -> Option<Vec<f64>> {
    // The decomposition knows no empty matrix.
    if table.is_empty() {
        return None;
    }
    let product = table.tr_mul(table);
    let eigen = SymmetricEigen::new(product);
    let largest = eigen
        .eigenvalues
        .iter()
        .enumerate()
        .filter(|(_, value)| **value > 0.0)
        .max_by(|a, b| a.1.total_cmp(b.1))?
        .0;
    let vector: Vec<f64> = eigen.eigenvectors.column(largest).iter().copied().collect();
    let peak =
        vector.iter().copied().fold(
            0.0_f64,
            |peak, one| if one.abs() > peak.abs() { one } else { peak },
        );
    Some(vector.iter().map(|one| one * peak.signum()).collect())
}

fn descending(scores: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    order
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_table_of_one_pattern_gets_the_order_of_its_factors() {
        let (rows, columns) = ([0.2, -0.5, 0.9], [0.1, 0.8, -0.3, 0.4]);
        let product = |a: &f64| columns.map(|b| Some(a * b));
        let table: Vec<Option<f64>> = rows.iter().flat_map(product).collect();
        let found = seriate(&table, 4);
        assert_eq!(found.rows, [2, 0, 1]);
        assert_eq!(found.columns, [1, 3, 0, 2]);
    }

    #[test]
    fn a_table_without_pattern_keeps_its_order() {
        for table in [vec![None; 6], vec![Some(0.0); 6], Vec::new()] {
            let found = seriate(&table, 3);
            assert_eq!(found.columns, [0, 1, 2]);
            assert_eq!(found.rows, (0..table.len() / 3).collect::<Vec<_>>());
        }
        assert!(seriate(&[], 0).columns.is_empty());
    }

    proptest! {
        /// v is what it is said to be: `MᵀMv = λv`.
        #[test]
        fn the_scores_are_an_eigenvector(values in prop::collection::vec(-1.0..1.0_f64, 12)) {
            let table = DMatrix::from_row_slice(3, 4, &values);
            let scores = leading(&table).unwrap();
            let vector = DMatrix::from_column_slice(4, 1, &scores);
            let image = table.tr_mul(&(&table * &vector));
            let size = image.norm();
            prop_assert!((image - vector * size).norm() <= 1e-9 * size.max(1e-9));
        }

        /// The order does not depend on how the table was ordered before.
        #[test]
        fn a_turned_table_gets_the_same_order(values in prop::collection::vec(-1.0..1.0_f64, 12)) {
            let table: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
            let turned: Vec<Option<f64>> = table.iter().rev().copied().collect();
            let (found, back) = (seriate(&table, 4), seriate(&turned, 4));
            prop_assert_eq!(found.rows, back.rows.iter().map(|at| 2 - at).collect::<Vec<_>>());
            prop_assert_eq!(found.columns, back.columns.iter().map(|at| 3 - at).collect::<Vec<_>>());
        }
    }
}
