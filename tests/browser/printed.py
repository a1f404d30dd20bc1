"""Papers that the worker prints."""

from playwright.sync_api import APIResponse, Page

from tests.patience import wait_until


def printed(page: Page, address: str) -> bytes:
    """The bytes of a paper, once the worker has printed it."""
    answers: list[APIResponse] = []

    def is_there() -> bool:
        answers.append(page.request.get(address))
        assert answers[-1].status in (200, 202), address
        return answers[-1].status == 200

    wait_until(is_there, f"the worker to print {address}", pause=0.3)
    return answers[-1].body()
