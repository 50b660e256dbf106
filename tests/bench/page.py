"""The report for people: one HTML page with the figures to reach, plots and every figure."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from tests.bench import plots
from tests.bench.plots import number
from tests.bench.report import Run
from tests.bench.spread import Spread, exponent
from tests.bench.targets import Verdict, verdicts

STYLE = (Path(__file__).parent / "page.css").read_text("utf-8")


def as_html(run: Run) -> str:
    """One page that needs nothing else."""
    parts = [
        "<h1>Homeroom beside JupyterHub</h1>",
        _facts(run.facts),
        "<h2>The figures to reach</h2>",
        *(_verdicts(title, verdicts(run.ours, theirs)) for title, theirs in run.peers.items()),
        "<h2>Plots</h2>",
        f'<div class="plots">{"".join(_plots(run))}</div>',
        "<h2>Growth</h2>",
        _growth_table(run),
        "<h2>Every figure</h2>",
        _all(run),
    ]
    head = f'<meta charset="utf-8"><title>Homeroom: benchmark</title><style>{STYLE}</style>'
    view = '<meta name="viewport" content="width=device-width">'
    return (
        f'<!doctype html><html lang="en"><head>{head}{view}</head><body>{"".join(parts)}</body>\n'
    )


def _facts(facts: Mapping[str, str]) -> str:
    return "<p>" + " · ".join(f"{escape(k)}: {escape(v)}" for k, v in facts.items()) + "</p>"


def _verdicts(title: str, judged: Sequence[Verdict]) -> str:
    rows = [_verdict_row(one) for one in judged]
    heads = ("Figure", "Homeroom", "Against", "Ratio", "Asked for", "")
    return f"<h3>Against {escape(title)}</h3>" + _table(heads, rows)


def _verdict_row(one: Verdict) -> list[str]:
    mark = {True: "reached", False: "not reached", None: "not measured"}[one.reached]
    return [
        escape(one.target.title),
        f"{number(one.ours)} {one.unit}",
        *_against(one),
        f'<span class="{mark.replace(" ", "-")}">{mark}</span>',
    ]


def _against(one: Verdict) -> list[str]:
    bound = one.target.bound
    said = number(bound) if bound >= 0.1 or not bound else f"1/{number(1 / bound)}"
    sign = "≥" if one.target.at_least else "≤"
    if not one.target.theirs:
        return ["", "", f"{sign} {said}"]
    return [f"{number(one.theirs)} {one.unit}", f"{number(one.ratio)} ×", f"{sign} {said} ×"]


def _plots(run: Run) -> list[str]:
    sizes = sorted({int(key.split("/")[1]) for key in run.ours if key.startswith("class/")})
    stems = ("sign-in", "desk", "class page", "hub memory")
    return [
        *(_arrivals(run, size) for size in sizes),
        _bar_plot(run, "Memory, private", "MB", _memory(run)),
        *(_loads(run, name) for name in ("asset", "status", "sign-in", "desk")),
        *(_growth(run, f"growth/{stem}/") for stem in stems),
    ]


def _arrivals(run: Run, size: int) -> str:
    """How many are in after how many seconds; dashed where the servers ran already."""
    cold, warm = (_steps(run, f"class/{size}/{kind}") for kind in ("cold", "warm"))
    title = f"{size} press Start together (dashed: servers run already)"
    return plots.curves(title, ("seconds", "in"), cold, dashed=warm)


def _steps(run: Run, key: str) -> dict[str, list[plots.Point]]:
    return {
        title: [(0.0, 0.0), *((seconds, n + 1.0) for n, seconds in enumerate(figures[key].values))]
        for title, figures in run.columns.items()
        if key in figures and figures[key].values
    }


def _memory(run: Run) -> dict[str, str]:
    keys = {"seat, idle": "memory/seat/idle", "seat, kernel": "memory/seat/kernel"}
    keys |= {part: f"memory/{part}/idle" for part in ("hub", "launcher", "proxy", "all parts")}
    return keys


def _loads(run: Run, name: str) -> str:
    counts = sorted({int(k.split("/")[2]) for k in run.ours if k.startswith(f"load/{name}/")})
    keys = {str(n): f"load/{name}/{n}/rate" for n in counts}
    return _bar_plot(run, f"Requests per second: {name}", "connections", keys)


def _bar_plot(run: Run, title: str, unit: str, keys: Mapping[str, str]) -> str:
    groups = {
        label: {column: f[key].median for column, f in run.columns.items() if key in f}
        for label, key in keys.items()
    }
    return plots.bars(title, (unit, ""), groups)


def _growth(run: Run, stem: str) -> str:
    lines = {
        title: sorted(grown(figures, stem).items())
        for title, figures in run.columns.items()
        if grown(figures, stem)
    }
    unit = next((f.unit for k, f in run.ours.items() if k.startswith(stem)), "")
    said = f"{stem.split('/')[1]}: p95 by people enrolled"
    return plots.curves(said, ("enrolled", unit), lines, log_x=True)


def grown(figures: Mapping[str, Spread], stem: str) -> dict[int, float]:
    """Size to p95 of the figures whose key is this stem and a size."""
    return {int(k.removeprefix(stem)): f.p95 for k, f in figures.items() if k.startswith(stem)}


def _growth_table(run: Run) -> str:
    stems = dict.fromkeys(
        key.rpartition("/")[0] + "/"
        for figures in run.columns.values()
        for key in figures
        if key.startswith("growth/")
    )
    rows = [
        [escape(stem.split("/")[1]), escape(title), *_growth_cells(grown(figures, stem))]
        for stem in stems
        for title, figures in run.columns.items()
        if grown(figures, stem)
    ]
    return _table(("What", "Product", "p95 at each size", "Grows like size to the"), rows)


def _growth_cells(points: Mapping[int, float]) -> list[str]:
    said = ", ".join(f"{number(n)}: {number(points[n])}" for n in sorted(points))
    return [said, number(exponent(points))]


def _all(run: Run) -> str:
    keys = list(dict.fromkeys(key for figures in run.columns.values() for key in figures))
    rows = [[escape(key), *(_cell(f.get(key)) for f in run.columns.values())] for key in keys]
    return _table(("median / p95 / last", *map(escape, run.columns)), rows)


def _cell(figure: Spread | None) -> str:
    if figure is None:
        return ""
    failed = f" ({figure.failures} failed)" if figure.failures else ""
    stats = (figure.median, figure.p95, figure.last) if len(figure.values) > 1 else (figure.last,)
    return " / ".join(number(one) for one in stats) + f" {figure.unit}{failed}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{one}</th>" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f'<div class="wide"><table><tr>{head}</tr>{body}</table></div>'
