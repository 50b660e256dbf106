"""Plots as inline SVG: curves and bars, in the colours of the report's style sheet."""

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 560, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 40, 64
LEGEND_STEP = 180
COLOURS = 3

Point = tuple[float, float]


Lines = Mapping[str, Sequence[Point]]


def curves(
    title: str,
    axes: tuple[str, str],
    lines: Lines,
    *,
    dashed: Lines | None = None,
    log_x: bool = False,
) -> str:
    """A line for each name, and a dashed one in its colour; zero is shown unless x is log."""
    also = dashed or {}
    names = list(dict.fromkeys([*lines, *also]))
    points = [point for group in (lines, also) for line in group.values() for point in line]
    if not points:
        return ""
    place_x, marks_x = _x_axis([x for x, _ in points], log_x=log_x)
    ticks_y = ticks(max(y for _, y in points))
    up = _scale(0, ticks_y[-1], HEIGHT - BOTTOM, TOP)
    drawn = [
        _line([(place_x(x), up(y)) for x, y in line], names.index(name), look)
        for group, look in ((also, " dashed"), (lines, ""))
        for name, line in group.items()
    ]
    inside = [
        *(_across_line(up(y), number(y)) for y in ticks_y),
        *(_x_label(place_x(x), number(x)) for x in marks_x),
        *drawn,
    ]
    return _figure(title, axes, names, inside)


def _x_axis(
    values: Sequence[float], *, log_x: bool
) -> tuple[Callable[[float], float], list[float]]:
    """Where an x lies on the picture, and which are marked."""
    if not log_x:
        marks = ticks(max(values))
        return _scale(0, marks[-1], LEFT, WIDTH - RIGHT), marks
    along = _scale(math.log10(min(values)), math.log10(max(values)), LEFT, WIDTH - RIGHT)
    return lambda x: along(math.log10(x)), sorted(set(values))


def bars(title: str, axes: tuple[str, str], groups: Mapping[str, Mapping[str, float]]) -> str:
    """A group of bars for each label, one bar for each series, with its value above."""
    names = list(dict.fromkeys(name for group in groups.values() for name in group))
    values = [v for group in groups.values() for v in group.values() if not math.isnan(v)]
    if not values:
        return ""
    ticks_y = ticks(max(values))
    up = _scale(0, ticks_y[-1], HEIGHT - BOTTOM, TOP)
    room = (WIDTH - LEFT - RIGHT) / len(groups)
    width = min(40.0, room * 0.8 / len(names))
    inside = [_across_line(up(y), number(y)) for y in ticks_y]
    for at, (label, group) in enumerate(groups.items()):
        middle = LEFT + room * (at + 0.5)
        inside.append(_x_label(middle, label))
        for place, name in enumerate(names):
            value = group.get(name, math.nan)
            if not math.isnan(value):
                left = middle + (place - len(names) / 2) * width
                inside.append(_bar(left, up(value), width - 3, place, value))
    return _figure(title, axes, names, inside)


def ticks(most: float) -> list[float]:
    """Round numbers from 0 to at least `most`, five steps or so."""
    if most <= 0:
        return [0.0, 1.0]
    raw = most / 5
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= raw * 0.999)
    return [step * n for n in range(math.ceil(most / step * 0.999) + 1)]


def number(value: float) -> str:
    """As people write it: three figures that matter, thousands apart."""
    if math.isnan(value):
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}".replace(",", "\u202f")
    return f"{value:.3g}"


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    span = (high - low) or 1.0
    return lambda value: start + (value - low) / span * (end - start)


def _across_line(y: float, label: str) -> str:
    return (
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="tick end" x="{LEFT - 6}" y="{y + 4:.1f}">{label}</text>'
    )


def _x_label(x: float, label: str) -> str:
    y = HEIGHT - BOTTOM + 16
    return f'<text class="tick mid" x="{x:.1f}" y="{y}">{escape(label)}</text>'


def _line(points: Sequence[Point], place: int, look: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2"/>' for x, y in points)
    return f'<g class="s{place % COLOURS}{look}"><polyline points="{path}"/>{dots}</g>'


def _bar(x: float, y: float, width: float, place: int, value: float) -> str:
    height = HEIGHT - BOTTOM - y
    return (
        f'<rect class="s{place % COLOURS}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}"'
        f' height="{height:.1f}" rx="2"/><text class="tick mid" x="{x + width / 2:.1f}"'
        f' y="{y - 4:.1f}">{number(value)}</text>'
    )


def _figure(title: str, axes: tuple[str, str], names: Sequence[str], inside: Sequence[str]) -> str:
    legend = [_legend(place, name) for place, name in enumerate(names)]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f'<text class="title" x="{LEFT}" y="18">{escape(title)}</text>'
        f'<text class="tick end" x="{LEFT - 6}" y="{TOP - 8}">{escape(axes[1])}</text>'
        f'<text class="tick end" x="{WIDTH - RIGHT}" y="{HEIGHT - BOTTOM + 32}">'
        f"{escape(axes[0])}</text>{''.join(inside)}{''.join(legend)}</svg>"
    )


def _legend(place: int, name: str) -> str:
    x, y = LEFT - 40 + place * LEGEND_STEP, HEIGHT - 12
    line = f'<polyline points="{x},{y - 4} {x + 18},{y - 4}"/>'
    text = f'<text class="tick" x="{x + 24}" y="{y}">{escape(name)}</text>'
    return f'<g class="s{place % COLOURS}">{line}</g>{text}'
