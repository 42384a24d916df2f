"""Rules of admission and of the register: facts in, nothing or a refusal out."""
