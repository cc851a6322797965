# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run in check mode foretells: the last word counts, for the org that it is about alone."""

from __future__ import annotations

import stat
from pathlib import Path

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import NotFound
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.foretold import (
    CONFIGURATION,
    DEPLOYMENT,
    SUPPORTED_CONTENT,
    Foretold,
    ForetoldInTask,
)


def test_what_is_noted_is_known_to_the_same_org_alone(tmp_path: Path) -> None:
    path = tmp_path / "foretold"
    one, again, other = (Foretold(str(path), org) for org in ("a", "a", "b"))
    assert (one.made("New"), one.published("c"), one.leaves("d", "c")) == (None, None, False)
    one.note(CONFIGURATION, None, "New", version="1")
    one.note(CONFIGURATION, "c", "Old", version="3")
    one.note(CONFIGURATION, "c", "Old", version="4")
    one.note(DEPLOYMENT, "d", "Shop", configuration="c")
    one.note(DEPLOYMENT, "e", "Gone", configuration=None)
    assert again.made("New") == {"id": "that of 'New', which this run makes", "version": "1"}
    assert again.made("Old") is None
    assert (again.published("c"), again.published("New")) == ("4", None)
    assert (again.leaves("d", "c"), again.leaves("d", "x"), again.leaves("e", "c")) == (False, True, True)
    assert (other.made("New"), other.published("c"), other.leaves("e", "c")) == (None, None, False)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    one.note(CONFIGURATION, None, "New", version=None)
    assert again.made("New") == {"id": "that of 'New', which this run makes", "version": None}


def test_content_profiles_are_known_by_their_names(tmp_path: Path) -> None:
    path = str(tmp_path / "foretold")
    one, again, other = (Foretold(path, org) for org in ("a", "a", "b"))
    assert (one.made_content("New"), one.default_content(), one.own_content("New")) == (None, None, None)
    one.note(SUPPORTED_CONTENT, None, "New", default=False)
    one.note(SUPPORTED_CONTENT, "p", "Renamed", default=True)
    assert again.made_content("New") == "that of 'New', which this run makes"
    assert (again.made_content("Renamed"), again.made_content("Other")) == ("p", None)
    assert (again.default_content(), again.made("New"), again.own_content("New")) == ("p", None, None)
    one.note(SUPPORTED_CONTENT, None, "Newer", default=True)
    assert again.default_content() == "that of 'Newer', which this run makes"
    assert (other.made_content("New"), other.default_content()) == (None, None)


def test_a_deployment_can_leave_its_configuration_or_its_content_profile(tmp_path: Path) -> None:
    foretold = Foretold(str(tmp_path / "foretold"), "a")
    foretold.note(DEPLOYMENT, "d", "Shop", configuration="c")
    foretold.note(DEPLOYMENT, "d", "Shop", supported_content=None)
    foretold.note(DEPLOYMENT, "e", "Gone", configuration=None, supported_content=None)
    assert (foretold.leaves("d", "c"), foretold.leaves("d", "x"), foretold.leaves("e", "c")) == (False, True, True)
    foretold.note(DEPLOYMENT, "f", "Other", supported_content="p")
    found = [foretold.leaves_content(deployment_id, "p") for deployment_id in ("d", "e", "f", "g")]
    assert found == [True, True, False, False]
    assert foretold.leaves("f", "c") is False


def test_without_a_file_nothing_is_foretold_and_nothing_fails(tmp_path: Path) -> None:
    for path in ("", str(tmp_path / "nowhere" / "foretold"), str(tmp_path)):
        foretold = Foretold(path, "a")
        foretold.note(CONFIGURATION, None, "New", version="1")
        assert (foretold.made("New"), foretold.published("c"), foretold.leaves("d", "c")) == (None, None, False)
    garbled = tmp_path / "garbled"
    garbled.write_text("not JSON")
    assert Foretold(str(garbled), "a").made("New") is None


def test_a_real_change_ends_what_was_foretold(tmp_path: Path) -> None:
    path = str(tmp_path / "foretold")
    Foretold(path).forget()
    Foretold(path, "a").note(CONFIGURATION, "c", "Old", version="4")
    Foretold(path).forget()
    assert Foretold(path, "a").published("c") is None


def test_a_task_knows_its_own_changes_first(tmp_path: Path) -> None:
    earlier = Foretold(str(tmp_path / "foretold"), "a")
    earlier.note(CONFIGURATION, "c", "Old", version="3")
    own = ForetoldInTask(earlier, passes_on=False)
    assert (own.own("Old"), own.published("c")) == (None, "3")
    own.note(CONFIGURATION, "c", "Old", version="4")
    own.note(CONFIGURATION, "n", "New", version="1")
    own.note_configuration("Old, renamed", "c")
    own.note_configuration("New", "n")
    own.note_configuration(None, "x")
    own.note_configuration("Not there yet", None)
    own.note(DEPLOYMENT, "d", "New", configuration=None)
    assert [own.own(name) for name in ("Old, renamed", "New", "Old", "Not there yet")] == ["c", "n", None, None]
    assert (own.published("c"), own.published("n")) == ("4", "1")
    assert own.leaves("d", "c") is True
    assert (earlier.published("c"), earlier.published("n"), earlier.leaves("d", "c")) == ("3", None, False)


def test_a_task_knows_the_ids_of_its_own_content_profiles(tmp_path: Path) -> None:
    """Once each is written; before that, what it would be."""
    own = ForetoldInTask(Foretold(str(tmp_path / "foretold"), "a"), passes_on=False)
    own.note_content("New", None)
    own.note_content(None, "x")
    assert own.own_content("New") is None
    own.note(SUPPORTED_CONTENT, None, "New", default=False)
    assert own.made_content("New") == "that of 'New', which this run makes"
    own.note_content("New", "n")
    own.note_content("Pictures", "p")
    assert (own.own_content("New"), own.own_content("Pictures"), own.own("New")) == ("n", "p", None)
    failed = NotFound("no such profile")
    own.note_content_failure(failed, "p", "Pictures", None)
    assert [own.content_failure(each) for each in ("p", "Pictures", "New")] == [failed, failed, None]
    assert (own.failure("Pictures"), Foretold().content_failure("p")) == (None, None)


def test_a_task_passes_its_predictions_on_in_check_mode(tmp_path: Path) -> None:
    earlier = Foretold(str(tmp_path / "foretold"), "a")
    own = ForetoldInTask(earlier, passes_on=True)
    own.note(CONFIGURATION, None, "New", version="1")
    assert own.own("New") is None
    assert own.made("New") == earlier.made("New") == {"id": "that of 'New', which this run makes", "version": "1"}


def test_a_task_knows_what_it_could_not_write() -> None:
    own = ForetoldInTask(Foretold(), passes_on=False)
    error = NotFound("it is gone")
    own.note_failure(error, "c", "Old", None)
    assert [own.failure(each) for each in ("c", "Old", "New")] == [error, error, None]
    assert Foretold().failure("c") is None
