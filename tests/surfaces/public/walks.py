"""Walks through the questions of the public pages, as somebody without a script does it."""

from urllib.parse import urlencode

from django.test import Client

MOST = 30


def walk(start: str, chosen: dict[str, str], client: Client | None = None):
    """Answer question after question, the first choice where none is given; the page at the end."""
    client, address = client or Client(), start
    for _ in range(MOST):
        page = client.get(address)
        if page.status_code == 302:
            address = page.headers["Location"]
            continue
        question = page.context.get("question")
        if question is None:
            return page
        answer = chosen.get(question.name, question.choices[0][0])
        pairs = [*page.context["hidden"], ("step", question.name), (question.name, answer)]
        address = f"{page.context['action']}?{urlencode(pairs)}"
    raise AssertionError("The questions have no end.")


def report(start: str, chosen: dict[str, str], client: Client | None = None):
    """The report at the end of a walk."""
    client = client or Client()
    return client.get(walk(start, chosen, client).context["report_url"])
