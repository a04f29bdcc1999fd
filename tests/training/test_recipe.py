from __future__ import annotations

import argparse
import json
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from training.commands import train as command
from training.datasets.augmentation import AugmentationSettings
from training.datasets.class_balance import BALANCES
from training.objectives.age_schemes import AGE_SCHEMES
from training.recipe import DISTIL_ON, PRECISIONS, Recipe, scaled_augmentation, with_strengths
from training.run_folder import claim_folder, read_recipe


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"epochs": 0}, "epochs is 0; expected 1 or more"),
        ({"batch_size": -1}, "batch size is -1; expected 1 or more"),
        ({"learning_rate": 0.0}, "learning rate is 0.0; expected a number over 0"),
        ({"learning_rate": float("nan")}, "learning rate is nan"),
        ({"dropout": 1.0}, "dropout is 1.0; expected from 0 to below 1"),
        ({"average": -0.1}, "average is -0.1"),
        ({"age_power": -1}, "age power is -1; expected 0 or more"),
        ({"limit": 0}, "limit is 0; expected 1 or more"),
        ({"distil_weight": 1.5}, "distil weight is 1.5; expected 0 to 1"),
        ({"balance": "fair"}, "balance is 'fair'; expected one of none, sampling"),
        ({"precision": "int4"}, "precision is 'int4'"),
        ({"age": "decades"}, "no age scheme 'decades'"),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(values: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        Recipe(**values)  # type: ignore[arg-type]


def test_a_recipe_is_read_as_it_was_written(tmp_path: Path) -> None:
    recipe = Recipe(age="bins5", freeze=("stem",), limit=50, augmentation=AugmentationSettings(blur=0.5))
    claim_folder(tmp_path / "run", recipe)
    assert read_recipe(tmp_path / "run") == recipe
    claim_folder(tmp_path / "run", recipe)


def test_what_an_earlier_version_did_not_write_takes_its_default(tmp_path: Path) -> None:
    old = {"backbone": "edgenext_xs", "start_weights": "edgeface_xs.npz", "epochs": 14, "augmentation": {"grey": 0.5}}
    (tmp_path / "recipe.json").write_text(json.dumps(old), encoding="utf-8")
    expected = Recipe(
        start_weights="edgeface_xs.npz", epochs=14, augmentation=replace(AugmentationSettings(), grey=0.5)
    )
    assert read_recipe(tmp_path) == expected
    claim_folder(tmp_path, expected)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{ cut sh", "can't be read"),
        ("[]", "can't be read"),
        ('{"backbone": "x", "rocket": 1}', "knows rocket, which this version does not.*update FaceLens"),
        ('{"augmentation": {"glitter": 1}}', "knows glitter"),
    ],
)
def test_a_recipe_that_makes_no_sense_is_refused(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "recipe.json").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        claim_folder(tmp_path, Recipe())


def test_another_recipe_and_a_foreign_folder_are_refused(tmp_path: Path) -> None:
    claim_folder(tmp_path / "run", Recipe())
    with pytest.raises(ValueError, match=r"another recipe \(seed: 0 there, 9 here\)"):
        claim_folder(tmp_path / "run", Recipe(seed=9))
    foreign = tmp_path / "letters"
    foreign.mkdir()
    (foreign / "to-mum.txt").write_text("hello", encoding="utf-8")
    with pytest.raises(ValueError, match=r"holds to-mum.txt and no recipe.json"):
        claim_folder(foreign, Recipe())
    assert [path.name for path in foreign.iterdir()] == ["to-mum.txt"]
    with pytest.raises(FileNotFoundError, match="is not the folder of a run"):
        read_recipe(foreign)


def test_augmentation_is_scaled_as_a_whole() -> None:
    settings = AugmentationSettings(rotation_deg=10, colour=0.8, blur=0.1)
    doubled = scaled_augmentation(settings, 2.0)
    assert (doubled.rotation_deg, doubled.colour, doubled.blur) == (20, 1.0, 0.2)
    off = scaled_augmentation(settings, 0.0)
    assert all(getattr(off, each.name) == 0 for each in fields(off))
    with pytest.raises(ValueError, match="augmentation strength is -1"):
        scaled_augmentation(settings, -1)


