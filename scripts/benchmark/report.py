"""Prints the figures as a plain table that can be pasted into the README, and gives them as JSON.

Input: measured runs. Output: lines, or values. Nothing here measures or decides.
"""

from .measure import Runs

# From this share of the cores on, other work on the machine is mentioned.
DISTURBED = 0.05
# What the figures are held against at `REACH_AT` pages; shown, never a reason to fail.
REACH_AT = 10_000
MEMORY_REACH = 400e6
REACH = {
    "hugo : guidepost, time": ("at least", 7.0),
    "guidepost : floor, time": ("at most", 2.0),
    "4 x pages : pages, time": ("at most", 4.4),
    "everything : plain, time": ("at most", 1.5),
}


def table(measured: list[Runs], names: dict[str, str]) -> list[str]:
    """One row a program: every run, then the medians."""
    count = max(len(runs.runs) for runs in measured)
    width = max(len(names.get(runs.name, runs.name)) for runs in measured) + 2
    heads = "".join(f"{f'run {number}':>8}" for number in range(1, count + 1))
    lines = [f"{'':{width}}{heads}{'median':>9}{'CPU':>9}{'memory':>10}"]
    for runs in measured:
        walls = "".join(f"{run.wall:8.2f}" for run in runs.runs)
        medians = f"{runs.median('wall'):7.2f} s{runs.median('cpu'):7.2f} s{runs.median('memory') / 1e6:7.0f} MB"
        lines.append(f"{names.get(runs.name, runs.name):{width}}{walls}{medians}")
    return lines


def disturbance(measured: list[Runs]) -> list[str]:
    """A line when something else worked on the machine meanwhile: wall times are too long then, CPU times less so."""
    most = max(run.others for runs in measured for run in runs.runs)
    return [f"disturbed: other programs took up to {most:.0%} of the cores during a run"] if most > DISTURBED else []


def ratios(measured: list[Runs]) -> dict[str, float]:
    """Ratios of medians, for the pairs that were measured."""
    runs = {one.name: one for one in measured}
    found = {}
    for above, below in (("hugo", "guidepost"), ("guidepost", "floor")):
        if above in runs and below in runs:
            for word, quantity in (("time", "wall"), ("CPU", "cpu"), ("memory", "memory")):
                found[f"{above} : {below}, {word}"] = runs[above].median(quantity) / runs[below].median(quantity)
    return found


def ratio_lines(found: dict[str, float], pages: int) -> list[str]:
    """One line a ratio, with what it is held against."""
    return [f"{name:28}{value:6.2f}{_held_against(name, value, pages)}" for name, value in found.items()]


def memory_line(measured: list[Runs], pages: int) -> list[str]:
    """Whether Guidepost's own peak memory is small enough."""
    peaks = [runs.median("memory") for runs in measured if runs.name == "guidepost" and pages == REACH_AT]
    verdicts = [(peak, _verdict(peak <= MEMORY_REACH, "at most 400")) for peak in peaks]
    return [f"{'guidepost, memory':28}{peak / 1e6:3.0f} MB{verdict}" for peak, verdict in verdicts]


def _held_against(name: str, value: float, pages: int) -> str:
    if name not in REACH or pages != REACH_AT:
        return ""
    word, bound = REACH[name]
    reached = value >= bound if word == "at least" else value <= bound
    return _verdict(reached, f"{word} {bound:g}")


def _verdict(reached: bool, bound: str) -> str:
    return f"   ({bound}: {'reached' if reached else 'not reached'})"


def as_json(measured: list[Runs]) -> list[dict]:
    """All figures: seconds and bytes."""
    quantities = ("wall", "cpu", "memory", "others")
    return [
        {
            "program": runs.name,
            "runs": [{quantity: getattr(run, quantity) for quantity in quantities} for run in runs.runs],
            "median": {quantity: runs.median(quantity) for quantity in quantities},
        }
        for runs in measured
    ]
