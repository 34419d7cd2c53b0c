//! Words that a person may want explained, with their explanation.

/// The words that a person may want explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// n
    People,
    /// Spearman's rho
    Spearman,
    /// Pearson's r
    Pearson,
    /// Kendall's tau-b
    Kendall,
    /// The slope of the line
    Slope,
    /// The smallest visible correlation
    SmallestVisible,
    /// p
    PValue,
    /// 95% CI
    Interval,
    /// n within people
    WithinPeople,
    /// The slope within people
    WithinSlope,
    /// A slope in standard deviations
    Standardised,
    /// The repeated-measures correlation
    RepeatedMeasures,
    /// The Bayes factor
    BayesFactor,
    /// The biweight midcorrelation
    Biweight,
    /// The Theil–Sen slope
    TheilSen,
    /// Chatterjee's xi
    Xi,
    /// The E-value
    EValue,
    /// Covariates
    Covariates,
    /// People with usage and outcomes
    InBoth,
    /// The time that both cover
    TimeCovered,
    /// Person-periods with both
    Coverage,
    /// People with usage in a period
    Adoption,
    /// What the person in the middle uses
    Intensity,
    /// The Gini coefficient
    Gini,
    /// Tests that were adjusted together
    Adjusted,
    /// After Benjamini and Hochberg
    FalseDiscovery,
    /// After Holm
    Holm,
}

/// What a term means, in one or two sentences.
#[expect(
    clippy::too_many_lines,
    reason = "a glossary has a line for every word"
)]
pub fn term(term: Term) -> &'static str {
    match term {
        Term::People => {
            "A row is not a person: all weeks of one person count as one, because they repeat that person."
        }
        Term::Spearman => {
            "How well the order of people by usage agrees with their order by outcome: 1 is the same order, 0 no relation, \
             −1 the reverse. It does not mind a few very heavy users."
        }
        Term::Pearson => {
            "How closely the dots follow a straight line, from −1 to 1. A few extreme people can decide it, \
             so read Spearman’s rho first."
        }
        Term::Kendall => {
            "Of all pairs of people, how many more agree in order than disagree, as a share, corrected for ties."
        }
        Term::Slope => {
            "How much higher the outcome of a person is, on average, who has one more unit of usage."
        }
        Term::SmallestVisible => {
            "The weakest true relation that would show in 4 of 5 studies with this many people. Anything weaker may be \
             there and stay unseen."
        }
        Term::PValue => {
            "How often chance alone would give a relation at least this strong if there were none. \
             A small p is no proof, and a large p does not show that there is nothing."
        }
        Term::Interval => {
            "Values that fit the data: an interval made this way holds the true value in 95 of 100 studies."
        }
        Term::WithinPeople => {
            "People whose usage changes over time; only they can show whether their outcome changes with it. People \
             with more rows and more change weigh more."
        }
        Term::WithinSlope => {
            "How much the outcome of one and the same person differs in a period with one more unit of usage, after \
             taking out each person's own level and what all people share in a period (two-way fixed effects). Its \
             interval lets the weeks of a person hang together (CR2 errors, Satterthwaite degrees of freedom)."
        }
        Term::Standardised => {
            "The same slope in usual changes: by how many of a person's usual ups and downs the outcome differs for one \
             usual change of usage. 0.1 is small, 0.3 is medium."
        }
        Term::RepeatedMeasures => {
            "The correlation of each person's ups and downs. It shows the strength; its interval is too narrow, because \
             a person's weeks are not independent."
        }
        Term::BayesFactor => {
            "How much likelier the data are if there is a relation than if there is none, when small relations are \
             expected more than large ones. Unlike p it can speak for “no relation”. Made from Pearson’s r."
        }
        Term::Biweight => {
            "Like Pearson’s r, but people far from the middle count less, and the most extreme not at all. Where it differs \
             much from r, a few people decide r."
        }
        Term::TheilSen => {
            "The middle one of the slopes between any two people: the typical change of the outcome per unit of usage, \
             whatever a few extreme people do."
        }
        Term::Xi => {
            "How well usage foretells the outcome, whatever the shape: 0 not at all, 1 exactly. It has no sign. If it is \
             clearly above zero while rho is near zero, the relation is bent; look at the curve."
        }
        Term::EValue => {
            "How strongly something that was not measured would have to go with both usage and outcome to stand behind the \
             whole relation, as a risk ratio. Near 1, little is needed."
        }
        Term::Covariates => {
            "What people are made alike in before usage and outcome are compared. Good ones come before usage: role, \
             tenure, site. What comes after usage may hide what you look for."
        }
        Term::InBoth => {
            "People who have usage and outcomes in the same period at least once. Only they can say whether the two go \
             together."
        }
        Term::TimeCovered => {
            "The periods in which somebody has usage and outcomes, from the first to the last."
        }
        Term::Coverage => {
            "Of all pairs of a person and a period with a row of usage or of outcomes, the share that has both. What has \
             only one side is left out of every comparison."
        }
        Term::Adoption => {
            "The share of people with usage above zero in a period, of all who have any row in it. The figure is the mean \
             over the periods."
        }
        Term::Intensity => {
            "Each person’s usage per period with a value; half of the people with usage rows lie below this figure, half \
             above."
        }
        Term::Gini => {
            "How unevenly usage is spread over the people with usage rows: 0 if all use the same, near 1 if one person has \
             it all. Its interval comes from leaving out each person in turn (jackknife)."
        }
        Term::Adjusted => {
            "Who looks at many outcomes finds something by chance. A relation is claimed here only if it stands after all \
             tests were adjusted together by Holm’s method, with p below 0.02: at most 1 in 50 such overviews then claims \
             anything false."
        }
        Term::FalseDiscovery => {
            "The p-value, raised for the number of pairs that were looked at. Of the pairs that stay below 0.05, about \
             one in twenty is luck. It is framed then."
        }
        Term::Holm => {
            "A stricter correction: below 0.05, the chance that even one such pair among all of them is luck is at \
             most 5%."
        }
    }
}
