"""“What must I do?”: a walk through questions to a signed report."""
