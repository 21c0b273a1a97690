"""What the guide for module leads says is true of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from notknowing.cli import app
from notknowing.course.loader import plain
from notknowing.course.models import ActivityModel, AnyActivity, ModuleSettings
from notknowing.course.models.pages import kinds

REPOSITORY = Path(__file__).parents[2]
GUIDE = (REPOSITORY / "docs/module-leads.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^### `(\w+)`\n.*?```yaml\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL))
KINDS = {kind.model_fields["kind"].annotation.__args__[0]: kind for kind in kinds()}


def test_every_kind_of_activity_is_explained_and_no_other():
    assert set(EXAMPLES) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_example_is_an_activity_the_course_can_read(kind):
    common = {"id": "1A", "kind": kind, "title": "A title", "minutes": 5, "status": "ungraded", "why": "A reason."}
    own = plain(YAML(typ="rt").load(EXAMPLES[kind]))
    TypeAdapter(AnyActivity).validate_python(common | own)
    fields = set(KINDS[kind].model_fields) - set(ActivityModel.model_fields) - {"kind"}
    assert fields == set(own), "the example shows every key of its kind"


def test_every_common_key_and_every_setting_is_named():
    for name in (*ActivityModel.model_fields, *ModuleSettings.model_fields):
        if name not in {"title", "strapline", "level", "credits", "time_zone", "attribution"}:
            assert f"`{name}`" in GUIDE, name


def test_every_command_it_names_is_there():
    commands = {command.callback.__name__ for command in app.registered_commands}
    commands |= {group.name for group in app.registered_groups}
    named = set(re.findall(r"notknowing (\w+)", GUIDE))
    assert named <= commands
    assert {"check", "release", "start"} <= named


def test_the_contents_lead_to_headings():
    headings = {
        re.sub(r"[^\w\- ]", "", line[3:].lower()).replace(" ", "-")
        for line in GUIDE.splitlines()
        if line.startswith("## ")
    }
    assert set(re.findall(r"\]\(#([\w-]+)\)", GUIDE)) <= headings


def test_it_is_honest_about_keys_review_and_pilot():
    for words in ("can see the keys", "Nobody has reviewed the keys yet", "Nobody has piloted it"):
        assert words in GUIDE
