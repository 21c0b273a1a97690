"""Figures and statistics, tables and made-up data, and the pictures drawn of them.

effects, pooling, by_hand
    effect sizes, the diamond, and the same in single steps with carry-forward
agreement, prevalence
    kappa, and how it moves with how often a code occurs
scale, forms
    scoring a short scale; the same form filled in alone and in front of the therapist
within, sessions, stories
    between and within people, one session and the next; the worlds and stories of Week 7
rupture, synchrony, together
    dips in ratings, windowed cross-lagged correlation and made-up pairs; the rooms of Week 9
clouds, spread, silences, worlds, a2_data
    made-up people, studies and timings, each a function of a seed that says what is planted
tables, synthetic
    the tables of ``datasets/``: reading them, and writing the made-up ones again
plots_…
    pictures, one file for a subject

Every module imports numpy, pandas, scipy or matplotlib only where it needs them, so that a page waits for none it does not
use. Scikit-learn and statsmodels are second opinions in the tests; importing them takes seconds.
"""
