"""What inspections taught: a calibrated chance that something is found, with reasons."""
