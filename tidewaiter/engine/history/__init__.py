"""Days that have passed, as folders of Parquet: their layout, facts, back-tests and statistics."""