def test_single_strengths_are_set_by_name() -> None:
    settings = with_strengths(AugmentationSettings(), ["blur=0.2", "log_scale=0.12"])
    assert settings == replace(AugmentationSettings(), blur=0.2, log_scale=0.12)
    options = parse("--augmentation", "0.5", "--augment", "blur=0.4")
    augmentation = command.recipe_of(options).augmentation
    assert (augmentation.blur, augmentation.grey) == (0.4, AugmentationSettings().grey / 2)
    for pair, message in (
        ("glitter=1", "no 'glitter'; it has rotation_deg"),
        ("blur", "blur=NUMBER"),
        ("blur=-1", "0 or more"),
    ):
        with pytest.raises(ValueError, match=message):
            with_strengths(settings, [pair])


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(["--output", "run", *arguments])


def test_options_become_the_recipe_and_the_rest_its_defaults() -> None:
    assert command.recipe_of(parse()) == Recipe()
    options = parse(
        *("--backbone", "small_cnn", "--start", "weights/w.npz", "--age", "eight", "--balance", "oversample"),
        *("--age-power", "0.5", "--dropout", "0.4", "--drop-path", "0", "--freeze", "a", "b", "--limit", "200"),
        *("--patience", "3", "--distil", "runs/xs/network.keras", "net.onnx", "--augmentation", "0"),
    )
    assert command.recipe_of(options) == Recipe(
        backbone="small_cnn",
        start_weights="w.npz",
        age="eight",
        balance="oversample",
        age_power=0.5,
        dropout=0.4,
        drop_path=0.0,
        freeze=("a", "b"),
        limit=200,
        patience=3,
        teachers=("xs/network.keras", "net.onnx"),
        augmentation=scaled_augmentation(AugmentationSettings(), 0.0),
    )
    assert command.start_of(options) == Path("weights/w.npz")
    assert command.start_of(parse("--start", "imagenet")) == "imagenet"


def test_the_help_tells_the_true_defaults_and_choices() -> None:
    parser = argparse.ArgumentParser()
    command.add_recipe_arguments(parser)
    told = 0
    for action in parser._actions:
        found = re.search(r"\(default (\S+)\)", action.help or "")
        name = action.dest
        if found and name != "augmentation":
            default = getattr(Recipe(), name)
            assert found[1] == str(default) or float(found[1]) == default
            told += 1
    assert told > 20
    choices = {action.dest: action.choices for action in parser._actions if action.choices}
    assert choices == {
        "age": AGE_SCHEMES,
        "balance": BALANCES,
        "precision": PRECISIONS,
        "distil_on": DISTIL_ON,
    }


def test_resume_leaves_no_doubt_about_the_recipe(tmp_path: Path) -> None:
    claim_folder(tmp_path / "run", Recipe())
    options = parse("--resume", "--epochs", "3", "--l2", "0.1")
    options.output = tmp_path / "run"
    with pytest.raises(ValueError, match="leave out --epochs, --l2"):
        command.run(options)


def test_a_start_that_was_killed_leaves_a_folder_that_can_be_used(tmp_path: Path) -> None:
    output = tmp_path / "run"
    output.mkdir()
    (output / ".0123abcd.part.recipe.json").write_text("{")
    claim_folder(output, Recipe())
    assert read_recipe(output) == Recipe()


def test_several_sets_and_their_weights_are_part_of_the_recipe(tmp_path: Path) -> None:
    recipe = Recipe(zoom=0.85, sets=(("utkface", 1.0), ("aaf", 0.5)))
    claim_folder(tmp_path / "run", recipe)
    assert read_recipe(tmp_path / "run") == recipe
    for weights in ((0.0, 0.0), (1.0, -1.0), (1.0, float("nan"))):
        with pytest.raises(ValueError, match="the weights of the sets are"):
            Recipe(sets=tuple(zip(("a", "b"), weights, strict=True)))


def test_weights_of_sets_go_by_the_order_of_the_files() -> None:
    paths = [Path("data/a.h5"), Path("b.h5")]
    assert command.sets_of(paths, [1.0, 0.5]) == (("a", 1.0), ("b", 0.5))
    assert command.sets_of(paths, None) == (("a", 1.0), ("b", 1.0))
    assert command.sets_of(paths[:1], None) == ()
    with pytest.raises(ValueError, match="--weights gives 1 numbers for 2 prepared files"):
        command.sets_of(paths, [1.0])
