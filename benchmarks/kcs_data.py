"""The public declarations of the Korea Customs Service: what they hold and how a model sees them.

45,519 synthetic import declarations with inspection labels (arXiv 2208.02484; MIT, IBS and Korea
Customs Service). They are not shipped: a folder holds `df_syn_train_eng.csv`,
`df_syn_valid_eng.csv` and, where it is at hand, `df_syn_test_eng.csv`. Identical goods (same
subheading, route, tax, mass and price) are grouped here as `goods_tuples.csv` groups them.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as csv

from tidewaiter.engine.model.calibration import Line, Steps
from tidewaiter.engine.model.model import Tuned
from tidewaiter.engine.model.plan import Crossing, Measure, Memory, Plan, Share, Topic
from tidewaiter.engine.model.traits import Traits

FOLDER = Path(__file__).parents[1] / "../shared/data/kcs"
FILES = ("df_syn_train_eng.csv", "df_syn_valid_eng.csv", "df_syn_test_eng.csv")

PROFILE = ("hs6", "departure", "origin", "rate", "regime", "mass", "value")

_CROSSINGS = {
    Topic.GOODS: "hs2 hs4 hs6 goods",
    Topic.ROUTE: "origin departure departure+origin hs2+origin hs4+origin hs6+origin goods+origin "
    "hs2+departure hs4+departure hs6+departure+origin goods+departure+origin",
    Topic.REGIME: "rate regime rate+regime hs2+regime hs4+regime hs6+regime goods+regime "
    "hs4+rate+regime origin+regime departure+regime",
    Topic.MASS: "mass_band hs2+mass_band hs4+mass_band hs6+mass_band goods+mass_band "
    "regime+mass_band origin+mass_band departure+mass_band",
    Topic.VALUE: "value_band unit_band hs2+value_band hs4+value_band origin+unit_band",
}

PLAN = Plan(
    name="kcs",
    profile=PROFILE,
    crossings=tuple(
        Crossing(traits, topic) for topic, line in _CROSSINGS.items() for traits in line.split()
    ),
    counted=("goods", "origin", "departure", "regime", "hs6", "hs4+origin", "departure+origin"),
    shares=(
        Share("hs4+origin", "hs4", Topic.ROUTE),
        Share("goods+origin", "goods", Topic.ROUTE),
        Share("departure+origin", "origin", Topic.ROUTE),
        Share("goods+regime", "goods", Topic.REGIME),
        Share("hs4+departure", "hs4", Topic.ROUTE),
        Share("goods+mass_band", "goods", Topic.MASS),
    ),
    measures=(
        Measure("log_mass", Topic.MASS),
        Measure("log_value", Topic.VALUE),
        Measure("log_unit_value", Topic.VALUE),
        Measure("rate", Topic.REGIME),
        Measure("transit", Topic.ROUTE),
        Measure("zeros", Topic.MASS),
        Measure("fraction", Topic.MASS),
    ),
    memories=(
        Memory("declarant+hs4", Topic.SELLER),
        Memory("seller", Topic.SELLER),
        Memory("consignee", Topic.CONSIGNEE),
        Memory("+".join(PROFILE), Topic.HISTORY, trust=0.3),
    ),
)


def read(folder: Path) -> tuple[Any, Any]:
    """The declarations as traits, and from which file each is (0 train, 1 valid, 2 test)."""
    words = ("HS6 Code", "Importer ID", "Seller ID", "Declarant ID", "Office ID", "Tax Type",
             "Country of Departure", "Country of Origin", "Import Type")  # fmt: skip
    options = csv.ConvertOptions(
        column_types={**dict.fromkeys(words, pa.string()), "Date": pa.date32()},
        strings_can_be_null=True,
        null_values=[""],
    )
    paths = [folder / name for name in FILES if (folder / name).exists()]
    tables = [csv.read_csv(path, convert_options=options) for path in paths]
    raw = pa.concat_tables(tables, promote_options="permissive").combine_chunks()
    mass = raw["Net Mass"].cast(pa.float64()).to_numpy()
    value = raw["Item Price"].cast(pa.float64()).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = np.where(mass > 0, np.log((value + 1e-3) / mass), -99.0)
    # Tariff lines of ten digits were cut to six, but every line has one price a kilogram.
    goods = [f"{hs6}|{price:.2f}" for hs6, price in
             zip(raw["HS6 Code"].to_pylist(), unit, strict=True)]  # fmt: skip
    table = pa.table(
        {
            "day": raw["Date"], "hs6": raw["HS6 Code"], "goods": goods,
            "origin": raw["Country of Origin"], "departure": raw["Country of Departure"],
            "regime": raw["Tax Type"], "rate": raw["Tax Rate"].cast(pa.float64()),
            "mass": mass, "value": value, "seller": raw["Seller ID"],
            "consignee": raw["Importer ID"], "declarant": raw["Declarant ID"],
            "office": raw["Office ID"], "import_type": raw["Import Type"],
            "found": raw["Fraud"].cast(pa.int64()), "critical": raw["Critical Fraud"],
        }
    )  # fmt: skip
    source = np.repeat(np.arange(len(tables)), [each.num_rows for each in tables])
    return table, source


def profiles(table: Any) -> Any:
    """Which declarations are of identical goods: a number for each group."""
    prints = Traits(table).crossed(PROFILE, 0)
    return np.unique(prints, return_inverse=True)[1]


UNTUNED = Tuned(Line(), Steps(), tuple(memory.trust for memory in PLAN.memories))
"""Where only the order of scores counts, calibration need not be set."""
