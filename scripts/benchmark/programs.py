"""The programs that are measured: where they are, how each is started, and what to remove before it starts.

Input: paths and the folder of a site. Output: `Program` values. A program starts from an empty output and no cache.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

HUGO_VERSION = "0.168"


class Unusable(Exception):
    """A program is missing or failed; the message is shown as it is."""


@dataclass(frozen=True)
class Program:
    """One program on one site."""

    name: str
    command: list[str]
    environment: dict[str, str]
    output: Path
    # Folder -> names in it that are input; everything else there is output or cache.
    inputs: dict[Path, frozenset[str]]

    def clean(self) -> None:
        """Removes the output and every cache."""
        for folder, kept in self.inputs.items():
            for entry in folder.iterdir() if folder.exists() else ():
                if entry.name not in kept:
                    shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
            folder.mkdir(parents=True, exist_ok=True)


def guidepost(binary: Path, site: Path, jobs: int | None) -> Program:
    root = site / "guidepost"
    command = [str(binary), "build", "--root", str(root), "--quiet"]
    command += ["--jobs", str(jobs)] if jobs else []
    inputs = {root: frozenset({"content", "guidepost.yaml", "themes"}), site / "cache-guidepost": frozenset()}
    return Program("guidepost", command, environment(site / "cache-guidepost"), root / "public", inputs)


def hugo(binary: Path, site: Path, jobs: int | None) -> Program:
    root, cache = site / "hugo", site / "cache-hugo"
    command = [str(binary), "build", "--source", str(root), "--contentDir", str(site / "guidepost/content")]
    command += ["--destination", str(root / "public"), "--cacheDir", str(cache), "--noBuildLock", "--quiet"]
    own = environment(cache) | {"HUGO_CACHEDIR": str(cache), "HUGO_RESOURCEDIR": str(cache / "resources")}
    own |= {"GOMAXPROCS": str(jobs), "HUGO_NUMWORKERMULTIPLIER": str(jobs)} if jobs else {}
    inputs = {root: frozenset({"assets", "hugo.yaml", "layouts"}), cache: frozenset()}
    return Program("hugo", command, own, root / "public", inputs)


def floor(binary: Path, site: Path, jobs: int | None) -> Program:
    output = site / "floor"
    command = [str(binary), str(site / "guidepost/content"), str(output / "public")]
    own = environment(site / "cache-floor") | ({"RAYON_NUM_THREADS": str(jobs)} if jobs else {})
    inputs = {output: frozenset(), site / "cache-floor": frozenset()}
    return Program("floor", command, own, output / "public", inputs)


def find_hugo(given: str | None) -> Path | None:
    """The Hugo program itself, not the Python script that `pip install hugo` puts on the path."""
    if given:
        return Path(given).resolve()
    spec = find_spec("hugo")
    folders = [Path(folder) / "binaries" for folder in spec.submodule_search_locations or ()] if spec else []
    inside = [file for folder in folders for file in sorted(folder.glob("hugo*")) if os.access(file, os.X_OK)]
    on_path = [Path(found)] if (found := shutil.which("hugo")) else []
    programs = [file for file in inside + on_path if file.read_bytes()[:2] != b"#!"]
    return programs[0] if programs else None


def build(repository: Path, with_floor: bool) -> None:
    """Builds Guidepost and, when asked, the floor, as their users would."""
    command = ["cargo", "build", "--release", "--quiet", "--bin", "guidepost"]
    _cargo(repository, command)
    if with_floor:
        _cargo(repository, [*command[:4], "--example", "floor"])


def _cargo(repository: Path, command: list[str]) -> None:
    if subprocess.run(command, cwd=repository, check=False, stdout=sys.stderr).returncode:
        raise Unusable(f"`{' '.join(command)}` failed")


def version(binary: Path, *arguments: str) -> str:
    """The version number that the program prints about itself."""
    shown = subprocess.run([str(binary), *arguments], capture_output=True, text=True, check=False).stdout
    numbers = [word.lstrip("v").split("-")[0] for word in shown.split() if word.lstrip("v")[:1].isdigit()]
    return numbers[0].split("+")[0] if numbers else "of unknown version"


def environment(cache: Path) -> dict[str, str]:
    """Only what a program needs, with its caches where they can be removed."""
    return {"PATH": os.environ.get("PATH", ""), "HOME": str(cache), "XDG_CACHE_HOME": str(cache), "LANG": "C.UTF-8"}
