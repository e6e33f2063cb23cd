"""The comparison must see differences. Run: `python3 -m unittest discover -s scripts -t scripts`."""

import shutil
import tempfile
import unittest
from pathlib import Path

from . import sameness
from .plan import Plan
from .shared import BASE_URL

PLAN = Plan(pages=40, seed=3)


def write_site(output: Path, padding: str = "") -> None:
    """Every expected page, each with a heading and one link."""
    for route in sameness.expected_routes(PLAN):
        file = output / (route.strip("/") + "/index.html" if route.endswith("/") else route.strip("/")).lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'<main><h2 id="a">It’s {route}</h2><a href="{BASE_URL}#a">home</a></main>{padding}')


class Differences(unittest.TestCase):
    """Each test harms the second of two equal outputs in one way."""

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.one, self.other = ("one", self.folder / "one"), ("other", self.folder / "other")
        write_site(self.one[1])
        write_site(self.other[1])
        self.page = self.other[1] / PLAN.path(7).removesuffix(".md") / "index.html"

    def found(self) -> list[str]:
        name, output = self.other
        found = sameness.route_differences(PLAN, name, output) + sameness.dead_links(PLAN, name, output)
        found += sameness.page_differences(PLAN, self.one, self.other)
        return found + sameness.byte_differences(self.one, self.other)

    def change(self, old: str, new: str) -> None:
        self.page.write_text(self.page.read_text().replace(old, new))

    def test_equal_outputs_have_none(self) -> None:
        self.assertEqual(self.found(), [])

    def test_spacing_quotes_and_attributes_are_none(self) -> None:
        self.change("<main><h2", "<main>\n <h2 class='x'")
        self.change("’", "&#39;")
        self.assertEqual(self.found(), [])

    def test_a_missing_page_is_one(self) -> None:
        self.page.unlink()
        self.assertIn("other did not write /s00/p0007/", self.found())

    def test_a_page_too_many_is_one(self) -> None:
        (self.other[1] / "more.html").write_text("")
        self.assertIn("only other wrote /more.html", self.found())

    def test_another_word_is_one(self) -> None:
        self.change("home", "house")
        self.assertTrue(self.found()[0].startswith("text of /s00/p0007/ differ at"))

    def test_another_link_is_one(self) -> None:
        self.change("#a", "tags/#a")
        self.assertTrue(self.found()[0].startswith("links of /s00/p0007/ differ at"))

    def test_a_link_to_no_heading_is_one(self) -> None:
        self.change("#a", "#b")
        self.assertIn(f"other: dead link on /s00/p0007/: {BASE_URL}#b", self.found())

    def test_many_more_bytes_are_one(self) -> None:
        write_site(self.other[1], padding="<!-- " + "x" * 200 + " -->")
        self.assertTrue(self.found()[0].startswith("the outputs differ by over 15 % in size"))


if __name__ == "__main__":
    unittest.main()
