"""The shipped articles. Editors change them later in the admin; this is where they start."""
