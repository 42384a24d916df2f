"""One program for each promise about speed; each ends with one line of JSON."""
