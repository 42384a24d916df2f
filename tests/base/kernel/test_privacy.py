import pytest

from tidewaiter.base.kernel.privacy import is_personal_key


@pytest.mark.parametrize(
    "name",
    ["buyerIdNumber", "buyer_id_number", "Buyer-ID-Number", "consigneeTelephone", "payerName",
     "email", "Authorization", "consigneeAddress", "buyerRegNo", "buyerTelephone"],
)  # fmt: skip
def test_a_name_of_personal_data_is_known_in_every_spelling(name):
    assert is_personal_key(name)


@pytest.mark.parametrize("name", ["order_no", "guid", "lane", "agentCode", "event", "name_ix"])
def test_a_name_of_business_data_may_be_logged(name):
    assert not is_personal_key(name)
