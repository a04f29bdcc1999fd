"""How wrong systems are that estimate age, gender and ethnicity, by labelled faces.

`inputs` loads `labels` and the `predictions` of every system: of models, of `image_folders` through the whole pipeline,
and of `prediction_files`. `metrics` computes the metrics of any selection of faces, `bootstrap` their intervals,
`curves`, `disparity` and `examples` what lies behind them; `evaluate` puts all together as `results`, which `text` and
`report` show.
"""
