"""`tidewaiter up`: from nothing to a running installation."""

import os
import socket
import sys
from datetime import UTC, datetime

import django
from django.conf import settings
from django.core.management import call_command

from tidewaiter.surfaces.ops import cluster
from tidewaiter.surfaces.ops.household import Household


def serve(*, host: str, port: int, web: int, assessors: int, demo: bool, rate: float) -> None:
    """Start the database, migrate, load the law, start web, assessors and scheduler, and stay."""
    if _taken(host, port):
        sys.exit(f"Port {port} of {host} is in use. Stop what runs there, or give another --port.")
    if demo:
        os.environ["TIDEWAITER_DEMO"] = "yes"
    home = settings.TIDEWAITER_HOME
    for folder in (home, settings.STATIC_ROOT):
        folder.mkdir(parents=True, exist_ok=True)
    own = not os.environ.get("DATABASE_URL")
    server = cluster.at(home)
    if own:
        _say("Starting the database")
        cluster.start(server)
    try:
        _prepare(demo, stocked=demo and rate > 0)
        household = Household()
        me = (sys.executable, "-m", "tidewaiter.surfaces.ops.cli")
        household.add(
            "web",
            sys.executable, "-m", "granian", "tidewaiter.project.wsgi:application",
            "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(web),
            "--blocking-threads", "16", "--backpressure", "32", "--no-ws", "--http", "1",
            "--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning",
        )  # fmt: skip
        for number in range(assessors):
            household.add(f"assessor {number + 1}", *me, "assessor")
        household.add("pusher", *me, "pusher")
        household.add(
            "scheduler",
            sys.executable, "-m", "django", "procrastinate", "worker",
            yields=True,  # nobody waits at a counter for what the clock does
        )  # fmt: skip
        if demo and rate > 0:
            household.add(
                "harbour", *me, "simulate", "--rate", str(rate), "--url", f"http://{host}:{port}"
            )
        _welcome(host, port, demo, rate)
        household.run()
    finally:
        if own:
            _say("Stopping the database")
            cluster.stop(server)


def _prepare(demo: bool, *, stocked: bool = False) -> None:
    django.setup()
    from tidewaiter.base.identity.actors import system_actor
    from tidewaiter.base.privacy.commands import confirm_master_key
    from tidewaiter.flows.make_law import publish
    from tidewaiter.law.loader import load
    from tidewaiter.surfaces.ops.demo import prepare_demo
    from tidewaiter.surfaces.ops.demo_applicant import prepare_applicant

    now = datetime.now(UTC)
    _say("Bringing the tables up to date")
    call_command("migrate", verbosity=0)
    confirm_master_key(by=system_actor("up"), at=now)
    publish()
    law = load(settings.TIDEWAITER_PACK).on(now.date())
    _say(f"Law pack {law.pack}, version {law.version[:12]}: {len(law.tariff)} tariff lines")
    if demo:
        _say("Registering the firms of the simulated harbour")
        prepare_demo(settings.TIDEWAITER_HOME, at=now)
        prepare_applicant(at=now)
    if stocked:
        from tidewaiter.surfaces.ops.demo_products import stock_shelves

        stock_shelves(at=now)


def _welcome(host: str, port: int, demo: bool, rate: float) -> None:
    address = f"http://{host}:{port}"
    lines = [
        "",
        f"  Desk for officers   {address}/desk/",
        f"  Portal for firms    {address}/portal/",
        f"  For everybody       {address}/",
        f"  Machine API         {address}/api/docs",
        "",
    ]
    if demo:
        from tidewaiter.surfaces.kit.demo_accounts import ACCOUNTS

        lines += ["  Sign in as:"]
        lines += [f"    {one.email:<22} {one.password:<22} {one.title}" for one in ACCOUNTS]
        lines += [
            "",
            f"  A simulated harbour sends about {rate:g} parcels a second. Nothing of it is real.",
            f"  Keys of its firms: {settings.TIDEWAITER_HOME}/demo/tokens.json",
        ]
    lines += ["  Stop with Ctrl-C.", ""]
    print("\n".join(lines), flush=True)


def _say(text: str) -> None:
    print(f"• {text}", flush=True)


def _taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
