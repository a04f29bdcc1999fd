"""An archive on a real Ray of two nodes, on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

from .conftest import ROOT, Archive

pytestmark = pytest.mark.timeout(115)
# Ray reports its use, unless it is told not to
QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
_CLUSTER = """
    import sys
    from ray.cluster_utils import Cluster

    head = {"num_cpus": 1, "object_store_memory": 80 << 20, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    other = cluster.add_node(num_cpus=1, object_store_memory=80 << 20)
    print(cluster.address, flush=True)
    for line in sys.stdin:
        if line.strip() == "lose":
            cluster.remove_node(other, allow_graceful=False)
            print("lost", flush=True)
        else:
            break
    cluster.shutdown()
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Two nodes in a process of their own; `lose` ends the second as if its machine were gone."""
    pytest.importorskip("ray")
    log = (tmp_path_factory.mktemp("ray") / "log.txt").open("w")
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_CLUSTER)],
        cwd=ROOT,
        env={**os.environ, **QUIET},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    yield process, process.stdout.readline().strip()
    process.stdin.close()
    process.wait(60)
    process.stdout.close()
    log.close()


def test_a_node_that_is_lost_loses_no_file(cluster, films, tmp_path):
    from .conftest import wait_until

    process, address = cluster
    archive = Archive(tmp_path / "out", str(films(6)), "--ray", address)
    driver = archive.start(environment=QUIET)
    wait_until(lambda: len(archive.published()) >= 1)
    process.stdin.write("lose\n")
    process.stdin.flush()
    said, _ = driver.communicate(timeout=100)
    assert driver.returncode == 0, said
    assert {state for state, _ in archive.states().values()} == {"done"}
    assert len(archive.published()) == 6
    archive.check_all_is_whole()


def test_a_cluster_that_is_not_there_or_too_small_is_told(films, tmp_path, cluster):
    _, address = cluster
    code, said = Archive(tmp_path / "out", str(films(1)), "--ray", "127.0.0.1:1").run(environment=QUIET)
    assert code == 3
    assert "no Ray cluster answers at 127.0.0.1:1" in said
    code, said = Archive(tmp_path / "out", str(films(1)), "--ray", address, "--ray-cores", "64").run(environment=QUIET)
    assert code == 3
    assert "no room" in said
