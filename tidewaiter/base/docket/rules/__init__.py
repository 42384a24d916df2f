"""What must hold in every proceeding, and what may not be done in one."""
