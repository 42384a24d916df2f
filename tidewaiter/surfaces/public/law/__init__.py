"""The public pages of the law: register, changes, and who is responsible."""
