"""Pages where lesions are added and logged; the pages that show their history belong to timeline."""
