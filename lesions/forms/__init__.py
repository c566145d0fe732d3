"""What people type about lesions, turned into domain types; messages for people."""
