"""`desk.py manage COMMAND …`: Django's commands, with the servers running for as long as it takes.

Scripts rely on its standard output and exit code, so the launcher touches neither.
"""

from launcher import environment, locks, paths, preparation, processes, servers, services

# Commands that change the schema work as the owner; everything else as the role that serves.
AS_OWNER = {"migrate", "prepare_database", "pgtrigger"}
# Commands that say nothing about data: they do not wait for a database to be prepared.
MESSAGES = {"makemessages", "compilemessages"}
WITHOUT_DATA = {"", "help", "version", "check", "collectstatic", "makemigrations"} | MESSAGES


def run(rest: list[str], owner: bool) -> int:
    home = paths.home()
    python = environment.ensure(home, dev=False)
    command = next((word for word in rest if not word.startswith("-")), "")
    owner = owner or command in AS_OWNER
    address = locks.read_note(home.run / "up.lock").get("address", "http://127.0.0.1:8000")
    with servers.running(home, python, servers.Wanted()) as found:
        surroundings = found.environment(home, public_address=address)
        cluster = found.cluster
        if cluster and owner:
            preparation.write_mark(cluster, preparation.BY_HAND)
        elif cluster and command not in WITHOUT_DATA and not preparation.read_mark(cluster):
            preparation.prepare(home, python, found, surroundings, demo=False)
        if (
            command == "prepare_database"
            and found.role
            and not any(word.startswith("--role") for word in rest)
        ):
            rest = [*rest, "--role", found.role]
        argv = services.manage(python, *rest)
        return processes.run_in_foreground(argv, servers.as_owner(surroundings) if owner else surroundings)
