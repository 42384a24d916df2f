"""The law packs load, are complete and say where they come from."""
