"""The import contracts hold, and each of them notices when it is broken."""

from configparser import ConfigParser
from copy import deepcopy
from functools import cache

import grimp
import pytest
from importlinter.application import use_cases
from importlinter.configuration import configure
from importlinter.domain.contract import Contract, registry

from tests.architecture.tree import CAPABILITIES, ROOT

CONTRACTS = ROOT / ".importlinter"

BREACHES = [
    ("river", "tidewaiter.registry.queries", "tidewaiter.intake.models"),
    ("river", "tidewaiter.intake.queries", "tidewaiter.risk.models.assessments"),
    ("river", "tidewaiter.risk.queries", "tidewaiter.flows.assess_arrivals"),
    ("river", "tidewaiter.flows.receive_message", "tidewaiter.surfaces.api.v1"),
    ("river", "tidewaiter.base.kernel.money", "tidewaiter.registry.models"),
    ("river", "tidewaiter.engine.assess", "tidewaiter.base.kernel.refusals"),
    ("river", "tidewaiter.law.loader", "tidewaiter.engine.assess"),
    ("river", "tidewaiter.risk.commands.decide", "tidewaiter.adapters.webhooks"),
    ("river", "tidewaiter.lawmaking.commands.notices", "tidewaiter.registry.models"),
    ("adapters", "tidewaiter.adapters.webhooks", "tidewaiter.intake.models"),
    ("surfaces", "tidewaiter.surfaces.desk", "tidewaiter.surfaces.api.keys"),
    ("surfaces", "tidewaiter.surfaces.kit.access", "tidewaiter.surfaces.ops.demo"),
    ("foundations", "tidewaiter.base.audit.trail", "tidewaiter.base.identity.actors"),
    ("foundations", "tidewaiter.base.identity.commands", "tidewaiter.base.privacy.vault"),
    ("foundations", "tidewaiter.base.privacy.vault", "tidewaiter.base.docket.models.dockets"),
    ("docket", "tidewaiter.base.docket.models.dockets", "tidewaiter.base.docket.commands.moving"),
    ("docket", "tidewaiter.base.docket.rules.moves", "tidewaiter.base.docket.words"),
    ("docket", "tidewaiter.base.docket.kinds", "tidewaiter.base.docket.example"),
    ("river", "tidewaiter.base.docket.clocks", "tidewaiter.registry.models"),
    ("adapters", "tidewaiter.adapters.pdf", "tidewaiter.base.docket.states"),
    ("pure", "tidewaiter.base.docket.rules.moves", "django"),
    ("pure", "tidewaiter.base.docket.kinds", "tidewaiter.base.docket.models.dockets"),
    ("pure", "tidewaiter.engine.assess", "django"),
    ("pure", "tidewaiter.law.loader", "django"),
    ("pure", "tidewaiter.risk.rules.parcels", "tidewaiter.risk.models"),
    ("pure", "tidewaiter.registry.states", "psycopg"),
    ("pure", "tidewaiter.intake.formats.ceb.xml", "httpx"),
    ("capability", "tidewaiter.risk.models.quota", "tidewaiter.risk.commands.quota"),
    ("capability", "tidewaiter.intake.queries", "tidewaiter.intake.commands.store"),
    ("capability", "tidewaiter.intake.models.documents", "tidewaiter.intake.queries"),
    ("orders", "tidewaiter.risk.commands.decide", "tidewaiter.intake.commands.queue"),
    ("pure", "tidewaiter.lawmaking.rules.verdict", "django"),
    ("capability", "tidewaiter.lawmaking.queries", "tidewaiter.lawmaking.commands.writing"),
    ("orders", "tidewaiter.registry.commands", "tidewaiter.base.identity.commands"),
    ("harbour", "harbour.world", "tidewaiter.law.loader"),
    ("harbour", "harbour.world", "tidewaiter.intake.rules"),
    ("invented", "tidewaiter.flows.receive_message", "harbour.register"),
]

NEWCOMERS = [
    ("river", "tidewaiter.newcomer"),
    ("surfaces", "tidewaiter.surfaces.newcomer"),
    ("foundations", "tidewaiter.base.newcomer"),
    ("docket", "tidewaiter.base.docket.services"),
    ("capability", "tidewaiter.risk.utils"),
    ("capability", "tidewaiter.intake.signals"),
    ("capability", "tidewaiter.registry.services"),
]


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        "tidewaiter", "harbour", include_external_packages=True, cache_dir=None
    )


@cache
def _contracts() -> dict[str, Contract]:
    configure()
    options = use_cases.read_user_options(str(CONTRACTS))
    for word, kind in use_cases._get_built_in_contract_types():
        registry.register(kind, word)
    return {
        given["id"]: registry.get_contract_class(given["type"])(
            given["name"], options.session_options, given
        )
        for given in options.contracts_options
    }


def _kept(contract: str, graph: grimp.ImportGraph) -> bool:
    return _contracts()[contract].check(graph=deepcopy(graph), verbose=False).kept


@pytest.mark.parametrize(
    "contract", ["river", "adapters", "surfaces", "foundations", "docket", "pure", "capability",
                 "orders", "harbour", "invented"]
)  # fmt: skip
def test_the_contract_is_kept(contract: str) -> None:
    assert _kept(contract, _graph())


@pytest.mark.parametrize(("contract", "importer", "imported"), BREACHES)
def test_a_planted_import_is_caught(contract: str, importer: str, imported: str) -> None:
    graph = deepcopy(_graph())
    assert importer in graph.modules, f"{importer} is gone: plant the breach elsewhere"
    graph.add_import(importer=importer, imported=imported)
    assert not _kept(contract, graph)


@pytest.mark.parametrize(("contract", "module"), NEWCOMERS)
def test_a_module_without_a_place_is_caught(contract: str, module: str) -> None:
    graph = deepcopy(_graph())
    graph.add_module(module)
    assert not _kept(contract, graph)


def test_no_contract_makes_exceptions_for_imports() -> None:
    options = ConfigParser()
    options.read(CONTRACTS)
    assert [name for name in options.sections() if "ignore_imports" in options[name]] == []


def test_every_capability_has_its_inner_contract() -> None:
    options = ConfigParser()
    options.read(CONTRACTS)
    inside = options["importlinter:contract:capability"]["containers"].split()
    assert sorted(inside) == sorted(f"tidewaiter.{name}" for name in CAPABILITIES)
