import pytest

from tidewaiter.base.kernel.privacy import is_personal_key
from tidewaiter.intake.formats.ceb import messages
from tidewaiter.intake.formats.ceb.fields import Model
from tidewaiter.intake.formats.ceb.privacy import personal_names


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


def test_every_personal_field_of_a_message_is_kept_out_of_logs():
    assert messages.Kind.ORDER  # the module brings in every model
    parts = [part for part in Model.__subclasses__() if "head" not in part.__struct_fields__]
    personal = {name for part in parts for name in personal_names(part)}
    assert {"buyerIdNumber", "payerName", "consigneeAddress"} <= personal
    assert [name for name in sorted(personal) if not is_personal_key(name)] == []
