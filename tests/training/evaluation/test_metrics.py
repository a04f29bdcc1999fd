"""Metrics against numbers reckoned by hand and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics

from inference.types import Attributes, Predictions, age_percentiles
from training.evaluation import bootstrap
from training.evaluation.bootstrap import Interval, bootstrap_weights, interval, unit_weights
from training.evaluation.curves import age_class_report, age_reliability, class_report, cs_curve, score_reliability
from training.evaluation.evaluate import evaluate
from training.evaluation.labels import Labels
from training.evaluation.metrics import Evaluation
from training.evaluation.predictions import FacePrediction, PredictionTable, join, prediction_table
from training.evaluation.results import to_json
from training.evaluation.subgroups import subgroups
from training.objectives.age_schemes import age_scheme


def labels_of(ages: list[int], genders: list[int], ethnicities: list[int], groups: list[int] | None = None) -> Labels:
    return Labels(
        [f"{i}.jpg" for i in range(len(ages))],
        np.array(ages, dtype=np.int32),
        np.array(genders, dtype=np.int32),
        np.array(ethnicities, dtype=np.int32),
        None if groups is None else np.array(groups),
    )


def predictions_of(labels: Labels, rows: list[FacePrediction | None], name: str = "made") -> PredictionTable:
    named = [
        FacePrediction(**{**{key: getattr(row, key) for key in FacePrediction.__dataclass_fields__}, "file": file})
        for file, row in zip(labels.files, rows, strict=True)
        if row is not None
    ]
    return join(name, "a list", named, labels)


def random_case(count: int = 300, seed: int = 0) -> tuple[Labels, PredictionTable, Predictions]:
    """PredictionTable that lean to the truth."""
    rng = np.random.default_rng(seed)
    ages, genders, ethnicities = rng.integers(0, 101, count), rng.integers(0, 2, count), rng.integers(0, 5, count)
    years = np.arange(101)
    centre = np.clip(ages + rng.normal(0, 6, count), 0, 100)
    age = np.exp(-0.5 * ((years - centre[:, None]) / 5) ** 2)
    gender = np.exp(rng.normal(0, 1, (count, 2)) + np.eye(2)[genders])
    ethnicity = np.exp(rng.normal(0, 1, (count, 5)) + np.eye(5)[ethnicities])
    said = Predictions(*(p.astype(np.float32) / p.sum(axis=1, keepdims=True) for p in (age, gender, ethnicity)))
    labels = labels_of(ages.tolist(), genders.tolist(), ethnicities.tolist(), (np.arange(count) // 2).tolist())
    return labels, prediction_table("made", "numbers", said), said


def test_metrics_of_four_faces_by_hand() -> None:
    labels = labels_of([10, 20, 30, 40], [0, 0, 1, 1], [0, 0, 1, 2])
    predictions = predictions_of(
        labels,
        [
            FacePrediction(
                "", age=12, age_p10=8, age_p90=14, gender=0, gender_score=0.9, ethnicity=0, ethnicity_score=0.8
            ),
            FacePrediction(
                "", age=14, age_p10=10, age_p90=18, gender=0, gender_score=0.6, ethnicity=1, ethnicity_score=0.6
            ),
            FacePrediction(
                "", age=30, age_p10=30, age_p90=31, gender=1, gender_score=0.8, ethnicity=1, ethnicity_score=0.9
            ),
            FacePrediction(
                "", age=50, age_p10=35, age_p90=60, gender=0, gender_score=0.7, ethnicity=2, ethnicity_score=0.5
            ),
        ],
    )
    values = {
        key: value[0] for key, value in Evaluation(labels, predictions).metrics(unit_weights(4), np.arange(4)).items()
    }
    # errors 2, -6, 0, 10
    assert values["age_mae"] == pytest.approx(4.5)
    assert values["age_median"] == pytest.approx(4.0)
    assert values["age_bias"] == pytest.approx(1.5)
    assert values["age_rmse"] == pytest.approx(35**0.5)
    assert values["age_cs5"] == pytest.approx(0.5)
    assert values["age_interval_coverage"] == pytest.approx(0.75)
    assert values["gender_accuracy"] == pytest.approx(0.75)
    # male: 2 hits, 1 false alarm: 4/5; female: 1 hit, 1 missed: 2/3
    assert values["gender_f1"] == pytest.approx((4 / 5 + 2 / 3) / 2)
    # female scores 0.1, 0.4 | 0.8, 0.3: of four pairs 0.3 over 0.4 is wrong
    assert values["gender_auc"] == pytest.approx(3 / 4)
    # each score has a bin of its own: |1-0.9|, |1-0.6|, |1-0.8|, |0-0.7|
    assert values["gender_ece"] == pytest.approx((0.1 + 0.4 + 0.2 + 0.7) / 4)
    assert np.isnan(values["ethnicity_auc"])  # one score a face does not tell the other classes' scores


def test_metrics_agree_with_scikit_learn() -> None:
    labels, predictions, said = random_case()
    evaluation = Evaluation(labels, predictions)
    values = {key: value[0] for key, value in evaluation.metrics(unit_weights(300), np.arange(300)).items()}
    age = said.age @ np.arange(101)
    assert values["age_mae"] == pytest.approx(metrics.mean_absolute_error(labels.ages, age), rel=1e-5)
    assert values["age_median"] == pytest.approx(metrics.median_absolute_error(labels.ages, age), rel=1e-4)
    assert values["age_rmse"] == pytest.approx(metrics.root_mean_squared_error(labels.ages, age), rel=1e-5)
    for attribute, true, probs in (
        ("gender", labels.genders, said.gender),
        ("ethnicity", labels.ethnicities, said.ethnicity),
    ):
        named = probs.argmax(axis=1)
        assert values[f"{attribute}_f1"] == pytest.approx(metrics.f1_score(true, named, average="macro"), rel=1e-5)
        columns = range(probs.shape[1]) if attribute == "ethnicity" else [1]
        area = np.mean([metrics.roc_auc_score(true == code, probs[:, code]) for code in columns])
        assert values[f"{attribute}_auc"] == pytest.approx(area, rel=1e-5)


def test_weights_count_like_repeated_faces() -> None:
    """A face that is drawn three times must count as three faces would, in every figure, ties included."""
    labels, predictions, _ = random_case(40)
    weights = np.random.default_rng(1).integers(0, 4, (1, 40)).astype(np.float32)
    rows = np.repeat(np.arange(40), weights[0].astype(int))
    repeated = Labels(
        [f"{i}.jpg" for i in range(len(rows))], labels.ages[rows], labels.genders[rows], labels.ethnicities[rows]
    )
    said = Predictions(*(probs[rows] for probs in predictions.probs))
    again = Evaluation(repeated, prediction_table("again", "numbers", said))
    by_weight = Evaluation(labels, predictions).metrics(weights, np.arange(40))
    by_row = again.metrics(unit_weights(len(rows)), np.arange(len(rows)))
    for name, value in by_row.items():
        assert by_weight[name] == pytest.approx(value, rel=1e-4, abs=1e-6), name


def test_ties_count_half_in_the_area_under_the_curve() -> None:
    positive, scores = np.array([True, False, True, False]), np.array([0.5, 0.5, 0.9, 0.1])
    assert bootstrap.roc_auc(positive, scores, unit_weights(4))[0] == pytest.approx(
        metrics.roc_auc_score(positive, scores)
    )
    assert bootstrap.roc_auc(positive, scores, unit_weights(4))[0] == pytest.approx(3.5 / 4)


def test_groups_are_drawn_whole_and_the_seed_decides() -> None:
    groups = np.array([7, 7, 7, 2, 2, 9])
    weights = bootstrap_weights(6, groups, 50, seed=3)
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 3] == weights[:, 4]).all()
    assert (weights[:, [0, 3, 5]].sum(axis=1) == 3).all()
    assert (weights == bootstrap_weights(6, groups, 50, seed=3)).all()
    assert (weights != bootstrap_weights(6, groups, 50, seed=4)).any()


def test_the_interval_of_a_mean_is_that_of_theory() -> None:
    """1,000 hits of 0.8: the normal approximation gives 0.8 +- 1.96 * sqrt(0.16 / 1000)."""
    hits = (np.arange(1000) % 5 != 0).astype(np.float64)[:, None]
    weights = bootstrap_weights(1000, None, 2000, seed=0)
    share = interval(bootstrap.means(hits, unit_weights(1000))[:, 0], bootstrap.means(hits, weights)[:, 0])
    assert share.value == pytest.approx(0.8)
    assert share.low == pytest.approx(0.8 - 0.0248, abs=0.003)
    assert share.high == pytest.approx(0.8 + 0.0248, abs=0.003)


def test_duplicates_widen_the_interval() -> None:
    rng = np.random.default_rng(0)
    values = np.repeat(rng.normal(0, 1, 100), 4)[:, None]

    def width(groups: np.ndarray | None) -> float:
        drawn = bootstrap.means(values, bootstrap_weights(400, groups, 1000, seed=0))[:, 0]
        return float(np.subtract(*np.quantile(drawn, [0.975, 0.025])))

    assert width(np.arange(400) // 4) == pytest.approx(2 * width(None), rel=0.15)


def test_percentiles_are_those_of_the_application() -> None:
    _, predictions, said = random_case(20)
    ours = age_percentiles(predictions.probs.age, np.array([0.1, 0.9]))
    unused = np.zeros(2, dtype=np.float32)
    theirs = [[face.age_p10, face.age_p90] for face in (Attributes(probs, unused, unused) for probs in said.age)]
    assert ours == pytest.approx(np.array(theirs), abs=1e-4)
    assert predictions.age_p10 == pytest.approx(ours[:, 0], abs=1e-4)


def test_reliability_by_hand_and_curves_end_where_they_must() -> None:
    labels, predictions, _ = random_case()
    evaluation, weights = Evaluation(labels, predictions), bootstrap_weights(300, None, 50, seed=0)
    curve = cs_curve(evaluation, weights)
    error = np.abs(predictions.age - labels.ages)
    assert [point.value for point in curve] == pytest.approx([(error <= t).mean() for t in range(21)], abs=1e-6)
    nominal = {point.nominal: point.value for point in age_reliability(evaluation, weights)}
    assert nominal[0.8] == pytest.approx(evaluation.covered.mean(), abs=1e-6)
    assert list(nominal.values()) == sorted(nominal.values())
    bins = score_reliability(evaluation, "gender")
    assert sum(one.faces for one in bins) == 300
    hits = sum(one.faces * one.accuracy for one in bins)
    assert hits == pytest.approx((predictions.classes["gender"] == labels.genders).sum())


def test_only_the_interval_gives_one_point_of_reliability() -> None:
    labels = labels_of([10, 20], [0, 1], [0, 1])
    predictions = predictions_of(
        labels, [FacePrediction("", age=10, age_p10=9, age_p90=11), FacePrediction("", age=30, age_p10=25, age_p90=31)]
    )
    (point,) = age_reliability(Evaluation(labels, predictions), bootstrap_weights(2, None, 10, 0))
    assert (point.nominal, point.value) == (0.8, 0.5)


def test_class_report_by_hand() -> None:
    labels = labels_of([1] * 5, [0] * 5, [0, 0, 0, 1, 3])
    predictions = predictions_of(labels, [FacePrediction("", ethnicity=code) for code in (0, 0, 1, 1, 0)])
    report = class_report(Evaluation(labels, predictions), "ethnicity")
    assert report is not None
    assert report.confusion[0] == (2, 1, 0, 0, 0)
    assert report.accuracy == pytest.approx(3 / 5)
    assert report.balanced_accuracy == pytest.approx((2 / 3 + 1 + 0) / 3)
    white, black, asian, indian, _ = report.classes
    assert (white.precision, white.recall) == pytest.approx((2 / 3, 2 / 3))
    assert (black.precision, black.f1) == pytest.approx((1 / 2, 2 / 3))
    assert asian.recall is None
    assert asian.auc is None
    assert indian.recall == 0
    assert report.absent == ("Asian", "Other")
    assert report.macro.f1 == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert report.weighted.recall == pytest.approx(3 / 5)


def test_age_classes_by_age_and_by_distribution() -> None:
    labels = labels_of([20, 21, 60], [0] * 3, [0] * 3)
    by_age = age_class_report(
        Evaluation(
            labels,
            predictions_of(
                labels, [FacePrediction("", age=20.4), FacePrediction("", age=20.6), FacePrediction("", age=30)]
            ),
        ),
        age_scheme("bins5"),
    )
    assert by_age is not None
    assert by_age.by == "age"
    assert np.diag(by_age.confusion).tolist() == [1, 1, 0, 0, 0]
    assert by_age.one_off == pytest.approx(2 / 3)
    # most of the mass lies above 50, the mean below: the class of the largest share counts
    probs = np.zeros(101)
    probs[[0, 22, 60]] = 0.35, 0.2, 0.45
    lone = labels_of([60], [0], [0])
    by_share = age_class_report(
        Evaluation(lone, predictions_of(lone, [FacePrediction("", age=31.4, probs={"age": probs})])),
        age_scheme("bins5"),
    )
    assert by_share is not None
    assert (by_share.by, by_share.accuracy) == ("distribution", 1.0)


def test_subgroups_hold_every_face_once_a_way_and_unknown_ones_in_none() -> None:
    labels = labels_of([3, 25, -1, 25], [0, 1, 1, -1], [0, 4, 2, 1])
    found = list(subgroups(labels))
    by_way = {
        ways: sorted(int(row) for one in found if one.dimensions == ways for row in one.rows)
        for ways in {o.dimensions for o in found}
    }
    assert by_way[("age",)] == [0, 1, 3]
    assert by_way[("gender",)] == [0, 1, 2]
    assert by_way[("ethnicity",)] == [0, 1, 2, 3]
    assert by_way[("age", "gender", "ethnicity")] == [0, 1]
    assert {one.name for one in found if len(one.dimensions) == 3} == {"0-4, male, White", "20-29, female, Other"}


def test_small_groups_are_said_to_be_and_gaps_name_both_ends() -> None:
    # 20 men off by 1 year, 20 women off by 5, 4 children off by 50
    labels = labels_of([30] * 40 + [2] * 4, [0] * 20 + [1] * 20 + [0] * 4, [0] * 44)
    rows = (
        [FacePrediction("", age=31, gender=0)] * 20
        + [FacePrediction("", age=35, gender=1)] * 20
        + [FacePrediction("", age=52, gender=0)] * 4
    )
    (system,) = evaluate(labels, [predictions_of(labels, rows)], resamples=100).systems
    by_name = {group.values: group for group in system.subgroups}
    assert by_name[("0-4",)].too_small
    assert by_name[("0-4",)].metrics == {}
    assert by_name[("0-4",)].faces == 4
    assert by_name[("female",)].metrics["age_mae"].value == pytest.approx(5)
    gap = next(gap for gap in system.disparities if gap.metric == "age_mae" and gap.dimensions == ("age", "gender"))
    assert (gap.worst.group, gap.best.group) == ("30-39, female", "30-39, male")
    assert gap.gap.value == pytest.approx(4)


def test_paired_differences_see_what_intervals_alone_hide() -> None:
    """One system is off by 0.2 years more on every face: far less than the spread, yet certain."""
    labels, predictions, _ = random_case()
    sign = np.where(predictions.age >= labels.ages, 1, -1)
    rows = [
        FacePrediction(file, age=float(age))
        for file, age in zip(labels.files, predictions.age + 0.2 * sign, strict=True)
    ]
    result = evaluate(labels, [predictions, join("worse", "a list", rows, labels)], resamples=200)
    (comparison,) = result.comparisons
    difference = comparison.differences["age_mae"]
    assert difference.value == pytest.approx(0.2, abs=1e-4)
    assert difference.verdict == "worse"
    first, second = (system.overall["age_mae"] for system in result.systems)
    assert first.high > second.low
    assert comparison.differences["gender_accuracy"].verdict == "unknown"


def test_unknown_labels_and_missing_faces_count_nowhere() -> None:
    labels = labels_of([10, -1, 30, 40], [0, 1, -1, 1], [-1, -1, -1, -1])
    said = FacePrediction("", age=10, gender=0, ethnicity=2)
    predictions = predictions_of(labels, [said, said, said, None])
    (system,) = evaluate(labels, [predictions], resamples=20).systems
    assert (system.predicted, system.missing) == (3, 1)
    assert system.overall["age_mae"].value == pytest.approx(10)  # 0 and 20
    assert system.overall["gender_accuracy"].value == pytest.approx(0.5)
    assert system.ethnicity is None
    assert system.overall["ethnicity_accuracy"].value is None


def test_an_absent_class_is_said_and_leaves_the_area_undefined() -> None:
    labels = labels_of([10] * 3, [0] * 3, [0, 1, 1])
    predictions = predictions_of(labels, [FacePrediction("", gender=0, gender_score=0.9)] * 3)
    (system,) = evaluate(labels, [predictions], resamples=20).systems
    assert system.overall["gender_auc"] == Interval(None, None, None)
    assert any("no face is labelled female" in note for note in system.notes)


def test_json_holds_no_nan() -> None:
    assert to_json({"a": float("nan"), "b": [0.123456789], "c": 3}) == {"a": None, "b": [0.123457], "c": 3}


def test_a_network_that_answers_nan_is_refused() -> None:
    said = Predictions(np.full((1, 101), np.nan), np.full((1, 2), 0.5), np.full((1, 5), 0.2))
    with pytest.raises(ValueError, match="broken, face 1: a prediction is not a finite number"):
        prediction_table("broken", "numbers", said)


def test_labels_of_an_attribute_that_nobody_knows_are_no_labels_of_another() -> None:
    labels = Labels(["a.jpg"], *(np.zeros(1, np.int32) for _ in range(3)))
    with pytest.raises(KeyError):
        labels.classes("glasses")
