"""The plan for parcels: what the model of the engine looks at."""

from tidewaiter.engine.model.plan import Crossing, Measure, Memory, Plan, Share, Topic

_CROSSINGS = {
    Topic.GOODS: "hs2 hs4 hs6 goods",
    Topic.ROUTE: "origin departure departure+origin hs2+origin hs4+origin hs6+origin "
    "hs4+departure hs6+departure+origin",
    Topic.REGIME: "regime hs2+regime hs4+regime",
    Topic.MASS: "mass_band hs2+mass_band hs4+mass_band hs6+mass_band origin+mass_band",
    Topic.VALUE: "value_band unit_band hs2+value_band hs4+value_band origin+unit_band",
    Topic.SELLER: "seller platform carrier declarant seller+hs2 seller+hs4 platform+hs4 "
    "carrier+origin declarant+hs4",
    Topic.CONSIGNEE: "consignee address",
}

PARCELS = Plan(
    name="parcels",
    profile=("goods", "origin", "departure", "seller", "consignee", "mass", "value"),
    crossings=tuple(
        Crossing(traits, topic) for topic, line in _CROSSINGS.items() for traits in line.split()
    ),
    counted=("goods", "origin", "hs6", "hs4+origin", "seller", "platform", "consignee", "address"),
    shares=(
        Share("hs4+origin", "hs4", Topic.ROUTE),
        Share("departure+origin", "origin", Topic.ROUTE),
        Share("seller+hs4", "seller", Topic.SELLER),
        Share("hs4+mass_band", "hs4", Topic.MASS),
    ),
    measures=(
        Measure("log_mass", Topic.MASS),
        Measure("log_value", Topic.VALUE),
        Measure("log_unit_value", Topic.VALUE),
        Measure("zeros", Topic.MASS),
        Measure("lines", Topic.GOODS),
        Measure("transit", Topic.ROUTE),
        Measure("below_peers", Topic.VALUE, direction=1),
        Measure("lighter_than_peers", Topic.MASS),
    ),
    memories=(
        Memory("platform", Topic.SELLER),
        Memory("declarant+hs4", Topic.SELLER),
        Memory("seller", Topic.SELLER),
        Memory("seller+hs4", Topic.SELLER),
        Memory("address", Topic.CONSIGNEE),
        Memory("consignee", Topic.CONSIGNEE),
        Memory("goods+origin+seller", Topic.HISTORY),
    ),
)
"""`below_peers` is how far the price lies under that of like goods, in robust deviations."""
