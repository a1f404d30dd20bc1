"""The container files: valid, without default secrets, and starting what desk.py starts."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

import desk
from launcher import postgres, system

PROJECT = Path(__file__).resolve().parents[2]
SCHEMA = PROJECT / "tests" / "unit" / "vendor" / "compose-spec" / "compose-spec.json"
OURS = ["beat", "migrate", "web", "worker"]
SERVING = ["beat", "web", "worker"]


@pytest.fixture(scope="module")
def text():
    return (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose(text):
    return yaml.safe_load(text)


@pytest.fixture(scope="module")
def dockerfile():
    """The instructions, with continued lines joined: [(word, rest)]."""
    joined = (PROJECT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]


def test_the_compose_file_is_valid(compose):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    faults = [
        f"{list(fault.absolute_path)}: {fault.message}"
        for fault in Draft7Validator(schema).iter_errors(compose)
    ]
    assert faults == []


def test_the_schema_would_find_a_fault(compose):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    broken = compose | {"services": {"web": {"image": "x", "healthchek": {}}}}
    assert list(Draft7Validator(schema).iter_errors(broken))


def test_the_services_are_those_of_the_design(compose):
    assert sorted(compose["services"]) == ["beat", "database", "migrate", "queue", "web", "worker"]
    assert compose["services"]["database"]["image"] == "postgres:18"


@pytest.mark.parametrize("name", SERVING)
def test_serving_containers_know_the_restricted_role_alone(compose, name):
    environment = compose["services"][name]["environment"]
    assert environment["DATABASE_URL"].startswith("postgresql://app:")
    assert "DATABASE_OWNER_URL" not in environment
    assert "DESK_OWNER_PASSWORD" not in json.dumps(environment)
    assert compose["services"][name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_migrations_run_once_as_the_owner(compose):
    migrate = compose["services"]["migrate"]
    assert migrate["environment"]["DATABASE_OWNER_URL"].startswith("postgresql://desk_owner:")
    assert migrate["environment"]["DATABASE_URL"].startswith("postgresql://app:"), (
        "the role it gives rights to"
    )
    assert migrate["restart"] == "no"
    assert "migrate" not in migrate["depends_on"]


@pytest.mark.parametrize("name", OURS)
def test_a_container_starts_a_service_of_desk_py(compose, name):
    service = compose["services"][name]
    assert service["command"][:2] == ["python3", "desk.py"]
    options = desk.options(service["command"][2:])
    assert (options["command"], options["name"]) == ("service", name)
    if name != "migrate":
        check = service["healthcheck"]["test"]
        assert check[:3] == ["CMD", "python3", "desk.py"]
        assert desk.options(check[3:])["name"] == ("check-web" if name == "web" else "check-jobs")


def test_every_lasting_service_has_a_health_check(compose):
    for name, service in compose["services"].items():
        assert ("healthcheck" in service) is (name != "migrate"), name


def test_no_secret_has_a_default(text):
    """An unset secret stops everything, with words."""
    used = set(re.findall(r"\$\{(\w+)", text))
    assert {"SECRET_KEY", "DESK_OWNER_PASSWORD", "DESK_APP_PASSWORD", "DESK_QUEUE_PASSWORD"} <= used
    for name in used:
        first = re.search(rf"\$\{{{name}(:\?[^}}]+|:-[^}}]*)?\}}", text)
        assert first is not None
        if re.search("SECRET|PASSWORD", name):
            for use in re.findall(rf"\$\{{{name}([^}}]*)\}}", text):
                assert use.startswith(":?"), name


def test_only_the_web_is_reached_from_outside_and_by_default_from_this_machine_alone(compose):
    published = {
        name: service["ports"] for name, service in compose["services"].items() if "ports" in service
    }
    assert published == {"web": ["${DESK_LISTEN:-127.0.0.1:8000}:8000"]}


def test_data_is_kept_in_volumes_that_are_declared(compose):
    used = {
        volume.partition(":")[0] for service in compose["services"].values() for volume in service["volumes"]
    }
    assert used == set(compose["volumes"])


def test_the_image_is_built_by_the_commands_of_desk_py(dockerfile):
    runs = [rest for word, rest in dockerfile if word == "RUN"]
    commands = [part.split("desk.py", 1)[1] for run in runs for part in run.split("&&") if "desk.py" in part]
    named = [desk.options(shlex.split(command)) for command in commands]
    assert [options["command"] for options in named] == ["install", "service"]
    assert named[1]["name"] == "static"
    started = json.loads(dict(dockerfile)["CMD"])
    assert desk.options(started[2:])["name"] == "web"


def test_the_image_installs_the_system_packages_of_desk_py(dockerfile):
    [line] = [rest for word, rest in dockerfile if word == "RUN" and "apt-get install" in rest]
    installed = line.split("--no-install-recommends")[1].split("&&")[0].split()
    assert tuple(installed) == system.PANGO_PACKAGES


def test_the_image_has_what_install_needs_before_it_runs(dockerfile):
    words = [f"{word} {rest}" for word, rest in dockerfile]
    install = words.index("RUN python3 desk.py install")
    before = " ".join(words[:install])
    assert "requirements.txt" in before
    assert "desk.py" in before
    assert "COPY launcher" in before


def test_the_image_runs_as_an_ordinary_user_on_a_python_that_is_supported(dockerfile):
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = re.fullmatch(r"python:(3\.\d+)-slim-bookworm", dict(dockerfile)["FROM"])
    assert version is not None
    assert f">={version[1]}" == project["requires-python"], "the one that the tests run on"
    assert dict(dockerfile)["USER"] == "desk"


def test_images_and_tests_see_the_same_embedded_collation(compose):
    words = compose["services"]["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert set(words) == set(postgres.COLLATION)
