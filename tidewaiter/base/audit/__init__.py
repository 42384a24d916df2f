"""What was done, to what, by whom and when: written once, in the transaction of the deed."""
