"""What is done by the clock."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from tidewaiter.base.identity.actors import system_actor
from tidewaiter.flows.assess_arrivals import Tools, assess_overdue
from tidewaiter.flows.learn_prices import learn_prices
from tidewaiter.surfaces.ops.assessor import draw_seed

_tools: list[Tools] = []


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="overdue", pass_context=False)
def decide_overdue(timestamp: int) -> None:
    """Every minute: decide the declarations whose partners did not come in time."""
    if not _tools:
        _tools.append(Tools(seed=draw_seed()))
    while assess_overdue(_tools[0], by=system_actor("scheduler"), at=datetime.now(UTC)):
        pass


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="prices", pass_context=False)
def learn(timestamp: int) -> None:
    """Every ten minutes: learn from accepted parcels what goods usually cost."""
    learn_prices(by=system_actor("scheduler"), at=datetime.now(UTC))
