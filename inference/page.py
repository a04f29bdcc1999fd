"""Pages in HTML that need nothing but themselves: contact sheets, reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined


def render_page(package: str, template: str, /, **values: Any) -> str:
    """Return a page.

    Args:
        package: whose folder `templates` has the template; it extends `page.html.j2` of this package.
        template: its name.
        values: what it says; escaped where they stand in the page.
    """
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader(__name__.rpartition(".")[0], "page_templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(**values)


@dataclass(frozen=True, slots=True)
class Share:
    """A bar of the totals: percentages."""

    name: str
    counted: float
    estimate: float
    low: float
    high: float


def share_bars(shares: dict[str, Any]) -> list[tuple[str, list[Share]]]:
    """Return the bars of each attribute of `inference.shares.people_shares`, for the macro `share_bars`."""
    by_attribute = {
        "Age": shares.get("age", {}).get("bands", {}),
        "Gender": shares.get("gender", {}),
        "Ethnicity": shares.get("ethnicity", {}),
    }
    return [(title, list(_bars(classes))) for title, classes in by_attribute.items() if classes]


def _bars(classes: dict[str, dict[str, Any]]) -> Iterable[Share]:
    for name, share in classes.items():
        shown = name.replace("-", "\N{EN DASH}") if name[0].isdigit() else name
        yield Share(shown, *(100 * share[key] for key in ("counted", "estimate", "low", "high")))
