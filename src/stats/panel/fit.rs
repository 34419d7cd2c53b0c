//! A panel model solved in an orthonormal basis, and what each person does to its slopes.

use super::Effects;
use super::basis::{Basis, dot};
use super::groups::Groups;
use super::slope::{Influence, Model, OtherErrors, PanelSlope};
use crate::stats::bootstrap::pick;
use crate::stats::moments::Centred;
use crate::stats::regression::Coefficient;
use crate::stats::{Side, Undefined};
use nalgebra::linalg::SymmetricEigen;
use nalgebra::{DMatrix, DVector, Dyn};

/// A solved model. Rows are in the order of people.
pub(super) struct Fit {
    pub people: Groups,
    /// Basis of the design: effects that are not absorbed first, then the regressors.
    pub basis: Basis,
    /// Residuals in units of `y_scale`.
    pub residuals: Vec<f64>,
    /// Coordinates of the regressors on their own part of the basis, an upper triangle.
    triangle: DMatrix<f64>,
    /// Coordinates of y on that part.
    pub y_coordinates: DVector<f64>,
    /// What each regressor was divided by.
    x_scales: Vec<f64>,
    y_scale: f64,
    residual_degrees_of_freedom: usize,
    periods: usize,
}

impl Fit {
    pub fn new(model: &Model) -> Result<Self, Undefined> {
        /// Residual share of the sum of squares that rounding alone can leave.
        const ROUNDING: f64 = 1e-26;
        let n = model.y.len();
        let (people, periods) = (Groups::new(model.person), Groups::new(model.period));
        if people.count() < 2 {
            return Err(Undefined::TooFew {
                have: people.count(),
                need: 2,
            });
        }
        let phases = match model.effects {
            Effects::PersonByPhase(phase) | Effects::PersonByPhaseAndPeriod(phase) => {
                let both: Vec<_> = model.person.iter().zip(phase).collect();
                Some(Groups::new(&both))
            }
            _ => None,
        };
        let absorbed = match model.effects {
            Effects::Intercept => None,
            Effects::Person | Effects::PersonAndPeriod => Some(&people),
            Effects::PersonByPhase(_) | Effects::PersonByPhaseAndPeriod(_) => phases.as_ref(),
        };
        let column = |values: &[f64], side| {
            let centred = match absorbed {
                None => Centred::new(values),
                Some(groups) => Centred::of_deviations(0.0, groups.deviations(values)),
            };
            let varies = centred.values.iter().any(|&value| value != 0.0);
            let rows = varies.then(|| (pick(&centred.values, &people.order), centred.scale));
            rows.ok_or(Undefined::Constant(side))
        };

        let mut basis = Basis::default();
        match model.effects {
            Effects::Intercept => {
                basis.add(vec![1.0; n]);
            }
            // The first period is what the people and the other periods leave.
            Effects::PersonAndPeriod | Effects::PersonByPhaseAndPeriod(_) => {
                for rows in periods.rows().skip(1) {
                    let mut dummy = vec![0.0; n];
                    for &row in rows {
                        dummy[row] = 1.0;
                    }
                    if let Ok((dummy, _)) = column(&dummy, Side::X) {
                        basis.add(dummy);
                    }
                }
            }
            Effects::Person | Effects::PersonByPhase(_) => {}
        }
        let (first, count) = (basis.columns.len(), model.regressors.len());
        let mut triangle = DMatrix::zeros(count, count);
        let mut x_scales = Vec::with_capacity(count);
        for (index, values) in model.regressors.iter().enumerate() {
            let (rows, scale) = column(values, Side::X)?;
            let coordinates = basis.add(rows).ok_or(Undefined::Collinear)?;
            for (at, coordinate) in coordinates[first..].iter().enumerate() {
                triangle[(at, index)] = *coordinate;
            }
            x_scales.push(scale);
        }
        let (mut residuals, y_scale) = column(model.y, Side::Y)?;
        let total = dot(&residuals, &residuals);
        let coordinates = basis.take_out(&mut residuals);
        let parameters = absorbed.map_or(0, Groups::count) + basis.columns.len();
        if n <= parameters {
            return Err(Undefined::NoDegreesOfFreedom);
        }
        if dot(&residuals, &residuals) <= ROUNDING * total {
            residuals.fill(0.0);
        }
        Ok(Self {
            periods: periods.count(),
            people,
            basis,
            residuals,
            triangle,
            y_coordinates: DVector::from_column_slice(&coordinates[first..]),
            x_scales,
            y_scale,
            residual_degrees_of_freedom: n - parameters,
        })
    }

