"""What an author waits for: from a save to the changed bytes, and to the repainted page in a real browser.

Input: a number of pages. Output: figures of `guidepost serve`, beside those of `hugo server --renderToMemory` on the same files, where
it is installed. Each server runs alone. Before each edit the server has come to rest, as an author's has who reads what was written.
"""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import content, guidepost_site, hugo_site, measure, programs, shared
from .plan import Plan
from .programs import Unusable

EDITS_A_RUN = 4
PATIENCE = 180.0
BROWSER_FOLDER = Path(__file__).resolve().parents[2] / "tests/browser"
BUILT = re.compile(r"Built ([\d,]+) page")


@dataclass(frozen=True)
class Server:
    """A running server."""

    name: str
    process: subprocess.Popen
    port: int
    log: Path

    def get(self, path: str) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            return connection.getresponse().read()
        finally:
            connection.close()

    def wait_for(self, path: str, mark: bytes, since: float) -> float:
        """Seconds from `since` until the page at `path` holds `mark`. It asks the more seldom the longer it takes, so that asking costs
        a server nothing that matters."""
        while (taken := time.perf_counter() - since) < PATIENCE:
            try:
                if mark in self.get(path):
                    return time.perf_counter() - since
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(max(0.001, taken / 50))
        raise Unusable(f"{self.name} did not show the change within {PATIENCE:.0f} s: {self.log.read_text(errors='replace')[-400:]}")

    def rest(self) -> None:
        """Waits until the server has done nothing for three tenths of a second."""
        idle, before = 0, self._worked()
        while idle < 3:
            time.sleep(0.1)
            now = self._worked()
            idle, before = (idle + 1 if now == before else 0), now

    def memory(self) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) * 1024

    def _worked(self) -> int:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])


def run(plan: Plan, guidepost: Path, hugo: Path | None, runs: int, keep: bool) -> dict:
    """Measures both servers on a site of so many pages, with four edits and one in the browser for each run, and prints the figures."""
    with shared.folder("serve", shared.in_memory(), keep) as folder:
        content.write(plan, folder / "guidepost")
        guidepost_site.write(plan, folder / "guidepost")
        hugo_site.write(plan, folder / "hugo")
        _data_file(folder)
        cold = statistics.median(measure.once(programs.guidepost(guidepost, folder, None)).wall for _ in range(3))
        shutil.rmtree(folder / "guidepost/public", ignore_errors=True)
        figures = {"cold build": cold, "guidepost": _measure(_guidepost(guidepost, folder), plan, folder, "guidepost", runs)}
        if hugo:
            figures["hugo"] = _measure(_hugo(hugo, folder), plan, folder, "hugo", runs)
        _show(plan, figures, runs)
        return figures


def _data_file(folder: Path) -> None:
    """A data file that one template of each program shows on the front page."""
    for root, home, shown in (
        ("guidepost/content/_data", "guidepost/themes/bench/templates/home.html", "{{ data.bench.word }}"),
        ("hugo/data", "hugo/layouts/home.html", "{{ hugo.Data.bench.word }}"),
    ):
        (folder / root).mkdir(parents=True, exist_ok=True)
        (folder / root / "bench.yaml").write_text("word: first\n", encoding="utf-8")
        template = folder / home
        text = template.read_text(encoding="utf-8")
        template.write_text(text.replace('<ul class="sections">', f'<p>{shown}</p>\n<ul class="sections">'), encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _start(name: str, command: list[str], port: int, folder: Path) -> tuple[Server, float]:
    log = folder / f"{name}.log"
    since = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=programs.environment(folder / f"cache-{name}"))
    return Server(name, process, port, log), since


def _guidepost(program: Path, folder: Path) -> tuple[Server, float]:
    port = _free_port()
    return _start("guidepost", [str(program), "serve", "--root", str(folder / "guidepost"), "--port", str(port)], port, folder)


def _hugo(program: Path, folder: Path) -> tuple[Server, float]:
    port = _free_port()
    command = [str(program), "server", "--renderToMemory", "--port", str(port), "--source", str(folder / "hugo")]
    return _start("hugo", [*command, "--contentDir", str(folder / "guidepost/content"), "--noBuildLock"], port, folder)


