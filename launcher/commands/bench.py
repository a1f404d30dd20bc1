"""`desk.py bench …`: measurements, on embedded servers of their own that are set as for real use."""

from launcher import environment, paths, preparation, processes, servers, services, system


def run(rest: list[str]) -> int:
    home = paths.home()
    python = environment.ensure(home, dev=True)
    system.ensure_pango(python)
    inner = home.inner("bench")
    with servers.running(inner, python, servers.Wanted(only_embedded=True)) as found:
        surroundings = found.environment(inner, public_address="http://127.0.0.1:8000", with_settings=False)
        preparation.prepare(inner, python, found, surroundings, demo=False)
        return processes.run_in_foreground(services.manage(python, "bench", *rest), surroundings)