    /// The slope of the regressor at `index` of `model`.
    pub fn slope(&self, model: &Model, index: usize) -> Result<PanelSlope, Undefined> {
        /// A share this small is what rounding leaves of none.
        const NOTHING: f64 = 1e-20;
        let contrast = self.contrast(index).ok_or(Undefined::Collinear)?;
        let unit = self.y_scale / self.x_scales[index];
        let own = contrast.rows(contrast.len() - self.x_scales.len(), self.x_scales.len());
        let estimate = own.dot(&self.y_coordinates) * unit;

        let sums = self.cluster_sums(&contrast);
        let shares = || sums.people.iter().map(|person| person.share);
        let people_that_bear = shares().filter(|&share| share > NOTHING).count();
        let largest = (0..sums.people.len())
            .max_by(|&a, &b| sums.people[a].share.total_cmp(&sums.people[b].share))
            .filter(|_| people_that_bear > 1)
            .ok_or(Undefined::TooFew {
                have: people_that_bear,
                need: 2,
            })?;
        let degrees_of_freedom = sums.degrees_of_freedom()?;
        let error = |of: fn(&PersonSums) -> f64| {
            let squares: f64 = sums.people.iter().map(|person| of(person).powi(2)).sum();
            squares.sqrt() * unit
        };
        let variance =
            dot(&self.residuals, &self.residuals) / self.residual_degrees_of_freedom as f64;
        let PersonSums { share, shift, .. } = sums.people[largest];
        let row = self.people.rows().nth(largest).map_or(0, |rows| rows[0]);
        Ok(PanelSlope {
            slope: Coefficient {
                estimate,
                standard_error: error(|person| person.adjusted),
                degrees_of_freedom,
            },
            n: model.y.len(),
            people: self.people.count(),
            people_that_bear,
            periods: self.periods,
            most_influential: Influence {
                person: model.person[row],
                share,
                slope_without: (share < WHOLE).then_some(estimate - shift * unit),
            },
            effective_people: 1.0 / shares().map(|share| share * share).sum::<f64>(),
            residual_degrees_of_freedom: self.residual_degrees_of_freedom,
            other_errors: OtherErrors {
                classical: variance.sqrt() * contrast.norm() * unit,
                cr0: error(|person| person.plain),
                cr3: error(|person| person.shift),
            },
        })
    }

    /// What the slope of a regressor takes of each basis column, in scaled units.
    pub fn contrast(&self, index: usize) -> Option<DVector<f64>> {
        let mut one = DVector::zeros(self.x_scales.len());
        one[index] = 1.0;
        let own = self.triangle.tr_solve_upper_triangular(&one)?;
        let mut contrast = DVector::zeros(self.basis.columns.len());
        let first = contrast.len() - own.len();
        contrast.rows_mut(first, own.len()).copy_from(&own);
        Some(contrast)
    }

    /// The rows of each person in the basis: one column per row, one row per basis column.
    pub fn blocks(&self) -> impl Iterator<Item = (DMatrix<f64>, &[f64])> {
        self.people.spans().map(|span| {
            let start = span.start;
            let at = |column: usize, row: usize| self.basis.columns[column][start + row];
            let block = DMatrix::from_fn(self.basis.columns.len(), span.len(), at);
            (block, &self.residuals[span])
        })
    }

