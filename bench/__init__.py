"""The benchmark: the pages of a long record against a floor of the same run (`make bench`)."""
