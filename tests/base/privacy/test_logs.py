import json
import logging

import pytest
import structlog

from tidewaiter.base.privacy.logs import configure, drop_personal


@pytest.fixture
def _quiet_again():
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def test_a_log_line_loses_personal_values_at_any_depth():
    line = {
        "event": "order.kept",
        "buyerIdNumber": "11010519491231002X",
        "head": {"orderNo": "1", "consigneeTelephone": "13800138000"},
        "documents": [{"payerName": "张伟", "guid": "G"}],
    }
    assert drop_personal(None, "info", line) == {
        "event": "order.kept",
        "head": {"orderNo": "1"},
        "documents": [{"guid": "G"}],
    }


@pytest.mark.usefixtures("_quiet_again")
@pytest.mark.parametrize("as_json", [True, False])
def test_our_lines_and_those_of_libraries_pass_the_same_filter(capsys, as_json):
    configure(as_json=as_json)
    structlog.get_logger("ours").info("kept", order_no="A1", buyer_name="张伟")
    logging.getLogger("theirs").warning("late %s", "A2", extra={"buyerName": "张伟"})
    said = capsys.readouterr().err
    assert "A1" in said
    assert "late A2" in said
    assert "张伟" not in said
    assert "\\u5f20" not in said


@pytest.mark.usefixtures("_quiet_again")
@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_names_the_place_and_no_local_values(capsys, as_json):
    configure(as_json=as_json)

    def parse(document):
        raise ValueError("unknown unit")

    secret = "-".join(["secret", "of", "li", "na"])  # the source line itself is in the traceback
    try:
        parse(secret)
    except ValueError:
        structlog.get_logger("ours").exception("failed", guid="G")
        logging.getLogger("theirs").exception("failed too")
    said = capsys.readouterr().err
    assert said.count("unknown unit") >= 2
    assert secret not in said


@pytest.mark.usefixtures("_quiet_again")
def test_a_line_for_machines_is_json_with_its_time_and_level(capsys):
    configure(as_json=True)
    structlog.get_logger("ours").warning("slow", seconds=3)
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "slow"
    assert line["level"] == "warning"
    assert line["seconds"] == 3
    assert "timestamp" in line