    /// CR2 after Bell & `McCaffrey` (2002) in the form of Pustejovsky & Tipton (2018), working model: equal variances.
    ///
    /// With Q the basis, qᵢ its part in person i, a the contrast and uᵢ = (I − qᵢ'qᵢ)^(−½) a, the slope's variance is
    /// Σ(uᵢ'qᵢ'eᵢ)², and its degrees of freedom are tr(W)²/tr(W²) for W = diag(uᵢ'qᵢ'qᵢuᵢ) − ZZ', Z of rows qᵢ'qᵢuᵢ.
    fn cluster_sums(&self, contrast: &DVector<f64>) -> ClusterSums {
        let size = contrast.len();
        let mut sums = ClusterSums {
            people: Vec::with_capacity(self.people.count()),
            trace: 0.0,
            trace_of_square: 0.0,
        };
        let mut products = DMatrix::zeros(size, size);
        for (block, residuals) in self.blocks() {
            let scores = &block * DVector::from_column_slice(residuals);
            let adjustment = Adjustment::new(block);
            let adjusted = adjustment.apply(contrast, 0.5);
            let z = adjustment.gram(&adjusted);
            let (diagonal, length) = (adjusted.dot(&z), z.norm_squared());
            sums.trace += diagonal - length;
            sums.trace_of_square += diagonal * (diagonal - 2.0 * length);
            products.ger(1.0, &z, &z, 1.0);
            sums.people.push(PersonSums {
                share: contrast.dot(&adjustment.gram(contrast)) / contrast.norm_squared(),
                plain: contrast.dot(&scores),
                adjusted: adjusted.dot(&scores),
                shift: adjustment.apply(contrast, 1.0).dot(&scores),
            });
        }
        sums.trace_of_square += products.norm_squared();
        sums
    }
}

/// An eigenvalue of a person's leverage this close to 1 means that they alone fix its direction.
const WHOLE: f64 = 1.0 - 1e-10;

/// Sums over people for one slope.
struct ClusterSums {
    people: Vec<PersonSums>,
    trace: f64,
    trace_of_square: f64,
}

/// One person's part of a slope.
struct PersonSums {
    /// Share of the information.
    share: f64,
    /// Score.
    plain: f64,
    /// Score with the CR2 adjustment.
    adjusted: f64,
    /// The slope with this person minus the slope without.
    shift: f64,
}

impl ClusterSums {
    fn degrees_of_freedom(&self) -> Result<f64, Undefined> {
        let degrees_of_freedom = self.trace * self.trace / self.trace_of_square;
        if degrees_of_freedom.is_finite() && degrees_of_freedom > 0.0 {
            Ok(degrees_of_freedom)
        } else {
            Err(Undefined::NoDegreesOfFreedom)
        }
    }
}

/// Powers of I − q'q for the part q of a basis in one person.
struct Adjustment {
    block: DMatrix<f64>,
    eigen: Option<SymmetricEigen<f64, Dyn>>,
}

impl Adjustment {
    /// Leverages of all people sum to the number of basis columns, so that few of them need the eigenvalues; for the
    /// others the binomial series ends soon.
    fn new(block: DMatrix<f64>) -> Self {
        const SMALL: f64 = 0.5;
        let large = block.norm_squared() >= SMALL;
        let eigen = large.then(|| SymmetricEigen::new(&block * block.transpose()));
        Self { block, eigen }
    }

    /// q'q v.
    fn gram(&self, v: &DVector<f64>) -> DVector<f64> {
        &self.block * self.block.tr_mul(v)
    }

    /// (I − q'q)^(−power) v, without the directions that this person alone fixes.
    fn apply(&self, v: &DVector<f64>, power: f64) -> DVector<f64> {
        if let Some(eigen) = &self.eigen {
            let mut along = eigen.eigenvectors.tr_mul(v);
            for (coordinate, &leverage) in along.iter_mut().zip(&eigen.eigenvalues) {
                *coordinate *= if leverage > WHOLE {
                    0.0
                } else {
                    libm::pow(1.0 - leverage, -power)
                };
            }
            return &eigen.eigenvectors * along;
        }
        let (mut sum, mut term) = (v.clone(), v.clone());
        for step in 1..100 {
            let step = f64::from(step);
            term = self.gram(&term) * ((power + step - 1.0) / step);
            sum += &term;
            if term.norm_squared() <= f64::EPSILON.powi(2) * sum.norm_squared() {
                break;
            }
        }
        sum
    }
}
