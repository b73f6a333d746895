from __future__ import annotations

from livedesk.desk.crowd import Crowd, noted, peak
from tests.desk.pretend import NOW


def test_one_number_in_ten_seconds_is_kept_the_last_one() -> None:
    crowd: Crowd = ()
    for second in range(10):
        crowd = noted(crowd, NOW - NOW % 10 + second, 100 + second)
    assert [count for _, count in crowd] == [109]


def test_a_number_that_did_not_change_was_true_until_shortly_before_the_next() -> None:
    crowd = noted(noted((), NOW, 5), NOW + 600, 9)
    assert crowd == ((NOW, 5), (NOW + 590, 5), (NOW + 600, 9))


def test_an_hour_is_kept_and_no_more() -> None:
    crowd: Crowd = ()
    for n in range(2000):
        crowd = noted(crowd, NOW + n * 10, n)
    assert len(crowd) == 360
    assert crowd[0][0] > crowd[-1][0] - 3600


def test_the_peak_is_the_servers_or_what_was_seen_since() -> None:
    crowd = ((NOW, 7), (NOW + 10, 30))
    assert peak(crowd, 12) == 30
    assert peak(crowd, 90) == 90
    assert peak((), None) == 0
