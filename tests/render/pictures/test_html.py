"""The page that plays both passes: its sentences, and a browser that opens it."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from random import Random

import pytest
from drawings import SOURCES, drawn

from gradcli.calc.backprop.explain import explain
from gradcli.calc.question import Question
from gradcli.render.narration import backward, forward
from gradcli.render.pictures import html
from gradcli.syntax.bindings import bindings


@pytest.mark.parametrize("source", SOURCES)
def test_the_sentences_of_the_player_are_the_lines_of_explain(source):
    report = drawn(source, passes=True)
    steps, first = html.play(report)
    if not report.at:
        assert len(steps) == len(report.nodes)
        return
    told = explain(Question(source, bindings([f"{name}={value}" for name, value in report.at.items()], "--at")))
    expected = [" ".join(line.plain().split()) for line in list(forward(told))[1:]]
    expected += [" ".join(line.plain().split()) for visit in told.backward for line in backward(told, visit)]
    assert [" ".join(step.sentence.split()) for step in steps] == expected
    assert all(1 <= number <= len(steps) for number in first.values())


@pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed")
def test_a_browser_opens_the_page_at_the_step_in_the_address(tmp_path):
    report = drawn("d = x**2; d*d + y/d", passes=True)
    steps, first = html.play(report)
    (tmp_path / "graph.html").write_text(html.picture(report), encoding="utf-8")
    for step in Random(1).sample(range(1, len(steps) + 1), 2):
        page = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
                               f"file://{tmp_path}/graph.html#{step}"], capture_output=True, text=True, timeout=60).stdout
        said = re.search(r'<p id="say" aria-live="polite">(.*?)</p>', page, re.DOTALL)[1]
        assert said.replace("&gt;", ">").replace("&lt;", "<") == steps[step - 1].sentence
        assert f"{step} of {len(steps)}" in page
        hidden = len(re.findall(r'<text[^>]*class="off"', page))
        assert hidden == sum(number > step for part, number in first.items() if part.startswith("g"))


class Tags(HTMLParser):
    """A parser that checks that each tag is closed by its own end tag."""

    def __init__(self):
        super().__init__()
        self.open, self.nested = [], True

    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "input", "br", "!doctype"):  # these have no end
            self.open.append(tag)

    def handle_endtag(self, tag):
        self.nested &= bool(self.open) and self.open.pop() == tag


@pytest.mark.parametrize("bound", [True, False])
@pytest.mark.parametrize("source", SOURCES)
def test_the_page_is_well_formed_and_fetches_nothing(source, bound):
    page = html.picture(drawn(source, bound, passes=True))
    assert page.count("http") == 1 and "xmlns=\"http://www.w3.org/2000/svg\"" in page
    assert page.count("<script>") == page.count("</script>") == 1
    tags = Tags()
    tags.feed(page)
    assert tags.nested and tags.open == []
