"""`desk.py install`: the packages of the lock alone. For images; other commands do it by themselves."""

from launcher import environment, paths, say


def run(dev: bool) -> int:
    with say.step("environment"):
        environment.install(paths.home(), dev=dev)
    return 0