def _measure(started: tuple[Server, float], plan: Plan, folder: Path, kind: str, runs: int) -> dict:
    server, since = started
    try:
        first = server.wait_for(_address(plan, 0), b"</html>", since)
        server.rest()
        edits = EDITS_A_RUN * runs
        pages = [1 + number * (plan.pages // (edits + 1)) for number in range(edits)]
        bodies = [_body_edit(server, plan, folder, page, f"{kind}word{number}") for number, page in enumerate(pages)]
        figures = {"first page": first, "body": statistics.median(bodies), "slowest body": max(bodies), "bodies": bodies}
        figures |= {name: _edit(server, edit) for name, edit in _others(plan, folder, kind).items()}
        figures["memory"] = server.memory()
        figures["painted"] = _browser(server, plan, folder, runs)
        return figures
    finally:
        server.process.send_signal(signal.SIGINT)
        try:
            server.process.wait(10)
        except subprocess.TimeoutExpired:
            server.process.kill()


def _address(plan: Plan, page: int) -> str:
    return f"/{plan.path(page).removesuffix('.md')}/"


def _body_edit(server: Server, plan: Plan, folder: Path, page: int, mark: str) -> float:
    """One more word at the end of a paragraph in the middle of a page that somebody looks at."""
    file, address = folder / "guidepost/content" / plan.path(page), _address(plan, page)
    server.get(address)
    text = file.read_text(encoding="utf-8")
    at = text.index(".\n", len(text) // 2)
    server.rest()
    since = time.perf_counter()
    file.write_text(f"{text[:at]} {mark}{text[at:]}", encoding="utf-8")
    return server.wait_for(address, mark.encode(), since)


@dataclass(frozen=True)
class Edit:
    """A change in one file, and where it shows."""

    file: Path
    change: Callable[[str], str]
    address: str
    mark: bytes


def _others(plan: Plan, folder: Path, kind: str) -> dict[str, Edit]:
    middle = plan.pages // 2
    theme = folder / ("guidepost/themes/bench/templates" if kind == "guidepost" else "hugo/layouts")
    data = folder / ("guidepost/content/_data" if kind == "guidepost" else "hugo/data")
    return {
        "title": Edit(
            folder / "guidepost/content" / plan.path(middle),
            lambda text: re.sub(r"^title: (.*)$", rf"title: \1 {kind}title", text, count=1, flags=re.MULTILINE),
            _address(plan, middle),
            f"{kind}title".encode(),
        ),
        "template": Edit(
            theme / "page.html", lambda text: text.replace("</article>", "<p>tmplmark</p></article>", 1), _address(plan, middle), b"tmplmark"
        ),
        "data file": Edit(data / "bench.yaml", lambda _: "word: datamark\n", "/", b"datamark"),
    }


def _edit(server: Server, edit: Edit) -> dict:
    """How long it takes until the change shows where somebody looks, and until the server rests; and how much it says to have rendered."""
    server.get(edit.address)
    text = edit.file.read_text(encoding="utf-8")
    changed = edit.change(text)
    if changed == text:
        raise Unusable(f"nothing to change in {edit.file}")
    server.rest()
    said = server.log.stat().st_size
    since = time.perf_counter()
    edit.file.write_text(changed, encoding="utf-8")
    shown = server.wait_for(edit.address, edit.mark, since)
    server.rest()
    rested = time.perf_counter() - since - 0.3
    built = BUILT.findall(server.log.read_text(encoding="utf-8", errors="replace")[said:])
    return {"shown": shown, "rested": rested, "rendered": sum(int(count.replace(",", "")) for count in built) if built else None}


def _browser(server: Server, plan: Plan, folder: Path, edits: int) -> float | None:
    """The median time from a save to the repainted page in Chromium."""
    node = shutil.which("node")
    if not node or not (BROWSER_FOLDER / "node_modules").is_dir():
        print("not run: the browser, since Node or the packages of the browser tests are missing (run scripts/test once)")
        return None
    page = plan.pages // 3
    file = folder / "guidepost/content" / plan.path(page)
    server.rest()
    script = Path(__file__).with_name("serve.mjs")
    command = [node, str(script), f"http://127.0.0.1:{server.port}{_address(plan, page)}", str(file), server.name, str(edits)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE * edits)
    if done.returncode:
        raise Unusable(f"the browser: {done.stderr.strip()[-600:]}")
    return statistics.median(json.loads(done.stdout)) / 1000


def _show(plan: Plan, figures: dict, runs: int) -> None:
    ours, theirs = figures["guidepost"], figures.get("hugo")
    print(f"\nPreview, {plan.pages:,} pages, in memory, {os.cpu_count()} cores, median of {EDITS_A_RUN * runs} edits (browser: {runs})")
    rows = {
        "start to first page": lambda row: row["first page"],
        "body: save to changed bytes": lambda row: row["body"],
        "body: slowest": lambda row: row["slowest body"],
        "body: save to repainted": lambda row: row["painted"],
        **{f"{name}: save to changed bytes": lambda row, name=name: row[name]["shown"] for name in ("title", "template", "data file")},
        **{f"{name}: until at rest": lambda row, name=name: row[name]["rested"] for name in ("title", "template", "data file")},
    }
    print(f"{'':<34}{'Guidepost':>12}{'Hugo':>12}{'ratio':>8}")
    for name, value in rows.items():
        own, other = value(ours), value(theirs) if theirs else None
        ratio = f"{other / own:.0f}" if own and other else ""
        print(f"{name:<34}{_seconds(own):>12}{_seconds(other):>12}{ratio:>8}")
    print(f"{'memory after all':<34}{ours['memory'] / 1e6:>9.0f} MB" + (f"{theirs['memory'] / 1e6:>9.0f} MB" if theirs else ""))
    rendered = ", ".join(f"{name} {ours[name]['rendered']}" for name in ("title", "template", "data file"))
    print(f"pages rendered by Guidepost: {rendered}")
    start = ours["first page"] / figures["cold build"]
    print(f"start to first page : cold build {start:.2f}{_held_against(plan, start <= 0.5, 'at most 0.5')}")
    if theirs:
        ratio = theirs["body"] / ours["body"]
        print(f"body edits, Hugo : Guidepost {ratio:.0f}{_held_against(plan, ratio >= 100, 'at least 100')}")


def _held_against(plan: Plan, is_reached: bool, wanted: str) -> str:
    """What is wanted of the large site is not held against a small one."""
    return f" ({wanted} wanted: {'reached' if is_reached else 'NOT reached'})" if plan.pages >= 10_000 else ""


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"
