"""What an applicant chooses from: roles, the facts of the trade, how somebody controls."""

from collections.abc import Mapping

from tidewaiter.base.kernel.refusals import Text

Choices = Mapping[str, Text]

ROLES: Choices = {
    "merchant": Text("Merchant", "商家"),
    "platform": Text("Platform", "平台"),
    "payment": Text("Payment institution", "支付机构"),
    "carrier": Text("Carrier", "物流企业"),
    "warehouse": Text("Warehouse", "仓储企业"),
    "agent": Text("Declarant", "申报企业"),
    "laboratory": Text("Laboratory", "检验机构"),
    "right_holder": Text("Right holder", "权利人"),
}

FACTS: Mapping[str, tuple[Text, Choices]] = {
    "direction": (
        Text("Do the goods come in or leave?", "货物是进口还是出口？"),
        {"import": Text("They come in", "进口"), "export": Text("They leave", "出口")},
    ),
    "buyer": (
        Text("Who buys?", "谁购买？"),
        {"consumer": Text("Consumers", "消费者"), "business": Text("Businesses", "企业")},
    ),
    "seller": (
        Text("Who sells?", "谁销售？"),
        {
            "business": Text("A business", "经营者"),
            "private": Text("Private persons, now and then", "自然人，偶尔转让"),
        },
    ),
    "stock": (
        Text("Where do the goods lie before they are ordered?", "下单前货物存放在哪里？"),
        {
            "abroad": Text("Abroad", "境外"),
            "bonded-zone": Text("In a bonded zone", "保税区域"),
            "overseas-warehouse": Text("In a warehouse abroad", "海外仓"),
            "domestic": Text("In the country", "境内"),
            "supplier": Text("With a supplier who ships", "供货商处"),
        },
    ),
    "sale": (
        Text("How is the sale made?", "通过什么方式销售？"),
        {
            "shop-page": Text("On a shop page", "店铺页面"),
            "live-stream": Text("In a live stream", "直播"),
            "subscription": Text("By subscription", "订阅"),
        },
    ),
    "operator": (
        Text("Who runs the place of sale?", "由谁运营销售场所？"),
        {
            "own-shop": Text("The seller", "卖家自建"),
            "marketplace": Text("A marketplace", "网络交易平台"),
            "social-platform": Text("A social or video platform", "社交或短视频平台"),
            "mini-program-host": Text("An app that hosts mini programs", "小程序平台"),
            "aggregator": Text("A service that gathers offers", "聚合平台"),
        },
    ),
}
"""The six facts that every law pack asks for, with the same ids and choices."""

CONTROL: Choices = {
    "shares": Text("By shares", "持股"),
    "votes": Text("By votes", "表决权"),
    "appoints-board": Text("By appointing the board", "任免董事"),
    "representative": Text("As legal representative", "法定代表人"),
    "other": Text("In another way", "其他方式"),
}

WHY_NOBODY: Choices = {
    "listed-company": Text("The firm is listed", "上市公司"),
    "state-owned": Text("The state owns it", "国有企业"),
    "nobody-above-threshold": Text("Nobody holds so much", "无人达到持股下限"),
    "unknown-to-applicant": Text("It is not known", "申请人不知悉"),
}

YES: Choices = {"yes": Text("Yes", "是"), "no": Text("No, a firm", "否，为企业")}
