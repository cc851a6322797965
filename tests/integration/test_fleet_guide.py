# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide on fleets: its files and its commands, one after the other, each on the API that it names."""

from __future__ import annotations

from tests.integration.ansible_process import Ansible
from tests.integration.apis import Api
from tests.integration.guides import Guide, run
from tests.simulator.client import Simulator

GUIDE = Guide("fleets.md")
SIZE = 20
CONTRACT = "On the Communications contract"


def test_the_guide_does_what_it_says_on_both_apis(simulator: Simulator, ansible: Ansible, api: Api) -> None:
    simulator.reset(api.plain(SIZE))
    GUIDE.write_files(ansible)
    typing, co_browsing, video = {"typing-indicators"}, {"co-browsing"}, {"video-calling"}
    features = [[typing] * SIZE]
    for command in GUIDE.commands_but_of(CONTRACT):
        run(ansible, command)
        if simulator.requests("write"):
            features.append([api.features(simulator, channel) for channel in api.ids(simulator)])
        simulator.clear_journal()
    assert features == [
        [typing] * SIZE,
        [typing | co_browsing | video] * 9 + [typing | co_browsing] * (SIZE - 10) + [typing],
        [typing | co_browsing] * (SIZE - 1) + [typing],
        [co_browsing] * 3 + [typing | co_browsing] * (SIZE - 4) + [typing],
        [co_browsing] * SIZE,
    ]
    assert (len(GUIDE.files), len(GUIDE.commands)) == (8, 19)
    assert (ansible.home / ".genesys/tokens.json").stat().st_mode & 0o777 == 0o600


def test_a_bad_batch_goes_back(simulator: Simulator, ansible: Ansible, api: Api) -> None:
    """One write of the second batch fails: the first stays, and the guide's last batch is not begun."""
    simulator.reset(api.plain(SIZE))
    GUIDE.write_files(ansible)
    (command,) = [each for each in GUIDE.commands if "back.yml" in each]
    third = api.ids(simulator)[2]
    for method in ("PATCH", "PUT"):
        simulator.fault(method, f".*/{third}", {"respond": {"status": 403}}, times=None)
    output = run(ansible, command, status=2)
    found = [api.features(simulator, channel) for channel in api.ids(simulator)]
    assert found == [{"co-browsing"}, *[{"typing-indicators"}] * (SIZE - 1)]
    assert f"Taken back: {', '.join(f'Web Messaging 000{number}' for number in (2, 4, 5, 6))}." in output


def test_sessions_and_queues_are_for_the_communications_contract(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(f"webmessaging:{SIZE}")
    GUIDE.write_files(ansible)
    check, configure, roll_out = GUIDE.commands_of(CONTRACT)

    def channels() -> list[tuple[int, str]]:
        found = [channel["configuration"] for channel in simulator.channels()]
        return [(each["webchat"]["maxConcurrentSessions"], each["routing"]["queueId"]) for each in found]

    run(ansible, check)
    assert channels() == [(500, "queue-123")] * SIZE
    run(ansible, configure)
    assert channels() == [(800, "queue-123")] * 9 + [(300, "queue-456")] * (SIZE - 10) + [(500, "queue-123")]
    run(ansible, roll_out)
    assert {sessions for sessions, _queue in channels()} == {450}
    simulator.reset(f"plain-webdeployments:{SIZE}")
    run(ansible, configure, status=2)
    assert simulator.requests("write") == []
