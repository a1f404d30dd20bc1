import re
import threading

from launcher import paths, variables
from launcher.paths import Home


def test_every_setting_that_the_application_reads_is_known():
    """Else tests and checks would take it from whoever runs them."""
    text = (paths.PROJECT / "partnerdesk" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', text))
    assert read
    assert read <= set(variables.SETTINGS)


def test_tests_take_no_setting_and_no_database_of_the_caller():
    caller = {
        "DATABASE_URL": "x",
        "SECRET_KEY": "x",
        "PGHOST": "x",
        "PYTHONPATH": "x",
        "PATH": "/bin",
        "LANG": "C",
    }
    assert variables.inherited(caller, with_settings=False) == {"PATH": "/bin", "LANG": "C"}


def test_variables_of_postgres_go_with_a_database_of_the_callers_alone():
    assert variables.inherited({"PGPASSFILE": "x", "DEBUG": "1"}, with_settings=True) == {"DEBUG": "1"}
    caller = {"PGPASSFILE": "x", "DATABASE_URL": "postgresql://db/x"}
    assert variables.inherited(caller, with_settings=True) == caller


def test_children_are_told_everything_and_a_callers_choice_wins_where_it_may(tmp_path, monkeypatch):
    monkeypatch.setenv("DEFAULT_CURRENCY", "JPY")
    monkeypatch.setenv("SECRET_KEY", "theirs")
    monkeypatch.setenv("DATABASE_URL", "postgresql://theirs")
    monkeypatch.delenv("PUBLIC_ADDRESS", raising=False)
    given = {"database_url": "d", "owner_url": "o", "redis_url": "r", "public_address": "http://127.0.0.1:1"}
    told = variables.for_children(Home(tmp_path), **given)
    assert (told["DATABASE_URL"], told["DATABASE_OWNER_URL"], told["REDIS_URL"]) == ("d", "o", "r")
    assert (told["SECRET_KEY"], told["DEFAULT_CURRENCY"]) == ("theirs", "JPY")
    assert told["PUBLIC_ADDRESS"] == "http://127.0.0.1:1"
    assert told["DESK_HOME"] == str(tmp_path)
    apart = variables.for_children(Home(tmp_path), **given, with_settings=False)
    assert apart["SECRET_KEY"] != "theirs"
    assert "DEFAULT_CURRENCY" not in apart


def test_the_secret_key_is_made_once_for_this_user_alone_also_by_two_at_once(tmp_path):
    home, keys = Home(tmp_path), []
    threads = [threading.Thread(target=lambda: keys.append(variables.secret_key(home))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert len(keys[0]) >= 50
    assert home.secret_key.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
