"""The names of all goods in six digits: the nomenclature that every tariff is built on."""
