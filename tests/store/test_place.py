"""Is a register where it was?"""

import pytest

from tracker.store.place import is_same, name_of

HERE = "file 12 a1 vps:/srv/tracker/register.db"
SERVER = "server 7400 16384.16390 postgresql+psycopg://tracker@db/register"


@pytest.mark.parametrize(
    ("now", "same"),
    [
        (HERE, True),
        ("file 12 a1 vps:/srv/moved here/register.db", True),  # the folder got another name
        ("file 12 a1 3f2a91cc:/data/register.db", True),  # a container gets another one with each start
        ("file 12 b2 vps:/srv/tracker/register.db", True),  # the disk got another number
        ("file 13 a1 vps:/srv/tracker/register.db", False),  # another file in its place
        ("file 12 b2 other:/srv/tracker/register.db", False),  # each file system numbers its files
        ("file 12 0 other:/srv/tracker/register.db", False),  # one that does not tell who it is
        (SERVER, False),
    ],
)
def test_a_file_is_where_it_was_when_it_is_the_same_file(now: str, *, same: bool) -> None:
    assert is_same(HERE, now) is same


def test_file_systems_that_do_not_tell_who_they_are_are_told_apart_by_name() -> None:
    assert is_same("file 12 0 vps:/a", "file 12 0 vps:/a")
    assert not is_same("file 12 0 vps:/a", "file 12 0 other:/a")


@pytest.mark.parametrize(
    ("now", "same"),
    [
        ("server 7400 16384.16390 postgresql+psycopg://tracker@new-name/register", True),
        ("server 7401 16384.16390 postgresql+psycopg://tracker@db/register", False),  # another cluster
        ("server 7400 16385.16390 postgresql+psycopg://tracker@db/register", False),  # another database
        ("server 7400 16384.16999 postgresql+psycopg://tracker@db/register", False),  # loaded anew
    ],
)
def test_a_database_is_where_it_was_when_cluster_database_and_table_are(now: str, *, same: bool) -> None:
    assert is_same(SERVER, now) is same


def test_the_name_of_a_place_may_hold_spaces() -> None:
    assert name_of("file 12 a1 vps:/srv/my register.db") == "vps:/srv/my register.db"
