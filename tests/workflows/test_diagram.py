"""A workflow as a picture: every state and step is in it, nothing in it can run, one file gives one picture."""

from dataclasses import replace

import pytest
from lxml import etree

from workflows.definition_files import load_catalogue
from workflows.diagram import draw

CATALOGUE = load_catalogue()
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_state_has_its_box_and_every_step_its_arrow(name: str) -> None:
    made = CATALOGUE[name]
    picture = etree.fromstring(draw(made).encode())
    assert len(picture.findall(f"{SVG}rect")) == len(made.states)
    arrows = sum(len(step.before) for step in made.transitions.values())
    assert len(picture.findall(f"{SVG}path")) == arrows
    told = {title.text for title in picture.iter(f"{SVG}title")}
    assert {step.title for step in made.transitions.values()} <= told


def test_no_line_and_no_box_leaves_the_picture() -> None:
    picture = etree.fromstring(draw(CATALOGUE["van-ban-di"]).encode())
    wide, high = float(picture.get("width")), float(picture.get("height"))
    for box in picture.findall(f"{SVG}rect"):
        assert float(box.get("x")) + float(box.get("width")) <= wide
        assert float(box.get("y")) + float(box.get("height")) <= high


def test_words_of_a_package_cannot_become_markup() -> None:
    made = CATALOGUE["van-ban-di"]
    sly = replace(made.states["drafting"], title="<script>alert(1)</script>")
    drawn = draw(replace(made, states={**made.states, "drafting": sly}))
    assert "<script" not in drawn
    assert draw(made) == draw(made)
