"""How wrong a system is that tells ages, genders and ethnicities: labels, answers, figures, comparisons.

`labels` and `answers` hold what is known and what was said; `tables`, `networks` and `pictures` bring answers in;
`measures` turns both into figures, `resampling` into their intervals; `judge` puts the whole together.
"""
