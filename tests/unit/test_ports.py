"""A port that is taken is said at once."""

import socket

import pytest

from cic_events.serve import check_free


def test_a_taken_port_is_named_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(SystemExit, match=f"Port {port} is taken.*CIC_CATCHER_PORT"):
            check_free("127.0.0.1", 0, port)


def test_free_ports_pass() -> None:
    check_free("127.0.0.1", 0)
